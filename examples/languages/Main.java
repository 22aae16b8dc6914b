import io.github.cdk8sspinkube.Bundle;
import io.github.cdk8sspinkube.Delivery;
import io.github.cdk8sspinkube.DeliveryContext;
import io.github.cdk8sspinkube.DeliveryFile;
import io.github.cdk8sspinkube.Existing;
import io.github.cdk8sspinkube.HealthProbe;
import io.github.cdk8sspinkube.HttpGetHealthProbeOptions;
import io.github.cdk8sspinkube.IDelivery;
import io.github.cdk8sspinkube.SpinApp;
import io.github.cdk8sspinkube.SpinKube;
import io.github.cdk8sspinkube.SpinKubeRelease;
import io.github.cdk8sspinkube.Variable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cdk8s.ApiObjectMetadata;
import org.cdk8s.Chart;
import org.cdk8s.Duration;

public final class Main {
  /** A delivery of your own: one line per stage, for a pipeline. */
  static final class Pipeline implements IDelivery {
    @Override
    public String getName() {
      return "pipeline";
    }

    @Override
    public List<DeliveryFile> deliver(DeliveryContext context) {
      String text = context.getStages().stream()
          .map(stage -> stage.getLevel() + " " + context.getDirectory() + "/" + stage.getPath() + "\n")
          .collect(Collectors.joining());
      return List.of(DeliveryFile.builder().path("pipeline/stages.txt").text(text).build());
    }
  }

  public static void main(String[] arguments) {
    Bundle bundle = Bundle.Builder.create().deliveries(List.of(Delivery.kubectl(), new Pipeline())).build();

    SpinKube spinkube = SpinKube.Builder.create(bundle, "spinkube").release(SpinKubeRelease.V2026_12).build();

    Chart apps = Chart.Builder.create(bundle, "apps").namespace("default").build();
    SpinApp.Builder.create(apps, "shop")
        .metadata(ApiObjectMetadata.builder().name("shop").build())
        .image("ghcr.io/example/shop:v1")
        .executor(spinkube.getExecutor())
        .replicas(2)
        .variables(Map.of(
            "greeting", Variable.fromValue("hello"),
            "db_password", Variable.fromSecret(Existing.secret("shop"), "password")))
        .readiness(HealthProbe.fromHttpGet(
            "/healthz", HttpGetHealthProbeOptions.builder().period(Duration.seconds(5)).build()))
        .build();

    bundle.synth();
  }
}
