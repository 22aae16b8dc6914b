package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/kubernetes/third_party/forked/golang/expansion"
)

func (w *podWorker) field(path string) string {
	switch path {
	case "metadata.name":
		return w.pod.Name
	case "metadata.namespace":
		return w.pod.Namespace
	case "metadata.uid":
		return string(w.pod.UID)
	case "spec.nodeName":
		return w.pod.Spec.NodeName
	case "spec.serviceAccountName":
		return w.pod.Spec.ServiceAccountName
	case "status.podIP":
		return w.ip
	case "status.hostIP":
		return bridgeIP
	}
	return ""
}

func (w *podWorker) environment(ctx context.Context, c *corev1.Container) (map[string]string, error) {
	env := map[string]string{
		"PATH":                          "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"HOSTNAME":                      w.pod.Name,
		"HOME":                          "/",
		"KUBERNETES_SERVICE_HOST":       apiServiceIP,
		"KUBERNETES_SERVICE_PORT":       "443",
		"KUBERNETES_SERVICE_PORT_HTTPS": "443",
	}
	for _, e := range c.Env {
		switch from := e.ValueFrom; {
		case from == nil:
			env[e.Name] = expansion.Expand(e.Value, expansion.MappingFuncFor(env))
		case from.FieldRef != nil:
			env[e.Name] = w.field(from.FieldRef.FieldPath)
		case from.SecretKeyRef != nil:
			r := from.SecretKeyRef
			s, err := w.n.client.CoreV1().Secrets(w.pod.Namespace).Get(ctx, r.Name, metav1.GetOptions{})
			if err == nil {
				env[e.Name] = string(s.Data[r.Key])
			} else if r.Optional == nil || !*r.Optional {
				return nil, err
			}
		case from.ConfigMapKeyRef != nil:
			r := from.ConfigMapKeyRef
			m, err := w.n.client.CoreV1().ConfigMaps(w.pod.Namespace).Get(ctx, r.Name, metav1.GetOptions{})
			if err == nil {
				env[e.Name] = m.Data[r.Key]
			} else if r.Optional == nil || !*r.Optional {
				return nil, err
			}
		}
	}
	return env, nil
}
