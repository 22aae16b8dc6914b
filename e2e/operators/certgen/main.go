// Command certgen stands in for kube-webhook-certgen, whose module is not available. It has the flags that our Job uses:
// `create` creates a Secret with a certificate unless the Secret exists; `patch` writes its CA into the webhooks of a
// configuration. An unknown flag is an error.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// manager owns the fields that patch writes.
const manager = "kube-webhook-certgen"

// options are the flags of both commands.
type options struct {
	namespace, secretName, secretType, host string
	caName, certName, keyName               string
	webhookName, patchMode                  string
	patchMutating, patchValidating          bool
}

func main() {
	if len(os.Args) < 2 {
		end(fmt.Errorf("usage: certgen create|patch [flags]"))
	}
	o := parse(os.Args[1], os.Args[2:])
	config, err := rest.InClusterConfig()
	end(err)
	client, err := kubernetes.NewForConfig(config)
	end(err)
	objects, err := dynamic.NewForConfig(config)
	end(err)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	switch os.Args[1] {
	case "create":
		err = create(ctx, client, o)
	case "patch":
		err = patch(ctx, client, objects, o)
	default:
		err = fmt.Errorf("unknown command %s", os.Args[1])
	}
	end(err)
}

// parse reads the flags with the defaults of the original, which do not fit a TLS Secret.
func parse(command string, args []string) options {
	var o options
	flags := pflag.NewFlagSet(command, pflag.ExitOnError)
	flags.StringVar(&o.namespace, "namespace", "", "namespace of the Secret")
	flags.StringVar(&o.secretName, "secret-name", "", "name of the Secret")
	flags.StringVar(&o.caName, "ca-name", "ca", "key for the CA")
	if command == "create" {
		flags.StringVar(&o.secretType, "secret-type", "Opaque", "type of the Secret")
		flags.StringVar(&o.host, "host", "", "comma-separated names in the certificate")
		flags.StringVar(&o.certName, "cert-name", "cert", "key for the certificate")
		flags.StringVar(&o.keyName, "key-name", "key", "key for the private key")
	} else {
		flags.StringVar(&o.webhookName, "webhook-name", "", "name of the configurations")
		flags.StringVar(&o.patchMode, "patch-mode", "update", "update, or patch: server-side apply")
		flags.BoolVar(&o.patchMutating, "patch-mutating", true, "patch the MutatingWebhookConfiguration")
		flags.BoolVar(&o.patchValidating, "patch-validating", true, "patch the ValidatingWebhookConfiguration")
	}
	end(flags.Parse(args))
	return o
}

func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "certgen:", err)
		os.Exit(1)
	}
}
