// Decodes objects of Kubernetes, cert-manager, Gardener, runtime-class-manager and spin-operator v0.6.1 into their Go types.
package main

import (
	certmanager "github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1"
	gardener "github.com/gardener/gardener/pkg/apis/core/v1beta1"
	spin "github.com/spinkube/spin-operator/api/v1alpha1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/scheme"

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
