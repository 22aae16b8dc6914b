// Command stand-in is the program of images whose own programs cannot be built here, and of the images of the tests.
//
//	pause       keeps the namespaces of a pod
//	manager     an operator that only answers its probes; a test does its work
//	download    the shim downloader of runtime-class-manager
//	install     the node installer of runtime-class-manager, on the node; `uninstall` reverts it
//	provision   the node installer of kwasm-operator, on the node
//	archives    serves the files of /archives
//	traffic     requests a URL at an interval, and answers with the figures
//	metrics     the metrics API, with the CPU usage that a test sets
package main

import (
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("usage: stand-in pause|manager|download|install|uninstall|provision|archives|traffic|metrics")
	}
	switch os.Args[1] {
	case "pause":
		pause()
	case "manager":
		manager()
	case "download":
		download()
	case "install":
		install(os.Args[2])
	case "uninstall":
		uninstall(os.Args[2])
	case "provision":
		provision()
	case "archives":
		must(http.ListenAndServe(":8080", http.FileServer(http.Dir("/archives"))))
	case "traffic":
		interval, err := time.ParseDuration(os.Args[3])
		must(err)
		traffic(os.Args[2], interval)
	case "metrics":
		metrics()
	default:
		log.Fatalf("unknown command %s", os.Args[1])
	}
}

// pause runs until the pod ends.
func pause() {
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM, syscall.SIGINT)
	<-terminated
}

// manager answers the probes of runtime-class-manager and of kwasm-operator.
func manager() {
	ok := func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) }
	go func() { must(http.ListenAndServe(":8081", http.HandlerFunc(ok))) }()
	must(http.ListenAndServe(":8082", http.HandlerFunc(ok)))
}

func must(err error) {
	if err != nil {
		log.Fatal("Error: ", err)
	}
}
