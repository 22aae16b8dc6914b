// Command argo-cd syncs folders of YAML as Argo CD's application controller does:
// with its sync engine (phases, waves, health gates) and its health scripts.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/cache"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/health"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/sync/common"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/utils/tracing"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/yaml"
)

const (
	trackingID = "argocd.argoproj.io/tracking-id"
	appName    = "e2e"
	namespace  = "default" // of the Application's destination
	refresh    = time.Second
	waveDelay  = 2 * time.Second
)

// application is the state that Argo CD's controller keeps of an Application.
type application struct {
	config    *rest.Config
	state     cache.ClusterCache
	overrides lua.ResourceHealthOverrides
	folders   []string
	prune     bool
	begin     time.Time
}

func main() {
	customizations := flag.String("customizations", "", "an argocd-cm ConfigMap with resource.customizations.*")
	retries := flag.Int("retries", 0, "number of retries of a failed sync")
	prune := flag.Bool("prune", false, "delete synced objects that are no longer in the folders")
	remove := flag.Bool("delete", false, "delete the synced objects")
	timeout := flag.Duration("timeout", 3*time.Minute, "time limit for everything")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()

	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(clientcmd.NewDefaultClientConfigLoadingRules(), nil).ClientConfig()
	check(err)
	config.QPS, config.Burst = 100, 200
	overrides := readCustomizations(*customizations)
	a := &application{config: config, state: newState(config), overrides: overrides, folders: flag.Args(), prune: *prune, begin: time.Now()}

	if *remove {
		if !a.delete(ctx) {
			os.Exit(1)
		}
		return
	}
	for attempt := 0; !a.sync(ctx); attempt++ {
		if ctx.Err() != nil || attempt >= *retries {
			os.Exit(1)
		}
		time.Sleep(min(5*time.Second<<attempt, 3*time.Minute))
	}
	if !a.waitHealthy(ctx) {
		os.Exit(1)
	}
}

// newState watches the cluster, and knows which Application tracks each object.
func newState(config *rest.Config) cache.ClusterCache {
	state := cache.NewClusterCache(config, cache.SetLogr(logr.Discard()),
		cache.SetPopulateResourceInfoHandler(func(u *unstructured.Unstructured, _ bool) (any, bool) {
			id := u.GetAnnotations()[trackingID]
			return id, id != ""
		}))
	check(state.EnsureSynced())
	return state
}

func (a *application) kubectl() *kube.KubectlCmd {
	return &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
}

func (a *application) say(format string, values ...any) {
	fmt.Printf("%6.1fs "+format+"\n", append([]any{time.Since(a.begin).Seconds()}, values...)...)
}

// sync runs one operation, and returns whether it succeeded. Like the controller at each reconciliation, it compares
// again and carries the results over.
func (a *application) sync(ctx context.Context) bool {
	targets := read(a.folders)
	said := map[string]string{}
	phase, message, results, started := common.OperationRunning, "", []common.ResourceSyncResult(nil), metav1.Now()
	for !phase.Completed() && ctx.Err() == nil {
		live, err := a.state.GetManagedLiveObjs(targets, isOwn)
		check(err)
		result := sync.Reconcile(targets, live, namespace, a.state)
		job, cleanup, err := sync.NewSyncContext("e2e", result, a.config, a.config, a.kubectl(), namespace,
			sync.WithLogr(logr.Discard()),
			sync.WithHealthOverride(a.overrides),
			sync.WithPermissionValidator(func(*unstructured.Unstructured, *metav1.APIResource) error { return nil }),
			sync.WithOperationSettings(false, a.prune, false, false),
			sync.WithInitialState(phase, message, results, started),
			sync.WithServerSideApply(true),
			sync.WithServerSideApplyManager("argocd-controller"),
			sync.WithSyncWaveHook(a.afterWave))
		check(err)
		job.Sync(ctx)
		phase, message, results = job.GetState()
		cleanup()
		for _, r := range results {
			line := fmt.Sprintf("%s %s %s", r.Status, r.HookPhase, brief(r.Message))
			if key := r.ResourceKey.String(); said[key] != line {
				said[key] = line
				a.say("  %s: %s", key, line)
			}
		}
		time.Sleep(refresh)
	}
	a.say("sync %s: %s", phase, message)
	return phase.Successful()
}

