package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// application is the part of a locked Spin application that is served.
type application struct {
	Variables  map[string]struct{ Default *string }
	Triggers   []trigger
	Components []struct {
		ID     string
		Source struct{ Digest string }
	}
}

type trigger struct {
	Type   string `json:"trigger_type"`
	Config struct {
		Component string
		Route     any // a path, or what makes it private
	} `json:"trigger_config"`
}

// route is an HTTP trigger, whose component listens on an address of its own.
type route struct {
	path, component string
	handler         http.Handler
}

// configurationPath answers with what the application was configured with, for tests.
const configurationPath = "/.stand-in/configuration"

// componentHeader of an answer names the component, for tests.
const componentHeader = "Stand-In-Component"

// startLimit is how long a component may take to listen.
const startLimit = 30 * time.Second

// serve serves the application of this container until it is terminated.
func serve() {
	log.SetFlags(0)
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM, os.Interrupt)

	app := readApplication()
	variables := app.values()
	if command, found := app.command(); found {
		run(command)
	}
	routes := app.start()
	address := os.Getenv("SPIN_HTTP_LISTEN_ADDR")
	if address == "" {
		address = "0.0.0.0:80"
	}
	listener, err := net.Listen("tcp", address)
	must(err)
	fmt.Printf("Serving http://%s\nAvailable Routes:\n", address)
	for _, r := range routes {
		fmt.Printf("  %s: http://%s%s\n", r.component, address, wildcard(r.path))
	}
	slices.SortStableFunc(routes, func(a, b route) int { return len(b.path) - len(a.path) }) // the longest one matches
	go func() {
		must(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
			answer(w, request, routes, variables)
		})))
	}()
	<-terminated // Like Spin, it does not wait for open requests.
}

func answer(w http.ResponseWriter, request *http.Request, routes []route, variables map[string]string) {
	if request.URL.Path == configurationPath {
		runtime, _ := os.ReadFile("/runtime-config.toml")
		must(json.NewEncoder(w).Encode(map[string]any{"variables": variables, "runtimeConfig": string(runtime), "shim": version()}))
		return
	}
	for _, r := range routes {
		if matches(r.path, request.URL.Path) {
			w.Header().Set(componentHeader, r.component)
			r.handler.ServeHTTP(w, request)
			return
		}
	}
	http.NotFound(w, request)
}

func readApplication() application {
	text, err := os.ReadFile(inContainer + "/application.json")
	must(err)
	var app application
	must(json.Unmarshal(text, &app))
	return app
}

// values are the variables of the application. As in Spin, each one needs a value.
func (a *application) values() map[string]string {
	values := map[string]string{}
	for name, variable := range a.Variables {
		value, found := os.LookupEnv("SPIN_VARIABLE_" + strings.ToUpper(name))
		if !found && variable.Default == nil {
			log.Fatalf("Error: no provider resolved required variable %q", name)
		}
		if !found {
			value = *variable.Default
		}
		values[name] = value
	}
	return values
}

// kept are the triggers whose components are not left out.
func (a *application) kept() []trigger {
	names := strings.FieldsFunc(os.Getenv("SPIN_COMPONENTS_TO_RETAIN"), func(r rune) bool { return r == ',' })
	return slices.DeleteFunc(slices.Clone(a.Triggers), func(t trigger) bool {
		return len(names) > 0 && !slices.Contains(names, t.Config.Component)
	})
}

// command is the compiled component of the command trigger, if this container has one and no other triggers.
func (a *application) command() (string, bool) {
	kept := a.kept()
	if len(kept) != 1 || kept[0].Type != "command" {
		return "", false
	}
	return a.compiled(kept[0].Config.Component), true
}

// run ends as a command does.
func run(command string) {
	process := exec.Command(inContainer+"-wasmtime", "run", "-C", "cache=n", "--allow-precompiled", command)
	process.Stdout, process.Stderr = os.Stdout, os.Stderr
	must(process.Run())
	os.Exit(0)
}

// start starts a server for each component that an HTTP trigger uses and that is not left out, and returns the public routes.
func (a *application) start() []route {
	handlers := map[string]http.Handler{}
	var routes []route
	for _, t := range a.kept() {
		id := t.Config.Component
		path, isPublic := t.Config.Route.(string)
		if t.Type != "http" || !isPublic {
			continue
		}
		if handlers[id] == nil {
			handlers[id] = a.startComponent(id, fmt.Sprintf("127.0.0.1:%d", 50000+len(handlers)))
		}
		routes = append(routes, route{path, id, handlers[id]})
	}
	if len(routes) == 0 {
		log.Fatal("Error: no HTTP trigger to serve")
	}
	return routes
}

// startComponent starts a server for a component, waits until it listens, and returns a handler that asks it. When the
// server ends, the container does.
func (a *application) startComponent(id, address string) http.Handler {
	server := exec.Command(inContainer+"-wasmtime", "serve", "-C", "cache=n", "-S", "cli", "--allow-precompiled", "--addr", address, a.compiled(id))
	server.Stdout, server.Stderr = os.Stdout, os.Stderr
	must(server.Start())
	go func() { log.Fatalf("component %s ended: %v", id, server.Wait()) }()
	for begin := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			break
		}
		if time.Since(begin) > startLimit {
			log.Fatalf("component %s does not listen after %v", id, startLimit)
		}
	}
	return httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: address})
}

// compiled is the path of a compiled component.
func (a *application) compiled(id string) string {
	for _, c := range a.Components {
		if c.ID == id {
			return inComponents + "/" + strings.TrimPrefix(c.Source.Digest, "sha256:")
		}
	}
	log.Fatalf("Error: no component %q", id)
	return ""
}

func matches(path, requested string) bool {
	prefix, isWildcard := strings.CutSuffix(path, "/...")
	return path == requested || isWildcard && (requested == prefix || strings.HasPrefix(requested, prefix+"/"))
}

// version is what a test has appended to this program.
func version() string {
	program, err := os.ReadFile("/proc/self/exe")
	must(err)
	_, version, _ := bytes.Cut(program[max(0, len(program)-100):], []byte("\nversion "))
	return string(version)
}

// wildcard is a route as Spin prints it.
func wildcard(path string) string {
	if prefix, found := strings.CutSuffix(path, "/..."); found {
		return prefix + " (wildcard)"
	}
	return path
}

func must(err error) {
	if err != nil {
		log.Fatal("Error: ", err)
	}
}
