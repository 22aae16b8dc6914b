// The program of ../fleet.ts.
//
//	go run . OUTDIR
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/aws/jsii-runtime-go"
	spinkube "github.com/cdk8s-spinkube/cdk8s-spinkube-go/cdk8sspinkube"
	"github.com/cdk8s-spinkube/cdk8s-spinkube-go/cdk8sspinkube/gardener"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	kplus "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus28/v2"
)

var str = jsii.String

// Listing is a custom delivery: stages, objects and labels.
type Listing struct{}

func (l *Listing) Name() *string { return str("listing") }

func (l *Listing) Deliver(context spinkube.DeliveryContext) *[]*spinkube.DeliveryFile {
	lines, objects := []string{}, []string{}
	for _, stage := range *context.Stages() {
		after := []string{}
		for _, name := range *stage.DependsOn {
			after = append(after, *name)
		}
		lines = append(lines, fmt.Sprintf("%v %s/%s after %s", *stage.Level, *context.Directory(), *stage.Name, strings.Join(after, " ")))
		for _, object := range *stage.Objects {
			objects = append(objects, *object.Kind+" "+*object.Name)
		}
	}
	region := "nowhere"
	if label, found := (*context.Labels())["region"]; found {
		region = *label
	}
	lines = append(append(lines, objects...), fmt.Sprintf("%s %d\n", region, len(*context.Clusters())))
	return &[]*spinkube.DeliveryFile{{Path: str("listing/stages.txt"), Text: str(strings.Join(lines, "\n"))}}
}

func addShoot(bundle spinkube.Bundle) gardener.Shoot {
	garden := spinkube.NewCluster(bundle, str("garden"), nil)
	chart := cdk8s.NewChart(garden, str("shoot"), &cdk8s.ChartProps{Namespace: str("garden-demo")})
	zone := str("eu-central-1a")
	return gardener.NewShoot(chart, str("shoot"), &gardener.ShootProps{
		Metadata:          &cdk8s.ApiObjectMetadata{Name: str("spin")},
		CloudProfile:      gardener.CloudProfile_Of(str("aws")),
		Credentials:       gardener.ShootCredentials_CredentialsBinding(str("aws")),
		Region:            str("eu-central-1"),
		KubernetesVersion: str("1.34"),
		Infrastructure: gardener.Aws_Infrastructure(&gardener.AwsInfrastructureOptions{
			Vpc: gardener.AwsVpc_FromCidr(str("10.250.0.0/16")),
			Zones: &[]*gardener.AwsZone{{
				Name:           zone,
				Workers:        str("10.250.0.0/19"),
				PublicSubnet:   str("10.250.96.0/22"),
				InternalSubnet: str("10.250.112.0/22"),
			}},
		}),
		WorkerPools: &[]*gardener.WorkerPoolProps{{
			Name:        str("spin"),
			MachineType: str("m5.large"),
			Minimum:     jsii.Number(1),
			Maximum:     jsii.Number(3),
			Volume:      &gardener.WorkerPoolVolume{Type: str("gp3"), Size: cdk8s.Size_Gibibytes(jsii.Number(50))},
			Zones:       &[]*string{zone},
			Labels:      &map[string]*string{"spin": str("true"), "example.com/pool": str("apps")},
		}},
	})
}

