package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	authv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"
)

// prepareVolumes writes the pod's volumes below root/volumes.
func (w *podWorker) prepareVolumes(ctx context.Context, root string) error {
	for _, v := range w.pod.Spec.Volumes {
		dir := filepath.Join(root, "volumes", v.Name)
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		os.Chmod(dir, 0o777)
		var err error
		switch {
		case v.Secret != nil:
			err = w.secret(ctx, dir, v.Secret.SecretName, v.Secret.Items, v.Secret.Optional)
		case v.ConfigMap != nil:
			err = w.configMap(ctx, dir, v.ConfigMap.Name, v.ConfigMap.Items, v.ConfigMap.Optional)
		case v.Projected != nil:
			for _, s := range v.Projected.Sources {
				switch {
				case s.Secret != nil:
					err = w.secret(ctx, dir, s.Secret.Name, s.Secret.Items, s.Secret.Optional)
				case s.ConfigMap != nil:
					err = w.configMap(ctx, dir, s.ConfigMap.Name, s.ConfigMap.Items, s.ConfigMap.Optional)
				case s.ServiceAccountToken != nil:
					err = w.token(ctx, dir, s.ServiceAccountToken)
				case s.DownwardAPI != nil:
					for _, item := range s.DownwardAPI.Items {
						put(dir, item.Path, []byte(w.field(item.FieldRef.FieldPath)))
					}
				}
				if err != nil {
					break
				}
			}
		}
		if err != nil {
			return fmt.Errorf("MountVolume.SetUp failed for volume %q: %w", v.Name, err)
		}
	}
	return nil
}

func put(dir, name string, data []byte) {
	path := filepath.Join(dir, name)
	must(os.MkdirAll(filepath.Dir(path), 0o755))
	must(os.WriteFile(path, data, 0o644))
}

func (w *podWorker) secret(ctx context.Context, dir, name string, items []corev1.KeyToPath, optional *bool) error {
	s, err := w.n.client.CoreV1().Secrets(w.pod.Namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		if apierrors.IsNotFound(err) && optional != nil && *optional {
			return nil
		}
		return err
	}
	return putAll(dir, s.Data, items, ptr.Deref(optional, false))
}

func (w *podWorker) configMap(ctx context.Context, dir, name string, items []corev1.KeyToPath, optional *bool) error {
	m, err := w.n.client.CoreV1().ConfigMaps(w.pod.Namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		if apierrors.IsNotFound(err) && optional != nil && *optional {
			return nil
		}
		return err
	}
	data := map[string][]byte{}
	for k, v := range m.Data {
		data[k] = []byte(v)
	}
	maps.Copy(data, m.BinaryData)
	return putAll(dir, data, items, ptr.Deref(optional, false))
}

func putAll(dir string, data map[string][]byte, items []corev1.KeyToPath, optional bool) error {
	if items == nil {
		for k, v := range data {
			put(dir, k, v)
		}
	}
	for _, item := range items {
		v, ok := data[item.Key]
		if !ok && optional {
			continue
		}
		if !ok {
			return fmt.Errorf("references non-existent key: %s", item.Key)
		}
		put(dir, item.Path, v)
	}
	return nil
}

func (w *podWorker) token(ctx context.Context, dir string, t *corev1.ServiceAccountTokenProjection) error {
	request := &authv1.TokenRequest{Spec: authv1.TokenRequestSpec{ExpirationSeconds: t.ExpirationSeconds,
		BoundObjectRef: &authv1.BoundObjectReference{Kind: "Pod", APIVersion: "v1", Name: w.pod.Name, UID: w.pod.UID}}}
	if t.Audience != "" {
		request.Spec.Audiences = []string{t.Audience}
	}
	reply, err := w.n.client.CoreV1().ServiceAccounts(w.pod.Namespace).CreateToken(ctx, w.pod.Spec.ServiceAccountName, request, metav1.CreateOptions{})
	if err != nil {
		return err
	}
	put(dir, t.Path, []byte(reply.Status.Token))
	return nil
}
