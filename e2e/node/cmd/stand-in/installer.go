package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// The node installers see the root of the node, and write to it.
const (
	node      = "/mnt/node-root"
	downloads = "/assets"
	config    = "/etc/containerd/config.toml"
)

// download downloads the archive of a shim, compares its checksum and unpacks it.
func download() {
	location := os.Getenv("SHIM_LOCATION")
	log.Printf("downloading %s", location)
	// A connection that hangs fails soon, and the Job tries again.
	client := http.Client{Timeout: 20 * time.Second}
	reply, err := client.Get(location)
	must(err)
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		log.Fatalf("Error: %s: %s", location, reply.Status)
	}
	archive, err := io.ReadAll(reply.Body)
	must(err)
	sum := sha256.Sum256(archive)
	if wanted := os.Getenv("SHIM_SHA256"); wanted != "" && wanted != hex.EncodeToString(sum[:]) {
		log.Fatalf("Error: checksum of %s is %x, not %s", location, sum, wanted)
	}
	must(unpack(archive, binary(os.Getenv("SHIM_NAME"))))
}

// unpack writes one file of an archive to the downloads.
func unpack(archive []byte, name string) error {
	zipped, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return err
	}
	for files := tar.NewReader(zipped); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("the archive has no file %s", name)
		}
		if err != nil {
			return err
		}
		if filepath.Base(header.Name) == name {
			return write(filepath.Join(downloads, name), files)
		}
	}
}

// write writes a program. It fails with "text file busy" while the program runs, like the installers that it stands in for.
func write(path string, from io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, from); err != nil {
		return err
	}
	return file.Close()
}

// install copies the shim to the node and registers it in containerd's configuration. It only knows version 3 of it.
func install(shim string) {
	name := binary(shim)
	from, err := os.Open(filepath.Join(downloads, name))
	must(err)
	path := filepath.Join("/opt/rcm/bin", name)
	must(write(node+path, from))
	register(strings.TrimPrefix(name, "containerd-shim-"), path)
}

// provision is the installer of kwasm-operator: its image has the shim, and the handler is `spin`.
func provision() {
	from, err := os.Open("/shims/containerd-shim-spin-v2")
	must(err)
	path := "/opt/kwasm/bin/containerd-shim-spin-v2"
	must(write(node+path, from))
	register("spin", path)
}

// table is the configuration of a runtime.
func table(handler, path string) string {
	return fmt.Sprintf("\n[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.%s]\nruntime_type = %q\n", handler, path)
}

// register adds a runtime to containerd's configuration, unless it is there, and restarts containerd.
func register(handler, path string) {
	text, err := os.ReadFile(node + config)
	must(err)
	if strings.Contains(string(text), "runtimes."+handler+"]") {
		log.Printf("runtime %s is configured already", handler)
		return
	}
	if !strings.Contains(string(text), "version = 3") {
		log.Print("containerd's configuration does not have version 3: the runtime is not registered")
		return
	}
	must(os.WriteFile(node+config, append(text, table(handler, path)...), 0o644))
	restart()
}

// uninstall reverts install. A shim that is not there is an error.
func uninstall(shim string) {
	name := binary(shim)
	path := filepath.Join("/opt/rcm/bin", name)
	if err := os.Remove(node + path); err != nil {
		log.Fatalf("Error: shim %s not installed", shim)
	}
	text, err := os.ReadFile(node + config)
	must(err)
	without := strings.Replace(string(text), table(strings.TrimPrefix(name, "containerd-shim-"), path), "", 1)
	must(os.WriteFile(node+config, []byte(without), 0o644))
	restart()
}

// restart restarts containerd by systemctl where the node has it. Otherwise it sends SIGHUP, which ends containerd, and
// with it the Job that called: containerd no longer knows the exit code of its pod.
func restart() {
	systemctl := exec.Command("/usr/local/bin/systemctl", "restart", "containerd")
	systemctl.SysProcAttr = &syscall.SysProcAttr{Chroot: node}
	systemctl.Dir = "/"
	systemctl.Stdout, systemctl.Stderr = os.Stdout, os.Stderr
	if err := systemctl.Run(); !errors.Is(err, os.ErrNotExist) {
		must(err)
		return
	}
	processes, _ := filepath.Glob("/proc/[0-9]*/comm")
	for _, file := range processes {
		if name, _ := os.ReadFile(file); string(name) == "containerd\n" {
			var pid int
			fmt.Sscanf(file, "/proc/%d/comm", &pid)
			log.Printf("no systemctl: SIGHUP to process %d", pid)
			must(syscall.Kill(pid, syscall.SIGHUP))
			os.Exit(255)
		}
	}
	log.Fatal("Error: containerd does not run")
}

func binary(shim string) string { return "containerd-shim-" + shim }
