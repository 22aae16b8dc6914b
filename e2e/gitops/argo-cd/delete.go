package main

import (
	"context"
	"slices"
	"time"

	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync/hook"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync/resource"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync/syncwaves"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/utils/kube"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// keep is the sync option of objects that stay.
const keep = common.SyncOptionDelete + "=" + common.SyncValueFalse

// delete removes what the Application has applied, as the controller does when an Application with the finalizer
// resources-finalizer.argocd.argoproj.io is deleted: the highest wave first, in the foreground, and the next one
// when no deletion is pending. It stands in for the controller, which needs a repository server.
func (a *application) delete(ctx context.Context) bool {
	foreground := metav1.DeletePropagationForeground
	for ; ctx.Err() == nil; time.Sleep(refresh) {
		live, pending := a.deletable()
		if pending {
			continue
		}
		if len(live) == 0 {
			return true
		}
		wave := highestWave(live)
		a.say("wave %d is deleted", syncwaves.Wave(wave[0]))
		for _, u := range wave {
			err := a.kubectl().DeleteResource(ctx, a.config, u.GroupVersionKind(), u.GetName(), u.GetNamespace(),
				metav1.DeleteOptions{PropagationPolicy: &foreground})
			if err != nil {
				a.say("  %s %s: %v", u.GetKind(), u.GetName(), err) // It is retried.
			}
		}
	}
	live, _ := a.deletable()
	for _, u := range live {
		a.say("still there: %s %s", u.GetKind(), u.GetName())
	}
	return false
}

// deletable returns the objects of the Application to delete, and whether any of them is already being deleted.
func (a *application) deletable() (objects []*unstructured.Unstructured, pending bool) {
	live, err := a.state.GetManagedLiveObjs(nil, isOwn)
	check(err)
	for _, u := range live {
		pending = pending || u.GetDeletionTimestamp() != nil
		if !kube.IsCRD(u) && !hook.IsHook(u) && !resource.HasAnnotationOption(u, common.AnnotationSyncOptions, keep) {
			objects = append(objects, u)
		}
	}
	return objects, pending
}

func highestWave(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	highest := slices.MaxFunc(objects, func(a, b *unstructured.Unstructured) int {
		return syncwaves.Wave(a) - syncwaves.Wave(b)
	})
	return slices.DeleteFunc(objects, func(u *unstructured.Unstructured) bool {
		return syncwaves.Wave(u) != syncwaves.Wave(highest)
	})
}
