package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const cgroupRoot = "/sys/fs/cgroup"

// cgroupOf is the cgroup of the real nodes of a cluster.
func cgroupOf(dir string) string {
	return "/cdk8s-spinkube-e2e-" + filepath.Base(filepath.Dir(dir)) + "-" + filepath.Base(dir)
}

// cgroupHierarchies are the roots of all cgroup hierarchies: one for each controller in version 1, a single one in version 2.
func cgroupHierarchies() []string {
	if _, err := os.Stat(filepath.Join(cgroupRoot, "cgroup.controllers")); err == nil {
		return []string{cgroupRoot}
	}
	found, err := filepath.Glob(filepath.Join(cgroupRoot, "*", "cgroup.procs"))
	must(err)
	for i, file := range found {
		found[i] = filepath.Dir(file)
	}
	return found
}

// makeCgroups makes the cgroup of a node. In version 1, a new group of cpuset has no processors until it is given some.
func (n *insideNode) makeCgroups() {
	for _, hierarchy := range cgroupHierarchies() {
		for _, group := range []string{filepath.Dir(n.Cgroup), n.Cgroup} {
			folder := filepath.Join(hierarchy, group)
			must(os.MkdirAll(folder, 0o755))
			for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
				value, err := os.ReadFile(filepath.Join(filepath.Dir(folder), file))
				if err == nil && filepath.Base(hierarchy) != "cgroup" {
					must(os.WriteFile(filepath.Join(folder, file), value, 0o644))
				}
			}
		}
	}
}

// untilEnd is the input of the reaper. It is kept, because the garbage collector would close it before this process ends.
var untilEnd io.WriteCloser

// reapCgroups starts a process that removes the cgroups of a cluster after this one has ended, even if it was killed.
func reapCgroups(dir string) {
	reaper := exec.Command("/proc/self/exe", "reap", dir)
	var err error
	untilEnd, err = reaper.StdinPipe()
	must(err)
	reaper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	must(reaper.Start())
}

func reap(args []string) {
	io.Copy(io.Discard, os.Stdin)
	removeCgroups(args[0])
}

// removeCgroups removes the cgroups of a cluster, as soon as their processes have ended.
func removeCgroups(dir string) {
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		left := false
		for _, hierarchy := range cgroupHierarchies() {
			left = !removeTree(filepath.Join(hierarchy, cgroupOf(dir))) || left
		}
		if !left {
			return
		}
	}
}

// removeTree removes a cgroup and those below. It returns false if one of them has processes.
func removeTree(folder string) bool {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return true
	}
	for _, entry := range entries {
		if entry.IsDir() {
			removeTree(filepath.Join(folder, entry.Name()))
		}
	}
	return os.Remove(folder) == nil
}
