package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	task "github.com/containerd/containerd/api/runtime/task/v3"
	"github.com/containerd/containerd/v2/client"
	runc "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2/task"
	"github.com/containerd/containerd/v2/core/content"
	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/containerd/v2/pkg/shim"
	"github.com/containerd/containerd/v2/pkg/shutdown"
	"github.com/containerd/containerd/v2/plugins"
	"github.com/containerd/platforms"
	"github.com/containerd/plugin"
	"github.com/containerd/plugin/registry"
	"github.com/containerd/ttrpc"
	oci "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/opencontainers/runtime-spec/specs-go"
)

// Media types of a Spin application in an image.
const (
	mediaTypeApplication = "application/vnd.fermyon.spin.application.v1+config"
	mediaTypeComponent   = "application/vnd.wasm.content.layer.v1+wasm"
)

// Folders in the container of an application: with its `application.json`, and with compiled components under their digests.
const (
	inContainer  = "/.spin"
	inComponents = "/.spin-components"
)

// cacheVariable names the folder of compiled components on the node.
const cacheVariable = "SPIN_CACHE"

func init() {
	registry.Register(&plugin.Registration{
		Type:     plugins.TTRPCPlugin,
		ID:       "task",
		Requires: []plugin.Type{plugins.EventPlugin, plugins.InternalPlugin},
		InitFn: func(ic *plugin.InitContext) (any, error) {
			publisher, err := ic.GetByID(plugins.EventPlugin, "publisher")
			if err != nil {
				return nil, err
			}
			end, err := ic.GetByID(plugins.InternalPlugin, "shutdown")
			if err != nil {
				return nil, err
			}
			service, err := runc.NewTaskService(ic.Context, publisher.(shim.Publisher), end.(shutdown.Service))
			return &tasks{service}, err
		},
	})
}

// tasks is runc's service, which also knows Spin applications.
type tasks struct{ task.TTRPCTaskService }

func (t *tasks) RegisterTTRPC(server *ttrpc.Server) error {
	task.RegisterTTRPCTaskService(server, t)
	return nil
}

// Create prepares the container of a Spin application before runc creates it.
func (t *tasks) Create(ctx context.Context, r *task.CreateTaskRequest) (*task.CreateTaskResponse, error) {
	if err := prepare(ctx, r.Bundle); err != nil {
		return nil, fmt.Errorf("spin: %w", err)
	}
	return t.TTRPCTaskService.Create(ctx, r)
}

// prepare rewrites the container to serve the application of its image. Other containers, and the pod's sandbox, stay as they are.
func prepare(ctx context.Context, bundle string) error {
	file := filepath.Join(bundle, "config.json")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var spec specs.Spec
	if err := json.Unmarshal(text, &spec); err != nil {
		return err
	}
	image := spec.Annotations["io.kubernetes.cri.image-name"]
	if spec.Annotations["io.kubernetes.cri.container-type"] != "container" || image == "" {
		return nil
	}
	application := filepath.Join(bundle, "spin")
	if found, err := unpack(ctx, image, application); err != nil || !found {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	wasmtime, err := exec.LookPath("wasmtime")
	if err != nil {
		return err
	}
	mounts := map[string]string{inContainer: application, inComponents: os.Getenv(cacheVariable), inContainer + "-shim": self, inContainer + "-wasmtime": wasmtime}
	for _, libraries := range []string{"/lib64", "/lib/x86_64-linux-gnu"} {
		mounts[libraries] = libraries // wasmtime is linked to the C library of this machine
	}
	for to, from := range mounts {
		spec.Mounts = append(spec.Mounts, specs.Mount{Source: from, Destination: to, Type: "bind", Options: []string{"rbind", "ro"}})
	}
	spec.Process.Args = []string{inContainer + "-shim", "serve"}
	if text, err = json.Marshal(spec); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

// unpack writes the application of an image to a folder, and compiles its components. It returns false for other images.
func unpack(ctx context.Context, image, folder string) (found bool, err error) {
	containerd, err := client.New(flagValue("-address"))
	if err != nil {
		return false, err
	}
	defer containerd.Close()
	about, err := containerd.ImageService().Get(ctx, image)
	if err != nil {
		return false, err
	}
	store := containerd.ContentStore()
	manifest, err := images.Manifest(ctx, store, about.Target, platforms.All)
	if err != nil {
		return false, err
	}
	for _, layer := range manifest.Layers {
		if layer.MediaType == mediaTypeApplication {
			found = true
		}
	}
	if !found {
		return false, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return false, err
	}
	for _, layer := range manifest.Layers {
		if err := unpackLayer(ctx, store, layer, folder); err != nil {
			return false, err
		}
	}
	return true, nil
}

func unpackLayer(ctx context.Context, store content.Store, layer oci.Descriptor, folder string) error {
	blob, err := content.ReadBlob(ctx, store, layer)
	if err != nil {
		return err
	}
	switch layer.MediaType {
	case mediaTypeApplication:
		return os.WriteFile(filepath.Join(folder, "application.json"), blob, 0o644)
	case mediaTypeComponent:
		return compile(blob, layer.Digest.Encoded())
	}
	return nil
}

// compile compiles a component for this machine, once.
func compile(component []byte, digest string) error {
	folder := os.Getenv(cacheVariable)
	target := filepath.Join(folder, digest)
	if _, err := os.Stat(target); err == nil {
		return nil
	}
	unfinished, err := os.MkdirTemp(folder, digest)
	if err != nil {
		return err
	}
	defer os.RemoveAll(unfinished)
	from, to := filepath.Join(unfinished, "component.wasm"), filepath.Join(unfinished, "compiled")
	if err := os.WriteFile(from, component, 0o644); err != nil {
		return err
	}
	if output, err := exec.Command("wasmtime", "compile", "--output", to, from).CombinedOutput(); err != nil {
		return fmt.Errorf("wasmtime compile: %w: %s", err, output)
	}
	return os.Rename(to, target)
}

// flagValue returns the value of a flag of the shim.
func flagValue(name string) string {
	for i, argument := range os.Args[:len(os.Args)-1] {
		if argument == name {
			return os.Args[i+1]
		}
	}
	return ""
}
