from cdk8s import ApiObjectMetadata, Chart
from cdk8s_spinkube import Bundle, Delivery, SpinAppExecutor, SpinApplication, SpinManifest

bundle = Bundle(deliveries=[Delivery.kubectl()])

apps = Chart(bundle, "apps", namespace="default")
SpinApplication(
    apps,
    "simple-spinapp",
    metadata=ApiObjectMetadata(name="simple-spinapp"),
    image="ghcr.io/spinframework/containerd-shim-spin/examples/spin-rust-hello:v0.23.0",
    # The executor that SpinKube has in this namespace.
    executor=SpinAppExecutor.from_spin_app_executor_name(apps, "executor", "containerd-shim-spin"),
    manifest=SpinManifest.from_file("spin.toml"),
)

bundle.synth()
