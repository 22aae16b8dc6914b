package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// image is the program that runs for a container image. The zero value is an
// image without a program: its pods only appear to run.
type image struct {
	Binary     string   `json:"binary"`     // on this machine, relative to the JSON file; statically linked
	Path       string   `json:"path"`       // inside the image
	Entrypoint []string `json:"entrypoint"` // used without container.command
	User       int      `json:"user"`
	Exit       *int     `json:"exit"` // exit code of a simulated container of a Job, 0 unless set

	// Only for real nodes:
	Files map[string]string `json:"files"` // further files of the image by their path, with their place on this machine
	Spin  *spinApp          `json:"spin"`  // the image is a Spin application instead
}

func readImages(path string) map[string]image {
	images := map[string]image{}
	if path == "" {
		return images
	}
	data, err := os.ReadFile(path)
	must(err)
	must(json.Unmarshal(data, &images))
	dir, err := filepath.Abs(filepath.Dir(path))
	must(err)
	for name, img := range images {
		if img.Binary != "" && !filepath.IsAbs(img.Binary) {
			img.Binary = filepath.Join(dir, img.Binary)
			images[name] = img
		}
	}
	return images
}

// lookup finds the program of an image: by its full name, or by its name without tag.
func (w *podWorker) lookup(name string) (image, bool) {
	if img, ok := w.n.images[name]; ok {
		return img, true
	}
	name, _, _ = strings.Cut(name, "@")
	if slash, colon := strings.LastIndex(name, "/"), strings.LastIndex(name, ":"); colon > slash {
		name = name[:colon]
	}
	img, ok := w.n.images[name]
	return img, ok && img.Binary != "" || img.Exit != nil
}
