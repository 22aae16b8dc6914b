package main

import (
	"context"
	"encoding/json"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
)

var admission = schema.GroupVersion{Group: "admissionregistration.k8s.io", Version: "v1"}

// patch writes the CA of the Secret into every webhook of the configurations with the given name, by server-side apply.
func patch(ctx context.Context, client kubernetes.Interface, objects dynamic.Interface, o options) error {
	if o.patchMode != "patch" {
		return fmt.Errorf("--patch-mode=%s is not supported here", o.patchMode)
	}
	secret, err := client.CoreV1().Secrets(o.namespace).Get(ctx, o.secretName, metav1.GetOptions{})
	if err != nil {
		return err
	}
	for kind, wanted := range map[string]bool{"mutating": o.patchMutating, "validating": o.patchValidating} {
		if !wanted {
			continue
		}
		configurations := objects.Resource(admission.WithResource(kind + "webhookconfigurations"))
		if err := patchOne(ctx, configurations, o.webhookName, secret.Data[o.caName]); err != nil {
			return err
		}
	}
	return nil
}

// patchOne writes the CA into every webhook of a configuration, and owns no other fields.
func patchOne(ctx context.Context, configurations dynamic.ResourceInterface, name string, ca []byte) error {
	found, err := configurations.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	webhooks, _, err := unstructured.NestedSlice(found.Object, "webhooks")
	if err != nil {
		return err
	}
	type object = map[string]any
	for i, webhook := range webhooks {
		webhooks[i] = object{"name": webhook.(object)["name"], "clientConfig": object{"caBundle": ca}}
	}
	body, err := json.Marshal(object{
		"apiVersion": found.GetAPIVersion(),
		"kind":       found.GetKind(),
		"metadata":   object{"name": name},
		"webhooks":   webhooks,
	})
	if err != nil {
		return err
	}
	force := true
	_, err = configurations.Patch(ctx, name, types.ApplyPatchType, body, metav1.PatchOptions{FieldManager: manager, Force: &force})
	return err
}
