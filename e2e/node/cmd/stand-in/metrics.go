package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"os"
	"sync/atomic"
	"time"
)

// metrics serves the metrics API for the pods of `default`: each one uses the CPU that was last set at :8080/usage?cpu=….
func metrics() {
	var usage atomic.Value
	usage.Store("1m")
	go func() {
		must(http.ListenAndServe(":8080", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			usage.Store(r.URL.Query().Get("cpu"))
		})))
	}()
	token, err := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/token")
	must(err)
	mux := http.NewServeMux()
	mux.HandleFunc("/apis/metrics.k8s.io/v1beta1", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "metrics.k8s.io/v1beta1",
			"resources": []any{map[string]any{"name": "pods", "namespaced": true, "kind": "PodMetrics", "verbs": []string{"get", "list"}}}})
	})
	mux.HandleFunc("/apis/metrics.k8s.io/v1beta1/namespaces/default/pods", func(w http.ResponseWriter, r *http.Request) {
		pods, err := podsOf("default", r.URL.Query().Get("labelSelector"), string(token))
		must(err)
		items := []any{}
		for _, pod := range pods {
			items = append(items, map[string]any{"metadata": map[string]any{"name": pod, "namespace": "default"}, "timestamp": time.Now().UTC().Format(time.RFC3339), "window": "10s",
				"containers": []any{map[string]any{"name": "app", "usage": map[string]any{"cpu": usage.Load(), "memory": "10Mi"}}}})
		}
		reply(w, map[string]any{"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": map[string]any{}, "items": items})
	})
	server := http.Server{Addr: ":8443", Handler: mux, TLSConfig: &tls.Config{Certificates: []tls.Certificate{selfSigned()}}}
	must(server.ListenAndServeTLS("", ""))
}

// selfSigned is a certificate that nobody verifies.
func selfSigned() tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(24 * time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	must(err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func reply(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	must(json.NewEncoder(w).Encode(body))
}

// podsOf returns the names of pods, as the API server knows them.
func podsOf(namespace, selector, token string) ([]string, error) {
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	request, err := http.NewRequest("GET", fmt.Sprintf("https://kubernetes.default.svc/api/v1/namespaces/%s/pods", namespace), nil)
	if err != nil {
		return nil, err
	}
	request.URL.RawQuery = url.Values{"labelSelector": {selector}}.Encode()
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var list struct {
		Items []struct{ Metadata struct{ Name string } }
	}
	if err := json.NewDecoder(answer.Body).Decode(&list); err != nil {
		return nil, err
	}
	names := []string{}
	for _, item := range list.Items {
		names = append(names, item.Metadata.Name)
	}
	return names, nil
}