func (a *application) afterWave(phase common.SyncPhase, wave int, final bool) error {
	a.say("%s wave %d applied", phase, wave)
	if !final {
		time.Sleep(waveDelay)
	}
	return nil
}

// waitHealthy waits until the application's health is Healthy, as `argocd app wait --health` does.
func (a *application) waitHealthy(ctx context.Context) bool {
	targets := read(a.folders)
	for last := ""; ; {
		live, err := a.state.GetManagedLiveObjs(targets, func(*cache.Resource) bool { return false })
		check(err)
		worst, lines := health.HealthStatusHealthy, []string(nil)
		for key, u := range live {
			status := &health.HealthStatus{Status: health.HealthStatusMissing}
			if u != nil {
				status, err = health.GetResourceHealth(u, a.overrides)
				check(err)
			}
			if status == nil || status.Status == health.HealthStatusHealthy {
				continue
			}
			lines = append(lines, fmt.Sprintf("%s: %s %s", key.String(), status.Status, status.Message))
			if health.IsWorse(worst, status.Status) {
				worst = status.Status
			}
		}
		slices.Sort(lines)
		if now := string(worst) + "\n  " + strings.Join(lines, "\n  "); now != last {
			last = now
			a.say("health %s", strings.TrimSpace(now))
		}
		if worst == health.HealthStatusHealthy {
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// brief returns the last line of a message, which has the result; the other lines are warnings.
func brief(message string) string {
	lines := strings.Split(strings.TrimSpace(message), "\n")
	return lines[len(lines)-1]
}

// read reads the manifests of folders, as the repository server would, and adds the tracking annotation.
func read(dirs []string) []*unstructured.Unstructured {
	var all []*unstructured.Unstructured
	for _, dir := range dirs {
		check(filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(path)) {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			objects, err := kube.SplitYAML(data)
			all = append(all, objects...)
			return err
		}))
	}
	for _, u := range all {
		a := u.GetAnnotations()
		if a == nil {
			a = map[string]string{}
		}
		a[trackingID] = ownID(u)
		u.SetAnnotations(a)
	}
	return all
}

// isOwn tells whether the Application has applied an object.
func isOwn(r *cache.Resource) bool {
	return r.Resource != nil && r.Info == ownID(r.Resource)
}

// ownID returns the tracking ID of an object. Some controllers copy the annotations of an object to others.
func ownID(u *unstructured.Unstructured) string {
	k := u.GroupVersionKind()
	return fmt.Sprintf("%s:%s/%s:%s/%s", appName, k.Group, k.Kind, u.GetNamespace(), u.GetName())
}

// readCustomizations reads resource.customizations.health.GROUP_KIND of an argocd-cm. The other kinds have Argo CD's own health scripts.
func readCustomizations(path string) lua.ResourceHealthOverrides {
	overrides := lua.ResourceHealthOverrides{}
	if path == "" {
		return overrides
	}
	data, err := os.ReadFile(path)
	check(err)
	for _, doc := range bytes.Split(data, []byte("\n---\n")) {
		var cm struct {
			Data map[string]string `json:"data"`
		}
		check(yaml.Unmarshal(doc, &cm))
		for key, value := range cm.Data {
			if name, ok := strings.CutPrefix(key, "resource.customizations.health."); ok {
				o := overrides[strings.Replace(name, "_", "/", 1)]
				o.HealthLua = value
				overrides[strings.Replace(name, "_", "/", 1)] = o
			}
		}
	}
	return overrides
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "argo-cd:", err)
		os.Exit(1)
	}
}
