package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// spinApp is a Spin application.
type spinApp struct {
	Components map[string]string `json:"components"` // WebAssembly files on this machine by the names of their components
	Triggers   []struct {
		Component string `json:"component"`
		Route     any    `json:"route"` // without one, the trigger is a command
	} `json:"triggers"`
	Variables map[string]*string `json:"variables"` // with their defaults; null for a required one
}

// archive is an image in the OCI layout.
type archive struct {
	name  string
	blobs map[string][]byte
}

type descriptor struct {
	MediaType   string            `json:"mediaType"`
	Digest      string            `json:"digest"`
	Size        int               `json:"size"`
	Annotations map[string]string `json:"annotations,omitempty"`
}

// writeArchives writes an archive for each image that has a program or an application.
func writeArchives(images map[string]image, folder string) {
	must(os.MkdirAll(folder, 0o755))
	for name, img := range images {
		a := &archive{name: name, blobs: map[string][]byte{}}
		file := strings.NewReplacer("/", "_", ":", "_").Replace(name)
		switch {
		case img.Spin != nil:
			must(os.WriteFile(filepath.Join(folder, file+".spin.tar"), a.spin(img.Spin), 0o644))
		case img.Binary != "":
			must(os.WriteFile(filepath.Join(folder, file+".tar"), a.program(img), 0o644))
		}
	}
}

// program is an image with the files of a program.
func (a *archive) program(img image) []byte {
	files := map[string]string{img.Path: img.Binary}
	maps.Copy(files, img.Files)
	layer := a.blob("application/vnd.oci.image.layer.v1.tar", tarOf(files, 0o755))
	config := map[string]any{"User": "", "Entrypoint": img.Entrypoint, "WorkingDir": "/"}
	if img.User != 0 {
		config["User"] = fmt.Sprintf("%d:%d", img.User, img.User)
	}
	config["Env"] = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	return a.layout(a.json("application/vnd.oci.image.config.v1+json", map[string]any{
		"architecture": "amd64", "os": "linux", "config": config,
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{layer.Digest}},
	}), layer)
}

// spin is an image as `spin registry push` makes it: a layer for each component, one for the locked application, and no
// digests of file systems.
func (a *archive) spin(app *spinApp) []byte {
	variables, triggers, components := map[string]any{}, []any{}, []any{}
	for name, value := range app.Variables {
		variables[name] = map[string]any{"required": true}
		if value != nil {
			variables[name] = map[string]any{"default": *value}
		}
	}
	layers := map[string]descriptor{} // components may be the same program
	for _, id := range slices.Sorted(maps.Keys(app.Components)) {
		component, err := os.ReadFile(app.Components[id])
		must(err)
		layer := a.blob("application/vnd.wasm.content.layer.v1+wasm", component)
		layers[layer.Digest] = layer
		components = append(components, map[string]any{"id": id, "source": map[string]any{"content_type": "application/wasm", "digest": layer.Digest}})
	}
	for _, t := range app.Triggers {
		config, kind := map[string]any{"component": t.Component}, "command"
		if t.Route != nil {
			config["route"], kind = t.Route, "http"
		}
		triggers = append(triggers, map[string]any{"id": "trigger-" + t.Component, "trigger_type": kind, "trigger_config": config})
	}
	locked := a.json("application/vnd.fermyon.spin.application.v1+config", map[string]any{
		"spin_lock_version": 1, "metadata": map[string]any{"name": "hello", "version": "0.1.0"}, "variables": variables, "triggers": triggers, "components": components,
	})
	return a.layout(a.json("application/vnd.oci.image.config.v1+json", map[string]any{
		"architecture": "wasm", "os": "Wasip1", "config": map[string]any{},
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{}},
	}), append(slices.Collect(maps.Values(layers)), locked)...)
}

func (a *archive) blob(mediaType string, data []byte) descriptor {
	sum := sha256.Sum256(data)
	digest := hex.EncodeToString(sum[:])
	a.blobs["blobs/sha256/"+digest] = data
	return descriptor{MediaType: mediaType, Digest: "sha256:" + digest, Size: len(data)}
}

func (a *archive) json(mediaType string, value any) descriptor {
	data, err := json.Marshal(value)
	must(err)
	return a.blob(mediaType, data)
}

// layout is the archive of an image with a configuration and layers.
func (a *archive) layout(config descriptor, layers ...descriptor) []byte {
	manifest := a.json("application/vnd.oci.image.manifest.v1+json", map[string]any{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": layers,
	})
	manifest.Annotations = map[string]string{"io.containerd.image.name": fullName(a.name), "org.opencontainers.image.ref.name": fullName(a.name)}
	index, err := json.Marshal(map[string]any{"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": []descriptor{manifest}})
	must(err)
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	add := func(name string, data []byte) {
		must(w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(data))}))
		_, err := w.Write(data)
		must(err)
	}
	add("oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`))
	add("index.json", index)
	for _, name := range slices.Sorted(maps.Keys(a.blobs)) {
		add(name, a.blobs[name])
	}
	must(w.Close())
	return out.Bytes()
}

// tarOf packs files of this machine, with their folders.
func tarOf(files map[string]string, mode int64) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	made := map[string]bool{".": true}
	var folder func(string)
	folder = func(name string) {
		if !made[name] {
			made[name] = true
			folder(filepath.Dir(name))
			must(w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: name + "/", Mode: 0o755}))
		}
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		data, err := os.ReadFile(files[path])
		must(err)
		name := strings.TrimPrefix(path, "/")
		folder(filepath.Dir(name))
		must(w.WriteHeader(&tar.Header{Name: name, Mode: mode, Size: int64(len(data))}))
		_, err = w.Write(data)
		must(err)
	}
	must(w.Close())
	return out.Bytes()
}

// fullName is the name of an image with its registry, as containerd writes it.
func fullName(name string) string {
	first, _, found := strings.Cut(name, "/")
	switch {
	case !found:
		name = "docker.io/library/" + name
	case !strings.ContainsAny(first, ".:"):
		name = "docker.io/" + name
	}
	if !strings.Contains(name[strings.LastIndex(name, "/"):], ":") {
		name += ":latest"
	}
	return name
}
