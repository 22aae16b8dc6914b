package main

import (
	"context"
	"encoding/json"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
)

// patch writes the CA of the Secret into every webhook of the configurations of one name, by server-side apply.
func patch(ctx context.Context, client kubernetes.Interface, o options) error {
	if o.patchMode != "patch" {
		return fmt.Errorf("--patch-mode=%s is not done here", o.patchMode)
	}
	secret, err := client.CoreV1().Secrets(o.namespace).Get(ctx, o.secretName, metav1.GetOptions{})
	if err != nil {
		return err
	}
	ca := secret.Data[o.caName]
	admission := client.AdmissionregistrationV1()
	force := true
	options := metav1.PatchOptions{FieldManager: manager, Force: &force}
	if o.patchMutating {
		configurations := admission.MutatingWebhookConfigurations()
		found, err := configurations.Get(ctx, o.webhookName, metav1.GetOptions{})
		if err != nil {
			return err
		}
		var names []string
		for _, webhook := range found.Webhooks {
			names = append(names, webhook.Name)
		}
		body := applied("MutatingWebhookConfiguration", o.webhookName, names, ca)
		if _, err := configurations.Patch(ctx, o.webhookName, types.ApplyPatchType, body, options); err != nil {
			return err
		}
	}
	if o.patchValidating {
		configurations := admission.ValidatingWebhookConfigurations()
		found, err := configurations.Get(ctx, o.webhookName, metav1.GetOptions{})
		if err != nil {
			return err
		}
		var names []string
		for _, webhook := range found.Webhooks {
			names = append(names, webhook.Name)
		}
		body := applied("ValidatingWebhookConfiguration", o.webhookName, names, ca)
		if _, err := configurations.Patch(ctx, o.webhookName, types.ApplyPatchType, body, options); err != nil {
			return err
		}
	}
	return nil
}

// applied is the part of a configuration that holds the CA of these webhooks.
func applied(kind, name string, webhooks []string, ca []byte) []byte {
	type object = map[string]any
	var list []object
	for _, webhook := range webhooks {
		list = append(list, object{"name": webhook, "clientConfig": object{"caBundle": ca}})
	}
	body, err := json.Marshal(object{
		"apiVersion": "admissionregistration.k8s.io/v1",
		"kind":       kind,
		"metadata":   object{"name": name},
		"webhooks":   list,
	})
	end(err)
	return body
}
