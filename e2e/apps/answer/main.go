// Command answer runs in place of a SpinApp on nodes without containers, and answers every request. With arguments it asks instead,
// and fails unless the status of the answer is 200:
//
//	answer URL HOST
package main

import (
	"fmt"
	"log"
	"net/http"
	"os"
)

func main() {
	if len(os.Args) == 1 {
		answer := func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, r.Host+r.URL.Path) }
		log.Fatal(http.ListenAndServe(os.Getenv("SPIN_HTTP_LISTEN_ADDR"), http.HandlerFunc(answer)))
	}
	request, err := http.NewRequest(http.MethodGet, os.Args[1], nil)
	if err != nil {
		log.Fatal(err)
	}
	request.Host = os.Args[2]
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		log.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		log.Fatal(response.Status)
	}
}
