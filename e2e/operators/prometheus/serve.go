package main

import (
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"os"
	"time"
)

// tokenFile is where the token is mounted.
const tokenFile = "/token/token"

// serve answers requests with the pages of targets.
func serve(context.Context) error {
	// As the ServiceMonitor says: the certificate of the target is not verified.
	client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	return http.ListenAndServe(":9090", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request, err := http.NewRequestWithContext(r.Context(), http.MethodGet, r.URL.Query().Get("url"), nil)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		if token, err := os.ReadFile(tokenFile); err == nil && r.URL.Query().Get("anonymous") == "" {
			request.Header.Set("Authorization", "Bearer "+string(token))
		}
		answer, err := client.Do(request)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		w.WriteHeader(answer.StatusCode)
		io.Copy(w, answer.Body)
	}))
}
