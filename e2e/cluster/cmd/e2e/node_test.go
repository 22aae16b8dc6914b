package main

import (
	"crypto/tls"
	"crypto/x509"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/utils/ptr"
)

func TestImagesAreFoundByNameAndTagOrByNameAlone(t *testing.T) {
	failed := 1
	w := &podWorker{n: &nodes{nodeOptions: nodeOptions{images: map[string]image{
		"registry:5000/a:v1": {Binary: "a-v1"},
		"registry:5000/b":    {Binary: "b"},
		"c":                  {Exit: &failed},
	}}}}
	for name, want := range map[string]string{
		"registry:5000/a:v1":             "a-v1",
		"registry:5000/a:v2":             "",
		"registry:5000/b:v7":             "b",
		"registry:5000/b@sha256:0123":    "b",
		"registry:5000/b:v7@sha256:0123": "b",
		"unknown":                        "",
	} {
		if img, known := w.lookup(name); img.Binary != want || known != (want != "") {
			t.Errorf("%s: got %q, %v", name, img.Binary, known)
		}
	}
	if img, known := w.lookup("c:v1"); !known || *img.Exit != failed {
		t.Errorf("c:v1: got %v, %v", img, known)
	}
}

func TestUsersAreThoseOfTheContainerThenThePodThenTheImage(t *testing.T) {
	for name, test := range map[string]struct {
		pod       *corev1.PodSecurityContext
		container *corev1.SecurityContext
		want      int
		refused   bool
	}{
		"image":            {want: 0},
		"pod":              {pod: &corev1.PodSecurityContext{RunAsUser: ptr.To[int64](1)}, want: 1},
		"container":        {pod: &corev1.PodSecurityContext{RunAsUser: ptr.To[int64](1)}, container: &corev1.SecurityContext{RunAsUser: ptr.To[int64](2)}, want: 2},
		"root, not wanted": {pod: &corev1.PodSecurityContext{RunAsNonRoot: ptr.To(true)}, refused: true},
	} {
		w := &podWorker{pod: &corev1.Pod{Spec: corev1.PodSpec{SecurityContext: test.pod}}}
		spec := containerSpec{}
		if err := w.secure(&spec, test.container); (err != nil) != test.refused || spec.User != test.want {
			t.Errorf("%s: got %d, %v", name, spec.User, err)
		}
	}
}

func TestKeysOfASecretBecomeFiles(t *testing.T) {
	data := map[string][]byte{"a": []byte("1"), "b": []byte("2")}
	for name, test := range map[string]struct {
		items    []corev1.KeyToPath
		want     []string
		optional bool
		fails    bool
	}{
		"all":      {want: []string{"a", "b"}},
		"chosen":   {items: []corev1.KeyToPath{{Key: "a", Path: "x/y"}}, want: []string{"x/y"}},
		"missing":  {items: []corev1.KeyToPath{{Key: "c", Path: "c"}}, fails: true},
		"optional": {items: []corev1.KeyToPath{{Key: "c", Path: "c"}, {Key: "b", Path: "b"}}, want: []string{"b"}, optional: true},
	} {
		dir := t.TempDir()
		if err := putAll(dir, data, test.items, test.optional); (err != nil) != test.fails {
			t.Errorf("%s: got %v", name, err)
		}
		for _, file := range test.want {
			if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestPortsAreNumbersOrNames(t *testing.T) {
	c := &corev1.Container{Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8080}}}
	for value, want := range map[intstr.IntOrString]int{
		intstr.FromInt32(80):      80,
		intstr.FromString("http"): 8080,
		intstr.FromString("no"):   0,
	} {
		if got := port(c, value); got != want {
			t.Errorf("%v: got %d", value, got)
		}
	}
}

func TestOnlyReadyEndpointsOfAPortAreServed(t *testing.T) {
	list := []*discoveryv1.EndpointSlice{{
		Ports: []discoveryv1.EndpointPort{{Name: ptr.To("http"), Port: ptr.To[int32](80)}, {Name: ptr.To("other"), Port: ptr.To[int32](81)}},
		Endpoints: []discoveryv1.Endpoint{
			{Addresses: []string{"10.0.0.1"}, Conditions: discoveryv1.EndpointConditions{Ready: ptr.To(true)}},
			{Addresses: []string{"10.0.0.2"}, Conditions: discoveryv1.EndpointConditions{Ready: ptr.To(false)}},
			{Addresses: []string{"10.0.0.3"}},
		},
	}}
	if got, want := backends(list, "http"), []string{"10.0.0.1:80", "10.0.0.3:80"}; !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestMemoryIsSummedOverProcesses(t *testing.T) {
	proc := t.TempDir()
	for file, text := range map[string]string{
		"1/smaps_rollup":     "00400000-7fff r--p\nRss: 900 kB\nPss:   100 kB\nPss_Dirty: 7 kB\n",
		"23/smaps_rollup":    "Pss: 20 kB\n",
		"4/status":           "Pss: 1 kB\n",
		"self/smaps_rollup":  "Pss: 1000 kB\n",
		"5/smaps_rollup/dir": "",
	} {
		put(proc, file, []byte(text))
	}
	if got := memory(proc); got != 120 {
		t.Errorf("got %d", got)
	}
}

func TestLabelsAreParsed(t *testing.T) {
	if got, want := parseLabels("a=b,c=,d"), map[string]string{"a": "b", "c": ""}; !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestACertificateIsForItsHost(t *testing.T) {
	dir := t.TempDir()
	certificate([]string{"--host=a.b.svc", "--dir=" + dir})
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(dir, name))
		must(err)
		return data
	}
	pair, err := tls.X509KeyPair(read("tls.crt"), read("tls.key"))
	must(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(read("ca.crt"))
	if _, err := pair.Leaf.Verify(x509.VerifyOptions{DNSName: "a.b.svc", Roots: roots}); err != nil {
		t.Error(err)
	}
	if _, err := pair.Leaf.Verify(x509.VerifyOptions{DNSName: "other", Roots: roots}); err == nil {
		t.Error("accepted for another host")
	}
}
