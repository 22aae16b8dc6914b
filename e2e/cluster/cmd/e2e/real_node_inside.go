package main

import (
	"bytes"
	_ "embed"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	text "text/template"
	"time"
)

//go:embed node/containerd.toml
var containerdConfig string

//go:embed node/kubelet.yaml
var kubeletConfig string

//go:embed node/kube-proxy.yaml
var proxyConfig string

//go:embed node/10-pods.conflist
var networkConfig string

//go:embed node/systemctl.sh
var systemctl string

// insideNode is a real node as its own processes see it. Its fields are those of the templates.
type insideNode struct {
	Name, IP, PodCIDR, Cgroup string
	Dir, State                string // folder on disk, and folder that holds its keys
	Programs, Tools           string // containerd and CNI plugins; runc, nft and wasmtime
	kube, labels              string
	index, count              int
	noSystemctl               bool
}

// realNode runs in the namespaces of a real node: first as process 1, which adopts orphans, then as the node itself.
func realNode(args []string) {
	flags := flag.NewFlagSet("node", flag.ExitOnError)
	dir := flags.String("dir", "", "directory of the cluster")
	kube := flags.String("kube", "", "the kube binary")
	programs := flags.String("programs", "", "folder with containerd and CNI plugins")
	tools := flags.String("tools", "", "folder with further programs")
	labels := flags.String("node-labels", "", "labels of the node: a=b,c=d")
	noSystemctl := flags.Bool("no-systemctl", false, "the node has no systemctl")
	count := flags.Int("nodes", 1, "number of nodes")
	index := flags.Int("index", 0, "number of this node, from 0")
	must(flags.Parse(args))
	if os.Getpid() == 1 {
		adopt(args)
		return
	}
	name := nodeName(*index)
	n := &insideNode{
		Name: name, IP: realNodeIP(*index), PodCIDR: podCIDR(*index), Cgroup: cgroupOf(*dir) + "/" + name,
		Dir: filepath.Join(*dir, name), State: filepath.Join(*dir, "state", name), Programs: *programs, Tools: *tools,
		kube: *kube, labels: *labels, index: *index, count: *count, noSystemctl: *noSystemctl,
	}
	n.boot()
}

// adopt starts this program once more, and waits for it and for processes that others leave behind.
func adopt(args []string) {
	if n, _ := os.NewFile(3, "gate").Read(make([]byte, 2)); n != 2 {
		os.Exit(1) // the control plane went away
	}
	child := exec.Command("/proc/self/exe", append([]string{"node"}, args...)...)
	child.Stdout, child.Stderr = os.Stdout, os.Stderr
	must(child.Start())
	for {
		if pid, err := syscall.Wait4(-1, nil, 0, nil); err == nil && pid == child.Process.Pid {
			os.Exit(1)
		}
	}
}