func addPlatform(bundle spinkube.Bundle, name string, props spinkube.SpinKubeProps) spinkube.Cluster {
	cluster := spinkube.NewCluster(bundle, &name, &spinkube.ClusterProps{
		Labels: &map[string]*string{"region": &name, "env": str("prod")},
	})
	props.Release = spinkube.SpinKubeRelease_V2026_12()
	props.AppNamespaces = jsii.Strings("shop")
	executor := spinkube.NewSpinKube(cluster, str("spinkube"), &props).Executor()
	apps := cdk8s.NewChart(cluster, str("apps"), &cdk8s.ChartProps{Namespace: str("shop")})
	secret := kplus.Secret_FromSecretName(apps, str("secret"), str("shop"))
	config := kplus.NewConfigMap(apps, str("config"), &kplus.ConfigMapProps{
		Metadata: &cdk8s.ApiObjectMetadata{Name: str("shop")},
		Data:     &map[string]*string{"level": str("info"), "a.txt": str("A")},
	})
	app := spinkube.NewSpinApp(apps, str("shop"), &spinkube.SpinAppProps{
		Metadata: &cdk8s.ApiObjectMetadata{
			Name:   str("shop"),
			Labels: &map[string]*string{"team": str("shop"), "example.com/tier": str("web")},
		},
		Image:      str("ghcr.io/example/shop:v1.0.0"),
		Executor:   executor,
		Replicas:   jsii.Number(3),
		Components: jsii.Strings("cart", "catalog"),
		Variables: &map[string]spinkube.Variable{
			"password": spinkube.Variable_FromSecret(secret, str("password"), nil),
			"greeting": spinkube.Variable_FromValue(str("hello")),
			"level":    spinkube.Variable_FromConfigMap(config, str("level"), nil),
		},
		RuntimeConfig: spinkube.RuntimeConfig_Of(&spinkube.RuntimeConfigOptions{
			KeyValueStores: &map[string]spinkube.KeyValueStore{
				"sessions": spinkube.KeyValueStore_Redis(&spinkube.RedisKeyValueStoreOptions{
					Url: spinkube.OptionValue_FromSecret(secret, str("redis"), nil),
				}),
				"default": spinkube.KeyValueStore_Spin(nil),
				"other": spinkube.KeyValueStore_Custom(str("mine"), &map[string]spinkube.OptionValue{
					"z": spinkube.OptionValue_FromValue(str("1")),
					"a": spinkube.OptionValue_FromValue(str("2")),
				}),
			},
			SqliteDatabases: &map[string]spinkube.SqliteDatabase{
				"default": spinkube.SqliteDatabase_Libsql(&spinkube.LibsqlSqliteDatabaseOptions{
					Url:   spinkube.OptionValue_FromValue(str("https://db.example.com")),
					Token: spinkube.OptionValue_FromSecret(secret, str("token"), nil),
				}),
			},
			LlmCompute: spinkube.LlmCompute_RemoteHttp(&spinkube.RemoteHttpLlmComputeOptions{
				Url:       spinkube.OptionValue_FromValue(str("https://llm.example.com")),
				AuthToken: spinkube.OptionValue_FromSecret(secret, str("llm"), nil),
				ApiType:   spinkube.LlmApiType_OPEN_AI,
			}),
		}),
		Readiness: spinkube.HealthProbe_FromHttpGet(str("/healthz"), &spinkube.HttpGetHealthProbeOptions{
			Period: cdk8s.Duration_Seconds(jsii.Number(5)),
		}),
		Resources: &kplus.ContainerResources{
			Cpu: &kplus.CpuResources{Request: kplus.Cpu_Millis(jsii.Number(100))},
			Memory: &kplus.MemoryResources{
				Request: cdk8s.Size_Mebibytes(jsii.Number(64)),
				Limit:   cdk8s.Size_Mebibytes(jsii.Number(256)),
			},
		},
		PodAnnotations: &map[string]*string{"example.com/b": str("2"), "example.com/a": str("1")},
		PodLabels:      &map[string]*string{"b": str("2"), "a": str("1")},
	})
	volume := kplus.Volume_FromConfigMap(apps, str("settings"), config, &kplus.ConfigMapVolumeOptions{Name: str("settings")})
	app.Mount(str("/settings"), volume, nil)
	app.AddVariable(str("added"), spinkube.Variable_FromValue(str("later")))
	cdk8s.ApiObject_Of(app).AddJsonPatch(
		cdk8s.JsonPatch_Add(str("/metadata/annotations"), map[string]string{"x": "ex", "y": "yes"}),
	)
	return cluster
}

// errorOf returns the error of an app that is wrong.
func errorOf() (message string) {
	defer func() { message = fmt.Sprint(recover()) }()
	app := cdk8s.NewApp(nil)
	executor := spinkube.NewSpinKube(app, str("spinkube"), nil).Executor()
	chart := cdk8s.NewChart(app, str("wrong"), &cdk8s.ChartProps{Namespace: str("default")})
	spinkube.NewSpinApp(chart, str("app"), &spinkube.SpinAppProps{
		Image: str("hello"), Executor: executor, Replicas: jsii.Number(-1),
	})
	app.SynthYaml()
	return ""
}

func main() {
	defer jsii.Close()
	source := spinkube.GitSource_Of(&spinkube.GitSourceOptions{
		Url: str("https://github.com/example/gitops.git"), Path: str("dist"),
	})
	bundle := spinkube.NewBundle(&spinkube.BundleProps{
		Outdir: &os.Args[1],
		Deliveries: &[]spinkube.IDelivery{
			spinkube.Delivery_Kubectl(),
			spinkube.Delivery_ArgoCd(&spinkube.ArgoCdDeliveryProps{Source: source}),
			spinkube.Delivery_Flux(&spinkube.FluxDeliveryProps{Source: source, KubeConfigSecret: str("kubeconfig")}),
			&Listing{},
		},
	})
	shoot := addShoot(bundle)
	addPlatform(bundle, "eu-1", spinkube.SpinKubeProps{
		NodeInstaller: spinkube.NodeInstaller_RuntimeClassManager(&spinkube.RuntimeClassManagerInstallerOptions{
			NodeSelector: &map[string]*string{"spin": str("true"), "example.com/pool": str("apps")},
		}),
		WebhookCertificates: spinkube.WebhookCertificates_CertManager(nil),
	}).AddDependency(shoot)
	addPlatform(bundle, "eu-2", spinkube.SpinKubeProps{
		NodeInstaller:       spinkube.NodeInstaller_Kwasm(nil),
		WebhookCertificates: spinkube.WebhookCertificates_ExistingCertManager(nil),
	})
	addPlatform(bundle, "eu-3", spinkube.SpinKubeProps{
		NodeInstaller:       spinkube.NodeInstaller_Preinstalled(&spinkube.PreinstalledShimOptions{Handler: str("spin")}),
		WebhookCertificates: spinkube.WebhookCertificates_Generated(nil),
	})
	addPlatform(bundle, "eu-4", spinkube.SpinKubeProps{
		WebhookCertificates: spinkube.WebhookCertificates_FromSecret(&spinkube.CertificateSecretOptions{
			SecretName: str("webhook"), CaBundle: str("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
		}),
	})
	bundle.Synth()
	fmt.Println(errorOf())
}
