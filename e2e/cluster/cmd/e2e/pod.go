package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// podWorker runs one pod until it is stopped.
type podWorker struct {
	n      *nodes
	pod    *corev1.Pod
	image  func(container *corev1.Container) (image, bool)
	stop   context.CancelFunc
	done   chan struct{}
	ip     string
	mu     sync.Mutex
	status corev1.PodStatus
}

func (w *podWorker) run(ctx context.Context) {
	now := metav1.Now()
	w.status = corev1.PodStatus{Phase: corev1.PodPending, HostIP: bridgeIP, StartTime: &now, QOSClass: w.pod.Status.QOSClass}
	w.condition(corev1.PodScheduled, true, "")
	root := filepath.Join(w.n.state, "pods", string(w.pod.UID))
	defer os.RemoveAll(root)

	// As a kubelet does, keep the pod in ContainerCreating until all it needs exists.
	for reported := ""; ; {
		err := w.prepareVolumes(ctx, root)
		if err == nil {
			break
		}
		if ctx.Err() != nil {
			return
		}
		if reported != err.Error() {
			reported = err.Error()
			log.Printf("%s: %v", w.name(), err)
			w.waiting("ContainerCreating", reported)
		}
		sleep(ctx, 300*time.Millisecond)
	}
	w.status.PodIP = w.ip
	w.status.PodIPs = []corev1.PodIP{{IP: w.ip}}

	for i := range w.pod.Spec.InitContainers {
		c := &w.pod.Spec.InitContainers[i]
		if code := w.runToEnd(ctx, root, c); code != 0 {
			w.finish(ctx, code)
			return
		}
	}
	if w.pod.Spec.RestartPolicy != corev1.RestartPolicyAlways && w.pod.Spec.RestartPolicy != "" {
		code := 0
		for i := range w.pod.Spec.Containers {
			code = max(code, w.runToEnd(ctx, root, &w.pod.Spec.Containers[i]))
		}
		w.finish(ctx, code)
		return
	}
	var group sync.WaitGroup
	w.status.Phase = corev1.PodRunning
	w.condition(corev1.PodInitialized, true, "")
	w.status.ContainerStatuses = make([]corev1.ContainerStatus, len(w.pod.Spec.Containers))
	for i := range w.pod.Spec.Containers {
		c := &w.pod.Spec.Containers[i]
		w.status.ContainerStatuses[i] = corev1.ContainerStatus{Name: c.Name, Image: c.Image, State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ContainerCreating"}}}
		group.Add(1)
		go func() {
			defer group.Done()
			w.keepRunning(ctx, root, c, i)
		}()
	}
	w.publish(ctx)
	group.Wait()
}

func (w *podWorker) name() string { return w.pod.Namespace + "/" + w.pod.Name }

// runToEnd runs a container of a Job or an init container and returns its exit code.
func (w *podWorker) runToEnd(ctx context.Context, root string, c *corev1.Container) int {
	img, known := w.lookup(c.Image)
	if !known || img.Binary == "" {
		sleep(ctx, 200*time.Millisecond)
		if img.Exit != nil {
			return *img.Exit
		}
		return 0
	}
	cmd, err := w.start(ctx, root, c, img)
	if err != nil {
		log.Printf("%s: %v", w.name(), err)
		return 128
	}
	cmd.Wait()
	return cmd.ProcessState.ExitCode()
}

func (w *podWorker) finish(ctx context.Context, code int) {
	w.status.Phase = corev1.PodSucceeded
	reason := "Completed"
	if code != 0 {
		w.status.Phase, reason = corev1.PodFailed, "Error"
	}
	w.status.ContainerStatuses = nil
	for _, c := range w.pod.Spec.Containers {
		w.status.ContainerStatuses = append(w.status.ContainerStatuses, corev1.ContainerStatus{Name: c.Name, Image: c.Image,
			State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: int32(code), Reason: reason, FinishedAt: metav1.Now()}}})
	}
	w.publish(ctx)
}

// keepRunning runs a container of a Deployment, and restarts it whenever it exits.
func (w *podWorker) keepRunning(ctx context.Context, root string, c *corev1.Container, i int) {
	img, known := w.lookup(c.Image)
	status := &w.status.ContainerStatuses[i]
	set := func(change func()) {
		w.mu.Lock()
		change()
		w.mu.Unlock()
		w.publish(ctx)
	}
	yes := true
	if !known || img.Binary == "" {
		set(func() {
			status.State = corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}}
			status.Ready, status.Started = true, &yes
		})
		<-ctx.Done()
		return
	}
	for backoff := time.Second; ctx.Err() == nil; backoff = min(2*backoff, 10*time.Second) {
		cmd, err := w.start(ctx, root, c, img)
		message := fmt.Sprint(err)
		if err == nil {
			set(func() {
				status.State = corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}}
				status.Ready, status.Started = c.ReadinessProbe == nil, &yes
			})
			probing, stopProbing := context.WithCancel(ctx)
			go w.probe(probing, c, func() { set(func() { status.Ready = true }) })
			begin := time.Now()
			cmd.Wait()
			stopProbing()
			if time.Since(begin) > time.Minute {
				backoff = time.Second
			}
			message = cmd.ProcessState.String()
		}
		if ctx.Err() != nil {
			return
		}
		log.Printf("%s: container %s ended: %s", w.name(), c.Name, message)
		set(func() {
			status.Ready = false
			status.RestartCount++
			status.State = corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff", Message: message}}
		})
		sleep(ctx, backoff)
	}
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
