// Command containerd-shim-spin-v2 stands in for containerd-shim-spin, whose crates are in no registry. It is containerd's
// own shim for runc, and a container whose image holds a Spin application runs this program again: it serves the routes
// of the application, and `wasmtime serve` runs the components. They can only import `wasi:http`.
package main

import (
	"context"
	"os"

	"github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2/manager"
	"github.com/containerd/containerd/v2/pkg/shim"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "serve" {
		serve()
		return
	}
	shim.Run(context.Background(), manager.NewShimManager("io.containerd.spin.v2"))
}
