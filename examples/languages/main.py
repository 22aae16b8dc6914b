import jsii
from cdk8s import ApiObjectMetadata, Chart, Duration
from cdk8s_spinkube import (
    Bundle,
    Delivery,
    DeliveryContext,
    DeliveryFile,
    Existing,
    HealthProbe,
    IDelivery,
    SpinApp,
    SpinKube,
    SpinKubeRelease,
    Variable,
)


@jsii.implements(IDelivery)
class Pipeline:
    """A delivery of your own: one line per stage, for a pipeline."""

    @property
    def name(self) -> str:
        return "pipeline"

    def deliver(self, context: DeliveryContext) -> list[DeliveryFile]:
        lines = [f"{stage.level} {context.directory}/{stage.path}\n" for stage in context.stages]
        return [DeliveryFile(path="pipeline/stages.txt", text="".join(lines))]


bundle = Bundle(deliveries=[Delivery.kubectl(), Pipeline()])

spinkube = SpinKube(bundle, "spinkube", release=SpinKubeRelease.V2026_12)

apps = Chart(bundle, "apps", namespace="default")
SpinApp(
    apps,
    "shop",
    metadata=ApiObjectMetadata(name="shop"),
    image="ghcr.io/example/shop:v1",
    executor=spinkube.executor,
    replicas=2,
    variables={
        "greeting": Variable.from_value("hello"),
        "db_password": Variable.from_secret(Existing.secret("shop"), "password"),
    },
    readiness=HealthProbe.from_http_get("/healthz", period=Duration.seconds(5)),
)

bundle.synth()
