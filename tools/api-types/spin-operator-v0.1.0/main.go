// Decodes objects of spin-operator v0.1.0 into their Go types. It is a separate module because the other program needs
// another version of spin-operator.
package main

import (
	spin "github.com/spinkube/spin-operator/api/v1alpha1"

	"cdk8s-spinkube/tools/api-types/strict"
)

func newObject(apiVersion, kind string) any {
	switch apiVersion + " " + kind {
	case "core.spinoperator.dev/v1alpha1 SpinApp":
		return new(spin.SpinApp)
	case "core.spinoperator.dev/v1alpha1 SpinAppExecutor":
		return new(spin.SpinAppExecutor)
	default:
		return nil
	}
}

func main() { strict.Main(newObject) }
