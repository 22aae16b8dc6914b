package main

import (
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// figures are what traffic has seen so far.
type figures struct {
	Sent   int            `json:"sent"`
	Failed int            `json:"failed"`
	Errors map[string]int `json:"errors"` // by message or status
}

const requestTimeout = 5 * time.Second

// traffic requests a URL at an interval, each time over a new connection and without waiting for other answers, and serves
// the figures.
func traffic(url string, interval time.Duration) {
	seen := figures{Errors: map[string]int{}}
	var lock sync.Mutex
	record := func(problem string) {
		lock.Lock()
		defer lock.Unlock()
		seen.Sent++
		if problem != "" {
			seen.Failed++
			seen.Errors[problem]++
		}
	}
	go func() {
		client := http.Client{Timeout: requestTimeout, Transport: &http.Transport{DisableKeepAlives: true}}
		for range time.Tick(interval) {
			go func() { record(request(client, url)) }()
		}
	}()
	must(http.ListenAndServe(":8080", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		lock.Lock()
		defer lock.Unlock()
		must(json.NewEncoder(w).Encode(seen))
	})))
}

// request returns what went wrong, if anything.
func request(client http.Client, url string) string {
	reply, err := client.Get(url)
	if err != nil {
		return err.Error()
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return reply.Status
	}
	return ""
}
