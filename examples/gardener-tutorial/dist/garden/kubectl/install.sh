#!/bin/sh
# Installs the bundle with kubectl, stage by stage, and waits for each. It can be run again at any time.
# Written by cdk8s-spinkube; do not edit.
set -eu

usage() {
  cat <<'END'
usage: install.sh [--context NAME] [--kubeconfig FILE] [--timeout 300s] [--from STAGE] [--dry-run]

  --context NAME      context of the kubeconfig (KUBE_CONTEXT)
  --kubeconfig FILE   kubeconfig (KUBECONFIG)
  --timeout DURATION  how long each wait may take; if nothing is said 300s, and 30m for a Shoot (TIMEOUT)
  --from STAGE        leave out the stages before this one
  --dry-run           let the server check everything and change nothing. What needs a definition or a namespace that
                      the cluster does not have yet is refused then, which a real run would not be.
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

case $0 in
  */*) manifests=${0%/*}/../manifests ;;
  *) manifests=../manifests ;;
esac
from=
dry_run=
refused=
while [ $# -gt 0 ]; do
  case $1 in
    --context) needs_value "$@" && context=$2 && shift ;;
    --kubeconfig) needs_value "$@" && kubeconfig=$2 && shift ;;
    --timeout) needs_value "$@" && timeout=$2 && shift ;;
    --from) needs_value "$@" && from=$2 && shift ;;
    --dry-run) dry_run=yes ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done
shoot_timeout=${timeout:-30m}
timeout=${timeout:-300s}

# known_stage STAGE...: ends unless --from names one of them
known_stage() {
  [ -n "$from" ] || return 0
  for stage in "$@"; do
    [ "$stage" != "$from" ] || return 0
  done
  printf '%s\n' "there is no stage $from; the stages are: $*" >&2
  exit 2
}

# stage NUMBER NAME: shows the progress; false for a stage to leave out
stage() {
  if [ -n "$from" ] && [ "$from" != "$2" ]; then
    say "$1 $2 is left out"
    return 1
  fi
  from=
  say "$1 $2"
}

# apply STAGE: several times, for a webhook may not be reachable at once when its operator is ready
apply() {
  if [ -n "$dry_run" ]; then
    k apply --server-side --force-conflicts --dry-run=server -f "$manifests/$1" || refused="$refused $1"
    return 0
  fi
  for pause in 1 2 4 8 0; do
    if k apply --server-side --force-conflicts -f "$manifests/$1"; then
      return 0
    fi
    [ "$pause" = 0 ] || { say "once more in ${pause}s" && sleep "$pause"; }
  done
  fail "stage $1 could not be applied" "apply --server-side --force-conflicts -f $manifests/$1"
}

# wait_for CONDITION NAMESPACE RESOURCE...: an empty namespace for what belongs to the whole cluster
wait_for() {
  [ -z "$dry_run" ] || return 0
  condition=$1 namespace=$2
  shift 2
  k wait ${namespace:+--namespace "$namespace"} --for="$condition" --timeout="$timeout" "$@" ||
    fail "$* is not ready after $timeout ($condition)" "describe ${namespace:+--namespace $namespace }$*"
}

# rolled_out NAMESPACE RESOURCE
rolled_out() {
  [ -z "$dry_run" ] || return 0
  k rollout status --namespace "$1" --timeout="$timeout" "$2" ||
    fail "$2 is not rolled out after $timeout" "describe --namespace $1 $2; kubectl get pods,events --namespace $1"
}

# shim_installed NAME: on all nodes that it is for
shim_installed() {
  [ -z "$dry_run" ] || return 0
  wait_for 'jsonpath={.status.nodes}' '' "shim.runtime.spinkube.dev/$1"
  nodes=$(k get "shim.runtime.spinkube.dev/$1" -o 'jsonpath={.status.nodes}')
  [ "$nodes" != 0 ] || fail "no node has the labels that the shim $1 is for" 'get nodes --show-labels'
  wait_for "jsonpath={.status.nodesReady}=$nodes" '' "shim.runtime.spinkube.dev/$1"
}

# shoot_seen NAMESPACE RESOURCE: Gardener has begun with what it was told last
shoot_seen() {
  [ -z "$dry_run" ] || return 0
  generation=$(k get --namespace "$1" "$2" -o 'jsonpath={.metadata.generation}')
  wait_for "jsonpath={.status.observedGeneration}=$generation" "$@"
}

# shoot_ready NAMESPACE RESOURCE: it is made, and its nodes are there
shoot_ready() {
  [ -z "$dry_run" ] || return 0
  say 'a Shoot takes 10 to 30 minutes'
  usual=$timeout timeout=$shoot_timeout
  wait_for 'jsonpath={.status.lastOperation.state}=Succeeded' "$@"
  wait_for condition=EveryNodeReady "$@"
  wait_for condition=SystemComponentsHealthy "$@"
  timeout=$usual
}

say 'Before: The cluster has the namespaces garden-demo.'
known_stage shoot

if stage '[1/1]' shoot; then
  apply shoot
  shoot_seen garden-demo shoot.core.gardener.cloud/spin
  shoot_ready garden-demo shoot.core.gardener.cloud/spin
fi

if [ -n "$refused" ]; then
  say "the server refused something of:$refused" >&2
  exit 1
elif [ -n "$dry_run" ]; then
  say 'the server would accept everything'
  exit
fi
say 'all is installed'
