// Command keda-webhook asks the validation of KEDA's webhook, and that of the API server by KEDA's
// CustomResourceDefinition, about ScaledObjects.
//
//	keda-webhook CRD < questions > answers
//
// Each line of the input has a ScaledObject and the objects that are in the cluster already, and each line of the
// output the reasons for which it would be rejected, and the warnings of the webhook. The webhook reads the cluster through
// a client of controller-runtime for tests, with the same indexes: the client of its manager answers from a
// cache, which would lag behind a thousand questions.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"

	"github.com/go-logr/logr"
	kedav1alpha1 "github.com/kedacore/keda/v2/apis/keda/v1alpha1"
	admissionv1 "k8s.io/api/admission/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache/informertest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
	"sigs.k8s.io/yaml"
)

// attempts is how often each question is asked: the webhook checks in random order, and stops at the first reason.
const attempts = 40

// costLimit is that of the API server for all rules of an object.
const costLimit = 10_000_000

type question struct {
	Object map[string]any   `json:"object"`
	Others []map[string]any `json:"others"`
}

type answer struct {
	Refused  []string `json:"refused,omitempty"`
	Warnings []string `json:"warnings,omitempty"`
}

// cluster is a client whose objects are replaced for each question.
type cluster struct{ client.Client }

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(crdFile string) error {
	ctrl.SetLogger(logr.Discard())
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{clientgoscheme.AddToScheme, kedav1alpha1.AddToScheme} {
		if err := add(scheme); err != nil {
			return err
		}
	}
	server, err := newServer(crdFile)
	if err != nil {
		return err
	}
	present := &cluster{}
	if err := setUp(scheme, present); err != nil {
		return err
	}
	output := json.NewEncoder(os.Stdout)
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<20)
	for input.Scan() {
		var asked question
		// Whole numbers are integers, as in the API server.
		if err := utiljson.Unmarshal(input.Bytes(), &asked); err != nil {
			return err
		}
		found := answer{Refused: server.refusals(asked.Object)}
		if len(found.Refused) == 0 {
			if present.Client, err = clusterOf(scheme, asked.Others); err != nil {
				return err
			}
			if found, err = ask(asked.Object); err != nil {
				return err
			}
		}
		if err := output.Encode(found); err != nil {
			return err
		}
	}
	return input.Err()
}

// setUp gives the webhook a client. Its fields are private, so it must be registered with a manager, which never starts.
func setUp(scheme *runtime.Scheme, present client.Client) error {
	mapper := meta.NewDefaultRESTMapper(nil)
	mapper.Add(schema.GroupVersionKind{Group: "core.spinkube.dev", Version: "v1alpha1", Kind: "SpinApp"}, meta.RESTScopeNamespace)
	manager, err := ctrl.NewManager(&rest.Config{Host: "http://127.0.0.1:1"}, ctrl.Options{
		Scheme:         scheme,
		Metrics:        metricsserver.Options{BindAddress: "0"},
		MapperProvider: func(*rest.Config, *http.Client) (meta.RESTMapper, error) { return mapper, nil },
		NewCache: func(*rest.Config, cache.Options) (cache.Cache, error) {
			return &informertest.FakeInformers{Scheme: scheme}, nil
		},
		NewClient: func(*rest.Config, client.Options) (client.Client, error) { return present, nil },
	})
	if err != nil {
		return err
	}
	return (&kedav1alpha1.ScaledObject{}).SetupWebhookWithManager(manager, false)
}

func clusterOf(scheme *runtime.Scheme, others []map[string]any) (client.Client, error) {
	objects := make([]client.Object, len(others))
	for i, other := range others {
		object := &unstructured.Unstructured{Object: other}
		typed, err := scheme.New(object.GroupVersionKind())
		if err != nil {
			return nil, err
		}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(other, typed); err != nil {
			return nil, err
		}
		objects[i] = typed.(client.Object)
	}
	// The indexes of SetupWebhookWithManager.
	return fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).
		WithIndex(&kedav1alpha1.ScaledObject{}, "spec.scaleTargetRef.name", func(object client.Object) []string {
			return []string{object.(*kedav1alpha1.ScaledObject).Spec.ScaleTargetRef.Name}
		}).
		WithIndex(&kedav1alpha1.ScaledObject{}, "spec.hpaName", func(object client.Object) []string {
			scaled := object.(*kedav1alpha1.ScaledObject)
			if advanced := scaled.Spec.Advanced; advanced != nil && advanced.HorizontalPodAutoscalerConfig != nil &&
				advanced.HorizontalPodAutoscalerConfig.Name != "" {
				return []string{advanced.HorizontalPodAutoscalerConfig.Name}
			}
			return []string{"keda-hpa-" + scaled.Name}
		}).
		WithIndex(&autoscalingv2.HorizontalPodAutoscaler{}, "spec.scaleTargetRef.name", func(object client.Object) []string {
			return []string{object.(*autoscalingv2.HorizontalPodAutoscaler).Spec.ScaleTargetRef.Name}
		}).Build(), nil
}

// ask collects all reasons of the webhook.
func ask(object map[string]any) (answer, error) {
	dryRun := false
	request := admission.Request{AdmissionRequest: admissionv1.AdmissionRequest{DryRun: &dryRun}}
	ctx := admission.NewContextWithRequest(context.Background(), request)
	reasons := map[string]bool{}
	var warnings []string
	for range attempts {
		scaled := &kedav1alpha1.ScaledObject{}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object, scaled); err != nil {
			return answer{}, err
		}
		warned, err := kedav1alpha1.ScaledObjectCustomValidator{}.ValidateCreate(ctx, scaled)
		if err != nil {
			reasons[err.Error()] = true
		} else {
			warnings = warned
		}
	}
	refused := make([]string, 0, len(reasons))
	for reason := range reasons {
		refused = append(refused, reason)
	}
	slices.Sort(refused)
	return answer{Refused: refused, Warnings: warnings}, nil
}

// server validates objects as the API server does before it calls webhooks.
type server struct {
	structural *structuralschema.Structural
	schema     validation.SchemaValidator
	rules      *cel.Validator
}

func newServer(crdFile string) (*server, error) {
	text, err := os.ReadFile(crdFile)
	if err != nil {
		return nil, err
	}
	external := &apiextensionsv1.CustomResourceDefinition{}
	if err := yaml.Unmarshal(text, external); err != nil {
		return nil, err
	}
	internal := &apiextensions.CustomResourceValidation{}
	if err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(
		external.Spec.Versions[0].Schema, internal, nil); err != nil {
		return nil, err
	}
	structural, err := structuralschema.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	validator, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	return &server{structural, validator, cel.NewValidator(structural, true, costLimit)}, nil
}

func (s *server) refusals(object map[string]any) []string {
	complete := runtime.DeepCopyJSON(object)
	defaulting.Default(complete, s.structural)
	found := validation.ValidateCustomResource(nil, complete, s.schema)
	if len(found) == 0 {
		found, _ = s.rules.Validate(context.Background(), nil, s.structural, complete, nil, costLimit)
	}
	reasons := make([]string, len(found))
	for i, one := range found {
		reasons[i] = one.Error()
	}
	slices.Sort(reasons)
	return reasons
}
