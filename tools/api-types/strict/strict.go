// Package strict decodes Kubernetes objects as the API server does for fieldValidation=Strict: unknown fields,
// duplicate fields and wrong types are errors.
package strict

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// NewObject returns an empty object of a kind, or nil if the kind is unknown.
type NewObject func(apiVersion, kind string) any

// Finding is the result for one object.
type Finding struct {
	File   string `json:"file"`
	Object string `json:"object"`
	// Known is true if there is a type to decode into.
	Known  bool     `json:"known"`
	Errors []string `json:"errors,omitempty"`
}

// Main prints a finding for each object below the folders given as arguments, as JSON lines.
func Main(newObject NewObject) {
	for _, folder := range os.Args[1:] {
		if err := Walk(folder, newObject, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// Walk writes a finding for each object in the YAML files below a folder.
func Walk(folder string, newObject NewObject, out interface{ Write([]byte) (int, error) }) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, finding := range File(path, text, newObject) {
			line, err := json.Marshal(finding)
			if err != nil {
				return err
			}
			if _, err := out.Write(append(line, '\n')); err != nil {
				return err
			}
		}
		return nil
	})
}

// File decodes the documents of a file.
func File(path string, text []byte, newObject NewObject) []Finding {
	var findings []Finding
	for _, document := range bytes.Split(append([]byte("\n"), text...), []byte("\n---\n")) {
		if len(strings.TrimSpace(withoutComments(string(document)))) > 0 {
			findings = append(findings, decode(path, document, newObject))
		}
	}
	return findings
}

func withoutComments(document string) string {
	var lines []string
	for _, line := range strings.Split(document, "\n") {
		if !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func decode(path string, document []byte, newObject NewObject) Finding {
	finding := Finding{File: path, Known: true}
	asJSON, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		finding.Errors = []string{err.Error()}
		return finding
	}
	var head struct {
		APIVersion string
		Kind       string
		Metadata   struct{ Namespace, Name string }
	}
	if err := json.Unmarshal(asJSON, &head); err != nil {
		finding.Errors = []string{err.Error()}
		return finding
	}
	finding.Object = strings.TrimSpace(fmt.Sprintf("%s %s %s/%s", head.APIVersion, head.Kind, head.Metadata.Namespace, head.Metadata.Name))
	object := newObject(head.APIVersion, head.Kind)
	if object == nil {
		finding.Known = false
		return finding
	}
	strictErrors, err := kjson.UnmarshalStrict(asJSON, object)
	if err != nil {
		strictErrors = append(strictErrors, err)
	}
	for _, one := range strictErrors {
		finding.Errors = append(finding.Errors, one.Error())
	}
	return finding
}
