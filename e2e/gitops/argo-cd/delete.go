package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/argoproj/gitops-engine/pkg/cache"
	"github.com/argoproj/gitops-engine/pkg/sync/common"
	"github.com/argoproj/gitops-engine/pkg/sync/hook"
	"github.com/argoproj/gitops-engine/pkg/sync/syncwaves"
	"github.com/argoproj/gitops-engine/pkg/utils/kube"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// delete removes what the Application has applied, as the controller does when an Application with the finalizer
// resources-finalizer.argocd.argoproj.io is deleted: the highest wave first, in the foreground, and the next one
// when no deletion is pending. Argo CD's own package does not compile in this release, so this takes its place.
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
	own := func(r *cache.Resource) bool { return r.Resource != nil && r.Info == ownID(r.Resource) }
	live, err := a.state.GetManagedLiveObjs(nil, own)
	check(err)
	for _, u := range live {
		pending = pending || u.GetDeletionTimestamp() != nil
		if !kube.IsCRD(u) && !hook.IsHook(u) && !hasOption(u, common.SyncOptionDisableDeletion) {
			objects = append(objects, u)
		}
	}
	return objects, pending
}

func hasOption(u *unstructured.Unstructured, option string) bool {
	options := strings.Split(u.GetAnnotations()[common.AnnotationSyncOptions], ",")
	return slices.ContainsFunc(options, func(one string) bool { return strings.TrimSpace(one) == option })
}

func highestWave(objects []*unstructured.Unstructured) []*unstructured.Unstructured {
	highest := slices.MaxFunc(objects, func(a, b *unstructured.Unstructured) int {
		return syncwaves.Wave(a) - syncwaves.Wave(b)
	})
	return slices.DeleteFunc(objects, func(u *unstructured.Unstructured) bool {
		return syncwaves.Wave(u) != syncwaves.Wave(highest)
	})
}