func (n *insideNode) boot() {
	must(syscall.Mount("", "/", "", syscall.MS_REC|syscall.MS_SHARED, ""))
	must(syscall.Mount("proc", "/proc", "proc", 0, ""))
	must(syscall.Sethostname([]byte(n.Name)))
	n.joinNetwork()
	n.makePrivate()
	n.makeCgroups()
	must(os.Setenv("PATH", n.Programs+":"+n.Tools+"/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
	must(os.Setenv("SPIN_CACHE", n.Tools+"/components"))
	n.configure()
	go n.keep("containerd", filepath.Join(n.Programs, "containerd"), "--config=/etc/containerd/config.toml")
	n.importImages()
	go n.keep("kubelet", n.kube, "kubelet", "--config=/etc/kubelet.yaml", "--kubeconfig="+n.State+"/kubelet.conf", "--root-dir="+n.Dir+"/kubelet",
		"--hostname-override="+n.Name, "--node-ip="+n.IP, "--node-labels="+n.labels)
	n.keep("kube-proxy", n.kube, "proxy", "--config=/etc/kube-proxy.yaml")
}

func (n *insideNode) joinNetwork() {
	run("ip link set lo up")
	run("ip addr add " + n.IP + "/24 dev eth0")
	run("ip link set eth0 up")
	run("ip route add default via " + controlPlaneIP)
	for i := range n.count {
		if i != n.index {
			run("ip route add " + podCIDR(i) + " via " + realNodeIP(i))
		}
	}
	must(os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644))
}

// makePrivate keeps what the node writes from the machine. The kubelet sees the kernel settings that it wants, which are
// those of the whole machine, and does not write them.
func (n *insideNode) makePrivate() {
	for _, folder := range []string{"etc", "opt", "usr/local", "var"} {
		upper, work := filepath.Join(n.State, "upper", folder), filepath.Join(n.State, "work", folder)
		must(os.MkdirAll(upper, 0o755))
		must(os.MkdirAll(work, 0o755))
		must(syscall.Mount("overlay", "/"+folder, "overlay", 0, "lowerdir=/"+folder+",upperdir="+upper+",workdir="+work))
	}
	must(syscall.Mount("tmpfs", "/run", "tmpfs", 0, "mode=755"))
	for setting, value := range map[string]string{"vm/overcommit_memory": "1", "vm/panic_on_oom": "0", "kernel/panic": "10", "kernel/panic_on_oops": "1", "kernel/keys/root_maxkeys": "1000000", "kernel/keys/root_maxbytes": "25000000"} {
		file := writeFile("/run/settings", filepath.Base(setting), []byte(value))
		must(syscall.Mount(file, "/proc/sys/"+setting, "", syscall.MS_BIND, ""))
	}
}

// configure writes the configuration of the node's programs. A node that is rebooted keeps that of containerd, to which
// node installers add runtimes.
func (n *insideNode) configure() {
	files := map[string]string{"/etc/kubelet.yaml": kubeletConfig, "/etc/kube-proxy.yaml": proxyConfig, "/etc/cni/net.d/10-pods.conflist": networkConfig}
	if _, err := os.Stat("/etc/containerd/config.toml"); err != nil {
		files["/etc/containerd/config.toml"] = containerdConfig
	}
	if !n.noSystemctl {
		files["/usr/local/bin/systemctl"] = systemctl
	}
	for path, content := range files {
		var filled bytes.Buffer
		must(text.Must(text.New(path).Parse(content)).Execute(&filled, n))
		must(os.MkdirAll(filepath.Dir(path), 0o755))
		must(os.WriteFile(path, filled.Bytes(), 0o755))
	}
}

// keep runs a program with a log of its own, and starts it again whenever it ends.
func (n *insideNode) keep(name, path string, args ...string) {
	out, err := os.OpenFile(fmt.Sprintf("%s-%s.log", n.Dir, name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	must(err)
	for {
		cmd := exec.Command(path, args...)
		cmd.Stdout, cmd.Stderr = out, out
		must(cmd.Start())
		writeFile("/run", name+".pid", fmt.Append(nil, cmd.Process.Pid))
		log.Printf("%s ended: %v", name, cmd.Wait())
		time.Sleep(200 * time.Millisecond)
	}
}

// importImages gives containerd the images of the cluster.
func (n *insideNode) importImages() {
	archives, err := filepath.Glob(filepath.Join(filepath.Dir(n.State), "images", "*.tar"))
	must(err)
	ctr := func(args ...string) (string, error) {
		out, err := exec.Command("ctr", append([]string{"--address=/run/containerd/containerd.sock", "--namespace=k8s.io"}, args...)...).CombinedOutput()
		return string(out), err
	}
	for begin := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		if _, err := ctr("version"); err == nil {
			break
		}
		if time.Since(begin) > startLimit {
			log.Fatal("containerd does not answer")
		}
	}
	for _, archive := range archives {
		// Spin applications have no root file system to unpack.
		args := []string{"images", "import", "--local", archive}
		if strings.HasSuffix(archive, ".spin.tar") {
			args = []string{"images", "import", "--local", "--no-unpack", archive}
		}
		if out, err := ctr(args...); err != nil {
			log.Fatalf("%s: %v: %s", archive, err, out)
		}
	}
}
