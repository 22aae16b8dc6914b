// Reads Shoots, a JSON list, and writes what Gardener's API server would say of each: a list of errors.
//
// It decodes, defaults and validates as that server does. What admission plugins and extensions look at in the garden,
// such as CloudProfiles, projects and the configuration of providers, is not looked at.
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"os"

	"github.com/gardener/gardener/pkg/api/core/validation"
	"github.com/gardener/gardener/pkg/apis/core"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	"github.com/gardener/gardener/pkg/apiserver/features"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

func main() {
	features.RegisterFeatureGates()
	scheme := runtime.NewScheme()
	utilruntime.Must(core.AddToScheme(scheme))
	utilruntime.Must(v1beta1.AddToScheme(scheme))

	var shoots []json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&shoots); err != nil {
		log.Fatal(err)
	}
	verdicts := make([][]string, len(shoots))
	for i, shoot := range shoots {
		verdicts[i] = judge(scheme, shoot)
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		log.Fatal(err)
	}
}

func judge(scheme *runtime.Scheme, manifest []byte) []string {
	errors := []string{}
	decoder := json.NewDecoder(bytes.NewReader(manifest))
	decoder.DisallowUnknownFields()
	shoot := &v1beta1.Shoot{}
	if err := decoder.Decode(shoot); err != nil {
		return append(errors, err.Error())
	}
	scheme.Default(shoot)
	internal := &core.Shoot{}
	if err := scheme.Convert(shoot, internal, nil); err != nil {
		return append(errors, err.Error())
	}
	for _, err := range validation.ValidateShoot(internal) {
		errors = append(errors, err.Error())
	}
	return errors
}
