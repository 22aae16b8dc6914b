package main

import (
	"context"
	"encoding/json"
	"log"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

func (w *podWorker) condition(kind corev1.PodConditionType, ok bool, reason string) {
	status := corev1.ConditionFalse
	if ok {
		status = corev1.ConditionTrue
	}
	for i := range w.status.Conditions {
		if c := &w.status.Conditions[i]; c.Type == kind {
			if c.Status != status {
				c.LastTransitionTime = metav1.Now()
			}
			c.Status, c.Reason = status, reason
			return
		}
	}
	w.status.Conditions = append(w.status.Conditions, corev1.PodCondition{Type: kind, Status: status, Reason: reason, LastTransitionTime: metav1.Now()})
}

func (w *podWorker) waiting(reason, message string) {
	w.status.ContainerStatuses = nil
	for _, c := range w.pod.Spec.Containers {
		w.status.ContainerStatuses = append(w.status.ContainerStatuses, corev1.ContainerStatus{Name: c.Name, Image: c.Image,
			State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}})
	}
	w.publish(context.Background())
}

func (w *podWorker) publish(ctx context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	ready := w.status.Phase == corev1.PodRunning
	for _, c := range w.status.ContainerStatuses {
		ready = ready && c.Ready
	}
	w.condition(corev1.ContainersReady, ready, "")
	w.condition(corev1.PodReady, ready, "")
	patch, _ := json.Marshal(map[string]any{"metadata": map[string]any{"uid": w.pod.UID}, "status": w.status})
	if _, err := w.n.client.CoreV1().Pods(w.pod.Namespace).Patch(ctx, w.pod.Name, types.StrategicMergePatchType, patch, metav1.PatchOptions{}, "status"); err != nil && ctx.Err() == nil && !apierrors.IsNotFound(err) {
		log.Printf("%s: status: %v", w.name(), err)
	}
}
