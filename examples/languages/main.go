package main

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	spinkube "github.com/cdk8s-spinkube/cdk8s-spinkube-go/cdk8sspinkube"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

// Pipeline is a delivery of your own: one line per stage, for a pipeline.
type Pipeline struct{}

func (p *Pipeline) Name() *string { return jsii.String("pipeline") }

func (p *Pipeline) Deliver(context spinkube.DeliveryContext) *[]*spinkube.DeliveryFile {
	text := ""
	for _, stage := range *context.Stages() {
		text += fmt.Sprintf("%v %s/%s\n", *stage.Level, *context.Directory(), *stage.Path)
	}
	return &[]*spinkube.DeliveryFile{{Path: jsii.String("pipeline/stages.txt"), Text: &text}}
}

func main() {
	defer jsii.Close()
	bundle := spinkube.NewBundle(&spinkube.BundleProps{
		Deliveries: &[]spinkube.IDelivery{spinkube.Delivery_Kubectl(), &Pipeline{}},
	})

	platform := spinkube.NewSpinKube(bundle, jsii.String("spinkube"), &spinkube.SpinKubeProps{
		Release: spinkube.SpinKubeRelease_V2026_12(),
	})

	apps := cdk8s.NewChart(bundle, jsii.String("apps"), &cdk8s.ChartProps{Namespace: jsii.String("default")})
	secret := spinkube.Existing_Secret(jsii.String("shop"))
	spinkube.NewSpinApp(apps, jsii.String("shop"), &spinkube.SpinAppProps{
		Metadata: &cdk8s.ApiObjectMetadata{Name: jsii.String("shop")},
		Image:    jsii.String("ghcr.io/example/shop:v1"),
		Executor: platform.Executor(),
		Replicas: jsii.Number(2),
		Variables: &map[string]spinkube.Variable{
			"greeting":    spinkube.Variable_FromValue(jsii.String("hello")),
			"db_password": spinkube.Variable_FromSecret(secret, jsii.String("password"), nil),
		},
		Readiness: spinkube.HealthProbe_FromHttpGet(jsii.String("/healthz"), &spinkube.HttpGetHealthProbeOptions{
			Period: cdk8s.Duration_Seconds(jsii.Number(5)),
		}),
	})

	bundle.Synth()
}
