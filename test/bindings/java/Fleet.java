// The program of ../fleet.ts.
//   java Fleet OUTDIR
import io.github.cdk8sspinkube.*;
import io.github.cdk8sspinkube.gardener.*;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cdk8s.ApiObject;
import org.cdk8s.ApiObjectMetadata;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.Duration;
import org.cdk8s.JsonPatch;
import org.cdk8s.Size;
import org.cdk8s.plus28.ConfigMap;
import org.cdk8s.plus28.ConfigMapVolumeOptions;
import org.cdk8s.plus28.ContainerResources;
import org.cdk8s.plus28.Cpu;
import org.cdk8s.plus28.CpuResources;
import org.cdk8s.plus28.MemoryResources;
import org.cdk8s.plus28.Secret;
import org.cdk8s.plus28.Volume;

public final class Fleet {
  /** A custom delivery: stages, objects and labels. */
  static final class Listing implements IDelivery {
    @Override
    public String getName() {
      return "listing";
    }

    @Override
    public List<DeliveryFile> deliver(DeliveryContext context) {
      var stages =
          context.getStages().stream()
              .map(stage -> "%s %s/%s after %s".formatted(
                  stage.getLevel(), context.getDirectory(), stage.getName(), String.join(" ", stage.getDependsOn())));
      var objects =
          context.getStages().stream()
              .flatMap(stage -> stage.getObjects().stream())
              .map(object -> object.getKind() + " " + object.getName());
      var last = context.getLabels().getOrDefault("region", "nowhere") + " " + context.getClusters().size() + "\n";
      var text = Stream.of(stages, objects, Stream.of(last)).flatMap(lines -> lines).collect(Collectors.joining("\n"));
      return List.of(DeliveryFile.builder().path("listing/stages.txt").text(text).build());
    }
  }

  static Shoot addShoot(Bundle bundle) {
    var chart = Chart.Builder.create(new Cluster(bundle, "garden"), "shoot").namespace("garden-demo").build();
    var zone = "eu-central-1a";
    return Shoot.Builder.create(chart, "shoot")
        .metadata(ApiObjectMetadata.builder().name("spin").build())
        .cloudProfile(CloudProfile.of("aws"))
        .credentials(ShootCredentials.credentialsBinding("aws"))
        .region("eu-central-1")
        .kubernetesVersion("1.34")
        .infrastructure(Aws.infrastructure(AwsInfrastructureOptions.builder()
            .vpc(AwsVpc.fromCidr("10.250.0.0/16"))
            .zones(List.of(AwsZone.builder()
                .name(zone)
                .workers("10.250.0.0/19")
                .publicSubnet("10.250.96.0/22")
                .internalSubnet("10.250.112.0/22")
                .build()))
            .build()))
        .workerPools(List.of(WorkerPoolProps.builder()
            .name("spin")
            .machineType("m5.large")
            .minimum(1)
            .maximum(3)
            .volume(WorkerPoolVolume.builder().type("gp3").size(Size.gibibytes(50)).build())
            .zones(List.of(zone))
            .labels(Map.of("spin", "true", "example.com/pool", "apps"))
            .build()))
        .build();
  }

