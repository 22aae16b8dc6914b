// Command certgen takes the place of kube-webhook-certgen, whose module cannot be had: the same flags, as far as our
// Job has them. `create` makes a certificate in a Secret unless the Secret is there; `patch` writes its CA into the
// webhooks of a configuration. An unknown flag ends the program.
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

// parse reads the flags with the defaults of the original, which fit no TLS Secret.
func parse(command string, args []string) options {
	var o options
	flags := pflag.NewFlagSet(command, pflag.ExitOnError)
	flags.StringVar(&o.namespace, "namespace", "", "namespace of the Secret")
	flags.StringVar(&o.secretName, "secret-name", "", "name of the Secret")
	flags.StringVar(&o.caName, "ca-name", "ca", "its key for the CA")
	if command == "create" {
		flags.StringVar(&o.secretType, "secret-type", "Opaque", "type of the Secret")
		flags.StringVar(&o.host, "host", "", "names in the certificate, with commas")
		flags.StringVar(&o.certName, "cert-name", "cert", "key for the certificate")
		flags.StringVar(&o.keyName, "key-name", "key", "key for the private key")
	} else {
		flags.StringVar(&o.webhookName, "webhook-name", "", "name of the configurations")
		flags.StringVar(&o.patchMode, "patch-mode", "update", "update, or patch: server-side apply")
		flags.BoolVar(&o.patchMutating, "patch-mutating", true, "whether there is a MutatingWebhookConfiguration")
		flags.BoolVar(&o.patchValidating, "patch-validating", true, "whether there is a ValidatingWebhookConfiguration")
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
