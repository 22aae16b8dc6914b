package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/third_party/forked/golang/expansion"
	"k8s.io/utils/ptr"
)

// secure sets the user of the program, and whether its root is read-only. The container takes precedence over the pod.
func (w *podWorker) secure(spec *containerSpec, container *corev1.SecurityContext) error {
	nonRoot := false
	if s := w.pod.Spec.SecurityContext; s != nil {
		spec.User = int(ptr.Deref(s.RunAsUser, int64(spec.User)))
		nonRoot = ptr.Deref(s.RunAsNonRoot, false)
	}
	if s := container; s != nil {
		spec.User = int(ptr.Deref(s.RunAsUser, int64(spec.User)))
		nonRoot = ptr.Deref(s.RunAsNonRoot, nonRoot)
		spec.ReadOnly = ptr.Deref(s.ReadOnlyRootFilesystem, false)
	}
	if nonRoot && spec.User == 0 {
		return errors.New("container has runAsNonRoot and image will run as root")
	}
	return nil
}

// start runs a container's program in its own namespaces and root directory.
func (w *podWorker) start(ctx context.Context, root string, c *corev1.Container, img image) (*exec.Cmd, error) {
	env, err := w.environment(ctx, c)
	if err != nil {
		return nil, err
	}
	spec := containerSpec{Root: filepath.Join(root, "root-"+c.Name), Binary: img.Binary, Path: img.Path, User: img.User, IP: w.ip, Hosts: filepath.Join(w.n.state, "hosts"), Hostname: w.pod.Name}
	if err := w.secure(&spec, c.SecurityContext); err != nil {
		return nil, err
	}
	for k, v := range env {
		spec.Env = append(spec.Env, k+"="+v)
	}
	command := c.Command
	// spin-operator says "/", which the shim ignores.
	if len(command) == 0 || command[0] == "/" {
		command = img.Entrypoint
	}
	for _, a := range append(append([]string{}, command...), c.Args...) {
		spec.Args = append(spec.Args, expansion.Expand(a, expansion.MappingFuncFor(env)))
	}
	for _, m := range c.VolumeMounts {
		spec.Mounts = append(spec.Mounts, mount{From: filepath.Join(root, "volumes", m.Name, m.SubPath), To: m.MountPath, ReadOnly: m.ReadOnly})
	}
	out, err := os.OpenFile(filepath.Join(w.n.dir, fmt.Sprintf("pod-%s-%s-%s.log", w.pod.Namespace, w.pod.Name, c.Name)), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	gate, open, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer gate.Close()
	defer open.Close()
	data, _ := json.Marshal(spec)
	cmd := exec.CommandContext(ctx, "/proc/self/exe", "container")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(nil), out, out
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "E2E_CONTAINER=" + string(data)}
	cmd.ExtraFiles = []*os.File{gate}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 3 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS | syscall.CLONE_NEWPID}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	// A veth pair connects the pod's network to the bridge.
	name := fmt.Sprintf("p%d", cmd.Process.Pid)
	for _, line := range []string{
		fmt.Sprintf("ip link add %s type veth peer name eth0 netns %d", name, cmd.Process.Pid),
		fmt.Sprintf("ip link set %s master pods up", name),
	} {
		words := strings.Fields(line)
		if text, err := exec.Command(words[0], words[1:]...).CombinedOutput(); err != nil {
			cmd.Process.Kill()
			cmd.Wait()
			return nil, fmt.Errorf("%s: %v: %s", line, err, text)
		}
	}
	open.Write([]byte("go"))
	log.Printf("%s: container %s runs as process %d: %v", w.name(), c.Name, cmd.Process.Pid, spec.Args)
	return cmd, nil
}
