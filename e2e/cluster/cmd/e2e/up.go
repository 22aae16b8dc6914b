package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// upOptions are the flags of up.
type upOptions struct {
	dir, kube, images, labels, tools, programs, apiServer string
	limit, readyIn                                        time.Duration
	nodes                                                 int
	owned, noSystemctl                                    bool
}

func parseUp(args []string) upOptions {
	var o upOptions
	flags := flag.NewFlagSet("up", flag.ExitOnError)
	flags.StringVar(&o.dir, "dir", "", "directory for state, logs and kubeconfig; replaced if it exists")
	flags.DurationVar(&o.limit, "limit", 30*time.Minute, "end the cluster after this long")
	flags.DurationVar(&o.readyIn, "ready-in", 2*time.Minute, "fail if the cluster is not ready after this long")
	flags.StringVar(&o.kube, "kube", "", "the kube binary (default: next to this one)")
	flags.StringVar(&o.images, "images", "", "JSON file that maps images to binaries")
	flags.IntVar(&o.nodes, "nodes", 2, "number of nodes")
	flags.StringVar(&o.labels, "node-labels", "", "labels of all nodes: a=b,c=d")
	flags.StringVar(&o.programs, "programs", "", "folder with containerd and CNI plugins: the nodes are real, with a kubelet each")
	flags.StringVar(&o.tools, "tools", "", "folder with runc, nft and wasmtime, for real nodes")
	flags.StringVar(&o.apiServer, "api-server-flags", "", "further flags of the API server, separated by spaces")
	flags.BoolVar(&o.noSystemctl, "no-systemctl", false, "real nodes have no systemctl")
	flags.BoolVar(&o.owned, "owned", false, "end the cluster and remove the directory when standard input is closed, because the parent process has exited")
	must(flags.Parse(args))
	if o.dir == "" {
		flags.Usage()
		os.Exit(2)
	}
	abs, err := filepath.Abs(o.dir)
	must(err)
	o.dir = abs
	return o
}

// up starts a cluster in its own network, mount and process namespaces, and stays
// until a signal or its time limit. When it ends, the kernel ends all processes that it started.
func up(args []string) {
	o := parseUp(args)
	if _, err := exec.LookPath("ip"); err != nil {
		refuse("e2e needs ip, of iproute2, to join the networks of pods")
	}
	must(os.RemoveAll(o.dir))
	must(os.MkdirAll(o.dir, 0o755))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, o.limit)
	defer cancel()
	if o.owned {
		defer os.RemoveAll(o.dir)
		go func() {
			io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
	}

	if o.programs != "" {
		defer removeCgroups(o.dir)
		reapCgroups(o.dir)
	}
	begin := time.Now()
	child := start(ctx, o)
	must(os.WriteFile(filepath.Join(o.dir, "pid"), []byte(strconv.Itoa(os.Getpid())), 0o644))
	done := make(chan error, 1)
	go func() { done <- child.Wait() }()
	if !becomesReady(o, done) {
		cancel()
		<-done
		fail(o.dir, "not ready in %v", o.readyIn)
	}
	fmt.Printf("ready in %.1fs\nexport KUBECONFIG=%s\n", time.Since(begin).Seconds(), filepath.Join(o.dir, "kubeconfig"))
	err := <-done
	os.Remove(filepath.Join(o.dir, "pid"))
	if ctx.Err() == nil {
		fail(o.dir, "cluster ended by itself: %v", err)
	}
}

// start runs this program again, in its own namespaces.
func start(ctx context.Context, o upOptions) *exec.Cmd {
	self, err := os.Executable()
	must(err)
	if o.kube == "" {
		o.kube = filepath.Join(filepath.Dir(self), "kube")
	}
	log, err := os.Create(filepath.Join(o.dir, "cluster.log"))
	must(err)
	child := exec.CommandContext(ctx, self, "cluster", "--dir", o.dir, "--server", listen(o.dir), "--kube", o.kube,
		"--images", o.images, "--nodes", strconv.Itoa(o.nodes), "--node-labels", o.labels, "--tools", o.tools, "--programs", o.programs,
		"--api-server-flags", o.apiServer, fmt.Sprintf("--no-systemctl=%t", o.noSystemctl))
	child.Stdout, child.Stderr = log, log
	child.Cancel = func() error { return child.Process.Signal(syscall.SIGTERM) }
	child.WaitDelay = 10 * time.Second
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNET | syscall.CLONE_NEWNS | syscall.CLONE_NEWPID,
		Pdeathsig:  syscall.SIGKILL,
		Setpgid:    true,
	}
	if err := child.Start(); errors.Is(err, syscall.EPERM) {
		refuse("e2e needs root, or CAP_SYS_ADMIN and CAP_NET_ADMIN, to give the cluster a network and mounts of its own")
	} else {
		must(err)
	}
	return child
}

// listen accepts connections for the API server on a free port, and returns its URL. A socket file connects to the API server
// from outside of its network namespace, because socket files belong to no network namespace.
func listen(dir string) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go forward(listener, "unix", filepath.Join(dir, "api.sock"))
	return "https://" + listener.Addr().String()
}

// becomesReady waits for the kubeconfig, which is written when everything is ready.
func becomesReady(o upOptions, done <-chan error) bool {
	deadline := time.After(o.readyIn)
	for tick := time.Tick(50 * time.Millisecond); ; {
		select {
		case err := <-done:
			fail(o.dir, "cluster ended before it was ready: %v", err)
		case <-deadline:
			return false
		case <-tick:
		}
		if _, err := os.Stat(filepath.Join(o.dir, "kubeconfig")); err == nil {
			return true
		}
	}
}

// refuse reports a missing prerequisite and exits.
func refuse(sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	os.Exit(1)
}

func fail(dir, format string, a ...any) {
	text, _ := os.ReadFile(filepath.Join(dir, "cluster.log"))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	fmt.Fprintf(os.Stderr, format+"\n", a...)
	fmt.Fprintln(os.Stderr, strings.Join(lines[max(0, len(lines)-20):], "\n"))
	os.Exit(1)
}

// down ends the cluster of a directory and waits until it has gone.
func down(args []string) {
	flags := flag.NewFlagSet("down", flag.ExitOnError)
	dir := flags.String("dir", "", "the directory given to up")
	must(flags.Parse(args))
	text, err := os.ReadFile(filepath.Join(*dir, "pid"))
	if err != nil {
		return // not up
	}
	pid, err := strconv.Atoi(string(text))
	must(err)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if syscall.Kill(pid, syscall.SIGTERM) != nil {
			return
		}
	}
	fmt.Fprintln(os.Stderr, "process", pid, "is still running")
	os.Exit(1)
}

// forward connects each connection that listener accepts to a new one.
func forward(listener net.Listener, network, address string) {
	for {
		in, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer in.Close()
			out, err := net.DialTimeout(network, address, 5*time.Second)
			if err != nil {
				return
			}
			defer out.Close()
			join(in, out)
		}()
	}
}

func join(a, b net.Conn) {
	type halfCloser interface{ CloseWrite() error }
	copy := func(to, from net.Conn, done chan<- struct{}) {
		io.Copy(to, from)
		if h, ok := to.(halfCloser); ok {
			h.CloseWrite()
		}
		done <- struct{}{}
	}
	done := make(chan struct{}, 2)
	go copy(a, b, done)
	go copy(b, a, done)
	<-done
	<-done
}
