package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// probe polls an HTTP readiness probe until it succeeds.
func (w *podWorker) probe(ctx context.Context, c *corev1.Container, ready func()) {
	p := c.ReadinessProbe
	if p == nil {
		return
	}
	client := http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	for ; ctx.Err() == nil; sleep(ctx, 250*time.Millisecond) {
		if g := p.HTTPGet; g != nil {
			url := fmt.Sprintf("%s://%s:%d%s", strings.ToLower(string(g.Scheme)), w.ip, port(c, g.Port), g.Path)
			reply, err := client.Get(url)
			if err != nil {
				continue
			}
			reply.Body.Close()
			if reply.StatusCode >= 400 {
				continue
			}
		}
		ready()
		return
	}
}

func port(c *corev1.Container, p intstr.IntOrString) int {
	if p.Type == intstr.Int {
		return p.IntValue()
	}
	for _, cp := range c.Ports {
		if cp.Name == p.StrVal {
			return int(cp.ContainerPort)
		}
	}
	return 0
}
