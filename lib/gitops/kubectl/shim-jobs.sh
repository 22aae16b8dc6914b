# Annotations of ours: of a node that has the shim, before the name of the Shim, and of a node that upgrade-nodes.sh has cordoned.
installed=archive.cdk8s-spinkube
cordoned=cdk8s-spinkube/cordoned-for

# shim_jobs SHIM OPERATION: a line for each Job: job, namespace, name, node, archive, failed pods, conditions
shim_jobs() {
  # shellcheck disable=SC2016 # variables of the template
  k get jobs --all-namespaces --selector "spinkube.dev/shimName=$1,spinkube.dev/operation=$2" --output 'go-template=
    {{- range .items}}
      {{- $location := "-"}}{{$sha256 := ""}}
      {{- range .spec.template.spec.initContainers}}
        {{- range .env}}
          {{- if eq .name "SHIM_LOCATION"}}{{$location = .value}}{{else if eq .name "SHIM_SHA256"}}{{$sha256 = .value}}{{end}}
        {{- end}}
      {{- end -}}
      job {{.metadata.namespace}} {{.metadata.name}} {{.spec.template.spec.nodeName}} {{or $sha256 $location}} {{or .status.failed 0}} -
      {{- range .status.conditions}}{{if eq .status "True"}},{{.type}}{{end}}{{end}}{{"\n"}}
    {{- end}}'
}

# last_pod NAMESPACE JOB
last_pod() {
  k get pods --namespace "$1" --selector "batch.kubernetes.io/job-name=$2" --sort-by .metadata.creationTimestamp --output name | tail -n 1
}