  static Cluster addPlatform(
      Bundle bundle, String name, WebhookCertificates certificates, NodeInstaller installer) {
    var cluster = Cluster.Builder.create(bundle, name).labels(Map.of("region", name, "env", "prod")).build();
    var executor =
        SpinKube.Builder.create(cluster, "spinkube")
            .release(SpinKubeRelease.V2026_12)
            .appNamespaces(List.of("shop"))
            .nodeInstaller(installer)
            .webhookCertificates(certificates)
            .build()
            .getExecutor();
    var apps = Chart.Builder.create(cluster, "apps").namespace("shop").build();
    var secret = Secret.fromSecretName(apps, "secret", "shop");
    var config =
        ConfigMap.Builder.create(apps, "config")
            .metadata(ApiObjectMetadata.builder().name("shop").build())
            .data(Map.of("level", "info", "a.txt", "A"))
            .build();
    var app =
        SpinApp.Builder.create(apps, "shop")
            .metadata(ApiObjectMetadata.builder()
                .name("shop")
                .labels(Map.of("team", "shop", "example.com/tier", "web"))
                .build())
            .image("ghcr.io/example/shop:v1.0.0")
            .executor(executor)
            .replicas(3)
            .components(List.of("cart", "catalog"))
            .variables(Map.of(
                "password", Variable.fromSecret(secret, "password"),
                "greeting", Variable.fromValue("hello"),
                "level", Variable.fromConfigMap(config, "level")))
            .runtimeConfig(RuntimeConfig.of(RuntimeConfigOptions.builder()
                .keyValueStores(Map.of(
                    "sessions",
                    KeyValueStore.redis(RedisKeyValueStoreOptions.builder()
                        .url(OptionValue.fromSecret(secret, "redis"))
                        .build()),
                    "default", KeyValueStore.spin(),
                    "other",
                    KeyValueStore.custom(
                        "mine", Map.of("z", OptionValue.fromValue("1"), "a", OptionValue.fromValue("2")))))
                .sqliteDatabases(Map.of(
                    "default",
                    SqliteDatabase.libsql(LibsqlSqliteDatabaseOptions.builder()
                        .url(OptionValue.fromValue("https://db.example.com"))
                        .token(OptionValue.fromSecret(secret, "token"))
                        .build())))
                .llmCompute(LlmCompute.remoteHttp(RemoteHttpLlmComputeOptions.builder()
                    .url(OptionValue.fromValue("https://llm.example.com"))
                    .authToken(OptionValue.fromSecret(secret, "llm"))
                    .apiType(LlmApiType.OPEN_AI)
                    .build()))
                .build()))
            .readiness(HealthProbe.fromHttpGet(
                "/healthz", HttpGetHealthProbeOptions.builder().period(Duration.seconds(5)).build()))
            .resources(ContainerResources.builder()
                .cpu(CpuResources.builder().request(Cpu.millis(100)).build())
                .memory(MemoryResources.builder().request(Size.mebibytes(64)).limit(Size.mebibytes(256)).build())
                .build())
            .podAnnotations(Map.of("example.com/b", "2", "example.com/a", "1"))
            .podLabels(Map.of("b", "2", "a", "1"))
            .build();
    var options = ConfigMapVolumeOptions.builder().name("settings").build();
    app.mount("/settings", Volume.fromConfigMap(apps, "settings", config, options));
    app.addVariable("added", Variable.fromValue("later"));
    // A patch is applied as it is written, so its maps need an order, which Map.of() does not have.
    var annotations = new TreeMap<>(Map.of("x", "ex", "y", "yes"));
    ApiObject.of(app).addJsonPatch(JsonPatch.add("/metadata/annotations", annotations));
    return cluster;
  }

  /** The error of an app that is wrong. */
  static String errorOf() {
    var app = new App();
    var executor = new SpinKube(app, "spinkube").getExecutor();
    var chart = Chart.Builder.create(app, "wrong").namespace("default").build();
    SpinApp.Builder.create(chart, "app").image("hello").executor(executor).replicas(-1).build();
    try {
      app.synthYaml();
      return "no error";
    } catch (RuntimeException error) {
      // The message ends with the stack of Node.js.
      return error.getMessage().split("\n@jsii/")[0];
    }
  }

  public static void main(String[] arguments) {
    var source = GitSource.of(GitSourceOptions.builder()
        .url("https://github.com/example/gitops.git")
        .path("dist")
        .build());
    var bundle =
        Bundle.Builder.create()
            .outdir(arguments[0])
            .deliveries(List.of(
                Delivery.kubectl(),
                Delivery.argoCd(ArgoCdDeliveryProps.builder().source(source).build()),
                Delivery.flux(FluxDeliveryProps.builder().source(source).kubeConfigSecret("kubeconfig").build()),
                new Listing()))
            .build();
    var shoot = addShoot(bundle);
    addPlatform(
            bundle,
            "eu-1",
            WebhookCertificates.certManager(),
            NodeInstaller.runtimeClassManager(RuntimeClassManagerInstallerOptions.builder()
                .nodeSelector(Map.of("spin", "true", "example.com/pool", "apps"))
                .build()))
        .addDependency(shoot);
    addPlatform(bundle, "eu-2", WebhookCertificates.existingCertManager(), NodeInstaller.kwasm());
    addPlatform(
        bundle,
        "eu-3",
        WebhookCertificates.generated(),
        NodeInstaller.preinstalled(PreinstalledShimOptions.builder().handler("spin").build()));
    addPlatform(
        bundle,
        "eu-4",
        WebhookCertificates.fromSecret(CertificateSecretOptions.builder()
            .secretName("webhook")
            .caBundle("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
            .build()),
        null);
    bundle.synth();
    System.out.println(errorOf());
  }
}
