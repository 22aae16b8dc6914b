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

// up starts a cluster in its own network, mount and process namespaces, and stays
// until a signal or its time limit. When it ends, the kernel ends all that it started.
func up(args []string) {
	flags := flag.NewFlagSet("up", flag.ExitOnError)
	dir := flags.String("dir", "", "state, logs and kubeconfig; made anew")
	limit := flags.Duration("limit", 30*time.Minute, "end the cluster after this long")
	readyIn := flags.Duration("ready-in", 2*time.Minute, "give up when not ready by then")
	kube := flags.String("kube", "", "the kube binary; default: beside this one")
	images := flags.String("images", "", "JSON: which image is which binary")
	nodes := flags.Int("nodes", 2, "number of nodes")
	labels := flags.String("node-labels", "", "labels of all nodes: a=b,c=d")
	owned := flags.Bool("owned", false, "end, and remove the directory, when the standard input is closed: when who started it is gone")
	must(flags.Parse(args))
	if *dir == "" {
		flags.Usage()
		os.Exit(2)
	}
	if _, err := exec.LookPath("ip"); err != nil {
		refuse("e2e needs ip, of iproute2, to join the networks of pods")
	}
	begin := time.Now()
	abs, err := filepath.Abs(*dir)
	must(err)
	must(os.RemoveAll(abs))
	must(os.MkdirAll(abs, 0o755))

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *limit)
	defer cancel()
	if *owned {
		defer os.RemoveAll(abs)
		go func() {
			io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
	}

	// The API server is reached from outside its network namespace through a
	// socket file, which belongs to no network namespace.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	server := "https://" + listener.Addr().String()
	go forward(listener, "unix", filepath.Join(abs, "api.sock"))

	self, err := os.Executable()
	must(err)
	log, err := os.Create(filepath.Join(abs, "cluster.log"))
	must(err)
	if *kube == "" {
		*kube = filepath.Join(filepath.Dir(self), "kube")
	}
	child := exec.CommandContext(ctx, self, "cluster", "--dir", abs, "--server", server, "--kube", *kube,
		"--images", *images, "--nodes", strconv.Itoa(*nodes), "--node-labels", *labels)
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
	must(os.WriteFile(filepath.Join(abs, "pid"), []byte(strconv.Itoa(os.Getpid())), 0o644))
	done := make(chan error, 1)
	go func() { done <- child.Wait() }()

	ready := filepath.Join(abs, "kubeconfig")
	for tick := time.Tick(50 * time.Millisecond); ; {
		select {
		case err := <-done:
			fail(abs, "cluster ended before it was ready: %v", err)
		case <-tick:
		}
		if _, err := os.Stat(ready); err == nil {
			break
		}
		if time.Since(begin) > *readyIn {
			cancel()
			<-done
			fail(abs, "not ready in %v", *readyIn)
		}
	}
	fmt.Printf("ready in %.1fs\nexport KUBECONFIG=%s\n", time.Since(begin).Seconds(), ready)
	err = <-done
	os.Remove(filepath.Join(abs, "pid"))
	if ctx.Err() == nil {
		fail(abs, "cluster ended by itself: %v", err)
	}
}

// refuse says in one sentence what lacks.
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
	dir := flags.String("dir", "", "what up was given")
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
	fmt.Fprintln(os.Stderr, "process", pid, "is still there")
	os.Exit(1)
}

// forward joins each connection that listener takes to a new one.
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
