// Command controllers is Argo CD's image, as far as it syncs Applications, and Redis in memory. Like in the image, the first
// argument is a program:
//
//	controllers /usr/local/bin/argocd-repo-server FLAGS…
//	controllers /usr/local/bin/argocd-application-controller FLAGS…
//	controllers FLAGS OF REDIS…
package main

import (
	"log"
	"os"
	"path/filepath"

	"github.com/alicebob/miniredis/v2"
	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/spf13/cobra"
)

func main() {
	var command *cobra.Command
	switch filepath.Base(os.Args[1]) {
	case "argocd-repo-server":
		command = reposerver.NewCommand()
	case "argocd-application-controller":
		command = controller.NewCommand()
	default:
		log.Fatal(serveRedis())
	}
	command.SetArgs(os.Args[2:])
	if command.Execute() != nil {
		os.Exit(1)
	}
}

// serveRedis returns only if it cannot serve.
func serveRedis() error {
	redis := miniredis.NewMiniRedis()
	redis.RequireAuth(os.Getenv("REDIS_PASSWORD"))
	if err := redis.StartAddr(":6379"); err != nil {
		return err
	}
	select {}
}
