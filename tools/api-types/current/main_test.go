package main

import (
	"strings"
	"testing"

	"cdk8s-spinkube/tools/api-types/strict"
)

func TestDecoding(t *testing.T) {
	deployment := "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: x\nspec:\n"
	app := "apiVersion: core.spinkube.dev/v1alpha1\nkind: SpinApp\nmetadata:\n  name: x\nspec:\n  image: nginx\n"
	for name, one := range map[string]struct{ document, want string }{
		"a valid object":                    {deployment + "  replicas: 1\n", ""},
		"an unknown field":                  {deployment + "  replica: 1\n", `unknown field "spec.replica"`},
		"a field in the wrong case":         {deployment + "  Replicas: 1\n", `unknown field "spec.Replicas"`},
		"a wrong type":                      {deployment + "  replicas: one\n", "cannot unmarshal string"},
		"a duplicate field":                 {deployment + "  replicas: 1\n  replicas: 2\n", "already set"},
		"a valid SpinApp":                   {app, ""},
		"an unknown field of a SpinApp":     {app + "  imageName: z\n", `unknown field "spec.imageName"`},
		"an unknown field of a Shim":        {"apiVersion: runtime.spinkube.dev/v1alpha1\nkind: Shim\nspec:\n  source: x\n", `unknown field "spec.source"`},
		"an unknown field of a Shoot":       {"apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nspec:\n  machine: x\n", `unknown field "spec.machine"`},
		"an unknown field of a Certificate": {"apiVersion: cert-manager.io/v1\nkind: Certificate\nspec:\n  secret: x\n", `unknown field "spec.secret"`},
		"an unknown field of a route":       {"apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec:\n  host: x\n", `unknown field "spec.host"`},
		"an unknown field of a rule":        {"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  rules: []\n", `unknown field "spec.rules"`},
		"an unknown field of a scaler":      {"apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nspec:\n  min: 1\n", `unknown field "spec.min"`},
		"an unknown field of a CRD":         {"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  kind: x\n", `unknown field "spec.kind"`},
		"invalid YAML":                      {"a: [", "did not find expected"},
	} {
		t.Run(name, func(t *testing.T) {
			findings := strict.File("x.yaml", []byte("# comment\n---\n"+one.document), newObject)
			if len(findings) != 1 || !findings[0].Known {
				t.Fatalf("found %+v", findings)
			}
			got := strings.Join(findings[0].Errors, "; ")
			if (one.want == "") != (got == "") || !strings.Contains(got, one.want) {
				t.Errorf("got %q, want %q", got, one.want)
			}
		})
	}
}

func TestUnknownKind(t *testing.T) {
	findings := strict.File("x.yaml", []byte("apiVersion: example.com/v1\nkind: X\n"), newObject)
	if len(findings) != 1 || findings[0].Known {
		t.Errorf("found %+v", findings)
	}
}

func TestDocuments(t *testing.T) {
	findings := strict.File("x.yaml", []byte("---\napiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Secret\n"), newObject)
	if len(findings) != 2 {
		t.Errorf("found %+v", findings)
	}
}
