// Says which connections NetworkPolicies allow, by the matcher of cyclonus. Reads policies and connections from the standard input.
package main

import (
	"encoding/json"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// Peer is a pod, or an address outside of the cluster if it has no namespace.
type Peer struct {
	Namespace string            `json:"namespace"`
	Labels    map[string]string `json:"labels"`
	IP        string            `json:"ip"`
}

type input struct {
	Policies    []*networkingv1.NetworkPolicy `json:"policies"`
	Connections []struct {
		From     Peer   `json:"from"`
		To       Peer   `json:"to"`
		Port     int    `json:"port"`
		PortName string `json:"portName"`
		Protocol string `json:"protocol"`
	} `json:"connections"`
}

func main() {
	var given input
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		panic(err)
	}
	policy := matcher.BuildNetworkPolicies(false, given.Policies)
	allowed := []bool{}
	for _, one := range given.Connections {
		traffic := &matcher.Traffic{
			Source: one.From.traffic(), Destination: one.To.traffic(),
			ResolvedPort: one.Port, ResolvedPortName: one.PortName, Protocol: corev1.Protocol(one.Protocol),
		}
		allowed = append(allowed, policy.IsTrafficAllowed(traffic).IsAllowed())
	}
	if err := json.NewEncoder(os.Stdout).Encode(allowed); err != nil {
		panic(err)
	}
}

func (p Peer) traffic() *matcher.TrafficPeer {
	if p.Namespace == "" {
		return &matcher.TrafficPeer{IP: p.IP}
	}
	names := map[string]string{"kubernetes.io/metadata.name": p.Namespace}
	return &matcher.TrafficPeer{IP: p.IP, Internal: &matcher.InternalPeer{PodLabels: p.Labels, NamespaceLabels: names, Namespace: p.Namespace}}
}
