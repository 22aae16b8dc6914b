package main

import (
	"strings"
	"testing"

	"cdk8s-spinkube/tools/api-types/strict"
)

func TestDecoding(t *testing.T) {
	app := "apiVersion: core.spinoperator.dev/v1alpha1\nkind: SpinApp\nspec:\n  image: nginx\n"
	if findings := strict.File("x.yaml", []byte(app), newObject); len(findings) != 1 || len(findings[0].Errors) > 0 {
		t.Errorf("found %+v", findings)
	}
	findings := strict.File("x.yaml", []byte(app+"  components: [a]\n"), newObject)
	if len(findings) != 1 || !strings.Contains(strings.Join(findings[0].Errors, ""), `unknown field "spec.components"`) {
		t.Errorf("a field of a later version: found %+v", findings)
	}
}
