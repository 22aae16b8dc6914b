#!/bin/sh
# Removes the bundle with kubectl: the stages backwards, and waits until each is gone. It can be run again at any time.
# Written by cdk8s-spinkube; do not edit.
set -eu

usage() {
  cat <<'END'
usage: uninstall.sh [--context NAME] [--kubeconfig FILE] [--timeout 300s] [--definitions] [--namespaces]

  --context NAME      context of the kubeconfig (KUBE_CONTEXT)
  --kubeconfig FILE   kubeconfig (KUBECONFIG)
  --timeout DURATION  how long each wait may take; if nothing is said 300s, and 30m for a Shoot (TIMEOUT)
  --definitions       remove the CustomResourceDefinitions too, and with them every object of their kinds in the cluster:
                      all SpinApps, all Certificates, also those of others
  --namespaces        remove the namespaces of the bundle too, with everything that is in them
END
}

context=${KUBE_CONTEXT:-}
kubeconfig=${KUBECONFIG:-}
timeout=${TIMEOUT:-}

# k ARGUMENT...: kubectl for the chosen cluster
k() {
  kubectl ${context:+--context "$context"} ${kubeconfig:+--kubeconfig "$kubeconfig"} "$@"
}

say() {
  printf '%s\n' "$*"
}

# fail WHAT LOOK_AT: says what went wrong and where to look, and ends
fail() {
  printf 'failed: %s\n  look at: kubectl %s\n' "$1" "$2" >&2
  exit 1
}

# needs_value OPTION VALUE...: ends unless the option has a value
needs_value() {
  [ $# -gt 1 ] || { printf '%s needs a value\n' "$1" >&2 && exit 2; }
}

definitions=
namespaces=
while [ $# -gt 0 ]; do
  case $1 in
    --context) needs_value "$@" && context=$2 && shift ;;
    --kubeconfig) needs_value "$@" && kubeconfig=$2 && shift ;;
    --timeout) needs_value "$@" && timeout=$2 && shift ;;
    --definitions) definitions=yes ;;
    --namespaces) namespaces=yes ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
shoot_timeout=${timeout:-30m}
timeout=${timeout:-300s}

# What gone waits for besides: with foreground, what the removed objects have made.
cascade=background

# gone NAMESPACE RESOURCE...: removes them and waits for their finalizers; what is not there any more is fine
gone() {
  namespace=$1
  shift
  if output=$(k delete ${namespace:+--namespace "$namespace"} --ignore-not-found --cascade="$cascade" --timeout="$timeout" "$@" 2>&1); then
    [ -z "$output" ] || say "$output"
    return 0
  fi
  case $output in
    *"the server doesn't have a resource type"* | *'no matches for kind'*) say "$* is of a kind that is gone already" ;;
    *)
      say "$output" >&2
      fail "$* is not gone after $timeout" "describe ${namespace:+--namespace $namespace }$*"
      ;;
  esac
}

# app_gone NAMESPACE RESOURCE: its Deployment and Service go first. Once the definition of SpinApps is gone, the garbage
# collector of Kubernetes no longer knows whose they were, and they would run for ever.
app_gone() {
  cascade=foreground
  gone "$@"
  cascade=background
}

# executor_gone NAMESPACE RESOURCE: its operator holds it while any SpinApp of the cluster names it
executor_gone() {
  say "an executor stays until no SpinApp of the cluster names it: kubectl get spinapps --all-namespaces"
  gone "$@"
}

# shoot_gone NAMESPACE RESOURCE: with all that is in the cluster; Gardener wants it confirmed
shoot_gone() {
  k annotate --namespace "$1" --overwrite "$2" confirmation.gardener.cloud/deletion=true || true
  usual=$timeout timeout=$shoot_timeout
  gone "$@"
  timeout=$usual
}

# jobs_done NAMESPACE: what takes the shim off the nodes goes on when the Shim is gone already
jobs_done() {
  [ -n "$(k get jobs --namespace "$1" --output name)" ] || return 0
  k wait --namespace "$1" --for=condition=Complete --timeout="$timeout" job --all ||
    fail "the Jobs in $1 are not done after $timeout" "describe --namespace $1 jobs"
}

say '[1/1]' shoot
say 'it stays: a Shoot is in it or needs it, which is a whole cluster; '\''confirmDeletion'\'' of the Shoot lets it be removed'
if [ -n "$definitions" ]; then
  say 'there are no definitions to remove'
fi
if [ -n "$namespaces" ]; then
  say 'there are no namespaces to remove'
fi

say 'all is removed that was asked for'
