package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// controlPlaneIP is the address of the API server in the network of real nodes.
const controlPlaneIP = "172.30.0.1"

func realNodeIP(i int) string { return fmt.Sprintf("172.30.0.%d", 10+i) }

// podCIDR is the network of a real node's pods.
func podCIDR(i int) string { return fmt.Sprintf("10.244.%d.0/24", i) }

// prepareNodeNetwork makes a bridge for real nodes, and routes to their pods.
func prepareNodeNetwork(count int) {
	run("ip link set lo up")
	run("ip link add nodes address 02:00:ac:1e:00:01 type bridge")
	run("ip addr add " + controlPlaneIP + "/24 dev nodes")
	run("ip link set nodes up")
	for i := range count {
		run("ip route add " + podCIDR(i) + " via " + realNodeIP(i))
	}
}

type realNodeOptions struct {
	dir, kube, programs, tools, labels string
	noSystemctl                        bool
	count                              int
}

// startRealNodes starts the nodes, and starts them again when a client asks for it.
func (p *controlPlane) startRealNodes(o realNodeOptions) {
	running := map[string]*machine{}
	for i := range o.count {
		name := nodeName(i)
		state := filepath.Join("state", name)
		cert, key := p.ca.sign("system:node:"+name, nil, name, realNodeIP(i))
		writeFile(filepath.Join(p.dir, state), "kubelet.crt", cert)
		writeFile(filepath.Join(p.dir, state), "kubelet.key", key)
		server := "https://" + controlPlaneIP + ":6443"
		p.kubeconfig(filepath.Join(state, "kubelet.conf"), server, "system:node:"+name, "system:nodes")
		p.kubeconfig(filepath.Join(state, "proxy.conf"), server, "system:kube-proxy")
		running[name] = &machine{index: i, options: o}
		running[name].start()
	}
	p.caFile()
	socket, err := net.Listen("unix", filepath.Join(p.dir, "reboot.sock"))
	must(err)
	go func() {
		for {
			connection, err := socket.Accept()
			must(err)
			name, _ := bufio.NewReader(connection).ReadString('\n')
			if node := running[strings.TrimSpace(name)]; node != nil {
				node.reboot()
				fmt.Fprintln(connection, "ok")
			}
			connection.Close()
		}
	}()
}

// machine is a real node as the control plane sees it: a process that is its process 1.
type machine struct {
	index   int
	options realNodeOptions
	lock    sync.Mutex
	process *exec.Cmd
	ended   chan struct{}
}

func (m *machine) start() {
	name := nodeName(m.index)
	out, err := os.OpenFile(filepath.Join(m.options.dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	must(err)
	gate, open, err := os.Pipe()
	must(err)
	o := m.options
	m.process = exec.Command("/proc/self/exe", "node", "--dir", o.dir, "--kube", o.kube, "--programs", o.programs, "--tools", o.tools, "--node-labels", o.labels,
		fmt.Sprintf("--no-systemctl=%t", o.noSystemctl), fmt.Sprintf("--nodes=%d", o.count), fmt.Sprintf("--index=%d", m.index))
	m.process.Stdout, m.process.Stderr = out, out
	m.process.ExtraFiles = []*os.File{gate}
	m.process.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
	}
	must(m.process.Start())
	exec.Command("ip", "link", "delete", name).Run() // after a reboot: the kernel takes a while to remove it
	run(fmt.Sprintf("ip link add %s type veth peer name eth0 netns %d", name, m.process.Process.Pid))
	run("ip link set " + name + " master nodes up")
	gate.Close()
	open.Write([]byte("go"))
	open.Close()
	out.Close()
	m.ended = make(chan struct{})
	go func(process *exec.Cmd, ended chan struct{}) {
		log.Printf("%s ended: %v", name, process.Wait())
		close(ended)
	}(m.process, m.ended)
}

// reboot kills everything on the node and starts it again with the same files.
func (m *machine) reboot() {
	m.lock.Lock()
	defer m.lock.Unlock()
	m.process.Process.Kill()
	<-m.ended
	for _, hierarchy := range cgroupHierarchies() {
		removeTree(filepath.Join(hierarchy, cgroupOf(m.options.dir), nodeName(m.index)))
	}
	m.start()
}

// reboot asks the cluster of a directory to restart a real node, and returns when the node starts.
func reboot(args []string) {
	flags := flag.NewFlagSet("reboot", flag.ExitOnError)
	dir := flags.String("dir", "", "the directory given to up")
	node := flags.String("node", nodeName(0), "name of the node")
	must(flags.Parse(args))
	connection, err := net.DialTimeout("unix", filepath.Join(*dir, "reboot.sock"), 5*time.Second)
	must(err)
	fmt.Fprintln(connection, *node)
	answer, err := io.ReadAll(connection)
	must(err)
	if string(answer) != "ok\n" {
		refuse("there is no node " + *node)
	}
}
