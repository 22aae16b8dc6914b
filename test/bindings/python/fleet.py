"""The program of ../fleet.ts.

python3 fleet.py OUTDIR
"""

import sys

import cdk8s_plus_28 as kplus
import jsii
from cdk8s import ApiObject, ApiObjectMetadata, App, Chart, Duration, JsonPatch, Size
from cdk8s_spinkube import (
    Bundle,
    Cluster,
    Delivery,
    DeliveryContext,
    DeliveryFile,
    GitSource,
    HealthProbe,
    IDelivery,
    KeyValueStore,
    LlmApiType,
    LlmCompute,
    NodeInstaller,
    OptionValue,
    RuntimeConfig,
    SpinApp,
    SpinKube,
    SpinKubeRelease,
    SqliteDatabase,
    Variable,
    WebhookCertificates,
    gardener,
)


@jsii.implements(IDelivery)
class Listing:
    """A custom delivery: stages, objects and labels."""

    @property
    def name(self) -> str:
        return "listing"

    def deliver(self, context: DeliveryContext) -> list[DeliveryFile]:
        lines = [
            *(f"{s.level} {context.directory}/{s.name} after {' '.join(s.depends_on)}" for s in context.stages),
            *(f"{o.kind} {o.name}" for s in context.stages for o in s.objects),
            f"{context.labels.get('region', 'nowhere')} {len(context.clusters)}",
        ]
        return [DeliveryFile(path="listing/stages.txt", text="\n".join(lines) + "\n")]


def add_shoot(bundle: Bundle) -> gardener.Shoot:
    chart = Chart(Cluster(bundle, "garden"), "shoot", namespace="garden-demo")
    zone = "eu-central-1a"
    return gardener.Shoot(
        chart,
        "shoot",
        metadata=ApiObjectMetadata(name="spin"),
        cloud_profile=gardener.CloudProfile.of("aws"),
        credentials=gardener.ShootCredentials.credentials_binding("aws"),
        region="eu-central-1",
        kubernetes_version="1.34",
        infrastructure=gardener.Aws.infrastructure(
            vpc=gardener.AwsVpc.from_cidr("10.250.0.0/16"),
            zones=[
                gardener.AwsZone(
                    name=zone, workers="10.250.0.0/19", public_subnet="10.250.96.0/22", internal_subnet="10.250.112.0/22"
                )
            ],
        ),
        worker_pools=[
            gardener.WorkerPoolProps(
                name="spin",
                machine_type="m5.large",
                minimum=1,
                maximum=3,
                volume=gardener.WorkerPoolVolume(type="gp3", size=Size.gibibytes(50)),
                zones=[zone],
                labels={"spin": "true", "example.com/pool": "apps"},
            )
        ],
    )


def add_platform(bundle: Bundle, name: str, certificates: WebhookCertificates, installer: NodeInstaller | None = None) -> Cluster:
    cluster = Cluster(bundle, name, labels={"region": name, "env": "prod"})
    executor = SpinKube(
        cluster,
        "spinkube",
        release=SpinKubeRelease.V2026_12,
        app_namespaces=["shop"],
        node_installer=installer,
        webhook_certificates=certificates,
    ).executor
    apps = Chart(cluster, "apps", namespace="shop")
    secret = kplus.Secret.from_secret_name(apps, "secret", "shop")
    config = kplus.ConfigMap(
        apps, "config", metadata=ApiObjectMetadata(name="shop"), data={"level": "info", "a.txt": "A"}
    )
    app = SpinApp(
        apps,
        "shop",
        metadata=ApiObjectMetadata(name="shop", labels={"team": "shop", "example.com/tier": "web"}),
        image="ghcr.io/example/shop:v1.0.0",
        executor=executor,
        replicas=3,
        components=["cart", "catalog"],
        variables={
            "password": Variable.from_secret(secret, "password"),
            "greeting": Variable.from_value("hello"),
            "level": Variable.from_config_map(config, "level"),
        },
        runtime_config=RuntimeConfig.of(
            key_value_stores={
                "sessions": KeyValueStore.redis(url=OptionValue.from_secret(secret, "redis")),
                "default": KeyValueStore.spin(),
                "other": KeyValueStore.custom(
                    "mine", {"z": OptionValue.from_value("1"), "a": OptionValue.from_value("2")}
                ),
            },
            sqlite_databases={
                "default": SqliteDatabase.libsql(
                    url=OptionValue.from_value("https://db.example.com"),
                    token=OptionValue.from_secret(secret, "token"),
                )
            },
            llm_compute=LlmCompute.remote_http(
                url=OptionValue.from_value("https://llm.example.com"),
                auth_token=OptionValue.from_secret(secret, "llm"),
                api_type=LlmApiType.OPEN_AI,
            ),
        ),
        readiness=HealthProbe.from_http_get("/healthz", period=Duration.seconds(5)),
        resources=kplus.ContainerResources(
            cpu=kplus.CpuResources(request=kplus.Cpu.millis(100)),
            memory=kplus.MemoryResources(request=Size.mebibytes(64), limit=Size.mebibytes(256)),
        ),
        pod_annotations={"example.com/b": "2", "example.com/a": "1"},
        pod_labels={"b": "2", "a": "1"},
    )
    app.mount("/settings", kplus.Volume.from_config_map(apps, "settings", config, name="settings"))
    app.add_variable("added", Variable.from_value("later"))
    ApiObject.of(app).add_json_patch(JsonPatch.add("/metadata/annotations", {"x": "ex", "y": "yes"}))
    return cluster


def error_of() -> str:
    """The error of an app that is wrong."""
    app = App()
    executor = SpinKube(app, "spinkube").executor
    chart = Chart(app, "wrong", namespace="default")
    SpinApp(chart, "app", image="hello", executor=executor, replicas=-1)
    try:
        app.synth_yaml()
        return "no error"
    except RuntimeError as error:
        return str(error)


source = GitSource.of(url="https://github.com/example/gitops.git", path="dist")
bundle = Bundle(
    outdir=sys.argv[1],
    deliveries=[
        Delivery.kubectl(),
        Delivery.argo_cd(source=source),
        Delivery.flux(source=source, kube_config_secret="kubeconfig"),
        Listing(),
    ],
)
shoot = add_shoot(bundle)
add_platform(
    bundle,
    "eu-1",
    WebhookCertificates.cert_manager(),
    NodeInstaller.runtime_class_manager(node_selector={"spin": "true", "example.com/pool": "apps"}),
).add_dependency(shoot)
add_platform(bundle, "eu-2", WebhookCertificates.existing_cert_manager(), NodeInstaller.kwasm())
add_platform(bundle, "eu-3", WebhookCertificates.generated(), NodeInstaller.preinstalled(handler="spin"))
add_platform(
    bundle,
    "eu-4",
    WebhookCertificates.from_secret(
        secret_name="webhook", ca_bundle="-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    ),
)
bundle.synth()
print(error_of())
