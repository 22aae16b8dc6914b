// Decodes objects of Kubernetes, cert-manager, the Gateway API, Gardener, KEDA, the Prometheus Operator,
// runtime-class-manager and spin-operator v0.6.1 into their Go types.
package main

import (
	certmanager "github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1"
	gardener "github.com/gardener/gardener/pkg/apis/core/v1beta1"
	keda "github.com/kedacore/keda/v2/apis/keda/v1alpha1"
	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	spin "github.com/spinkube/spin-operator/api/v1alpha1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"
	gateway "sigs.k8s.io/gateway-api/apis/v1"

	shim "cdk8s-spinkube/tools/crds/shim/v1alpha1"

	"cdk8s-spinkube/tools/api-types/strict"
)

var others = map[string]func() any{
	"apiextensions.k8s.io/v1 CustomResourceDefinition": func() any { return new(apiextensions.CustomResourceDefinition) },
	"cert-manager.io/v1 Certificate":                   func() any { return new(certmanager.Certificate) },
	"cert-manager.io/v1 ClusterIssuer":                 func() any { return new(certmanager.ClusterIssuer) },
	"cert-manager.io/v1 Issuer":                        func() any { return new(certmanager.Issuer) },
	"core.gardener.cloud/v1beta1 Shoot":                func() any { return new(gardener.Shoot) },
	"core.spinkube.dev/v1alpha1 SpinApp":               func() any { return new(spin.SpinApp) },
	"core.spinkube.dev/v1alpha1 SpinAppExecutor":       func() any { return new(spin.SpinAppExecutor) },
	"gateway.networking.k8s.io/v1 HTTPRoute":           func() any { return new(gateway.HTTPRoute) },
	"keda.sh/v1alpha1 ScaledObject":                    func() any { return new(keda.ScaledObject) },
	"keda.sh/v1alpha1 TriggerAuthentication":           func() any { return new(keda.TriggerAuthentication) },
	"monitoring.coreos.com/v1 PodMonitor":              func() any { return new(monitoring.PodMonitor) },
	"monitoring.coreos.com/v1 PrometheusRule":          func() any { return new(monitoring.PrometheusRule) },
	"monitoring.coreos.com/v1 ServiceMonitor":          func() any { return new(monitoring.ServiceMonitor) },
	"runtime.spinkube.dev/v1alpha1 Shim":               func() any { return new(shim.Shim) },
}

func newObject(apiVersion, kind string) any {
	if found, ok := others[apiVersion+" "+kind]; ok {
		return found()
	}
	object, err := scheme.Scheme.New(schema.FromAPIVersionAndKind(apiVersion, kind))
	if err != nil {
		return nil
	}
	return object
}

func main() { strict.Main(newObject) }
