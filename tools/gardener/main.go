// Reads a JSON list of Shoots and writes the verdict of Gardener's API server on each: its errors, and whether it defaults
// fields of the worker pools.
//
// It decodes, defaults and validates as that server does. It does not run admission plugins and extensions, which check
// CloudProfiles, projects and the configuration of providers in the garden.
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"os"
	"sort"

	"github.com/gardener/gardener/pkg/api/core/validation"
	"github.com/gardener/gardener/pkg/apis/core"
	"github.com/gardener/gardener/pkg/apis/core/v1beta1"
	"github.com/gardener/gardener/pkg/apiserver/features"
	"k8s.io/apimachinery/pkg/api/equality"
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
	verdicts := make([]verdict, len(shoots))
	for i, shoot := range shoots {
		verdicts[i] = judge(scheme, shoot)
	}
	if err := json.NewEncoder(os.Stdout).Encode(verdicts); err != nil {
		log.Fatal(err)
	}
}

type verdict struct {
	Errors        []string `json:"errors"`
	DefaultsPools bool     `json:"defaultsPools"`
}

func judge(scheme *runtime.Scheme, manifest []byte) verdict {
	errors := []string{}
	decoder := json.NewDecoder(bytes.NewReader(manifest))
	decoder.DisallowUnknownFields()
	shoot := &v1beta1.Shoot{}
	if err := decoder.Decode(shoot); err != nil {
		return verdict{Errors: append(errors, err.Error())}
	}
	pools := shoot.DeepCopy().Spec.Provider.Workers
	scheme.Default(shoot)
	defaultsPools := !equality.Semantic.DeepEqual(pools, shoot.Spec.Provider.Workers)
	internal := &core.Shoot{}
	if err := scheme.Convert(shoot, internal, nil); err != nil {
		return verdict{Errors: append(errors, err.Error()), DefaultsPools: defaultsPools}
	}
	for _, err := range validation.ValidateShoot(internal) {
		errors = append(errors, err.Error())
	}
	// Gardener iterates over maps, such as labels, in random order.
	sort.Strings(errors)
	return verdict{Errors: errors, DefaultsPools: defaultsPools}
}
