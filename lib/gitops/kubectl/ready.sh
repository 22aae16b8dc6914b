# apply STAGE: retries, because a webhook may not be reachable yet when its operator is ready
apply() {
  if [ -n "$dry_run" ]; then
    k apply --server-side --force-conflicts --dry-run=server -f "$manifests/$1" || refused="$refused $1"
    return 0
  fi
  for pause in 1 2 4 8 0; do
    if k apply --server-side --force-conflicts -f "$manifests/$1"; then
      return 0
    fi
    [ "$pause" = 0 ] || { say "retrying in ${pause}s" && sleep "$pause"; }
  done
  fail "stage $1 could not be applied" "apply --server-side --force-conflicts -f $manifests/$1"
}

# wait_for CONDITION NAMESPACE RESOURCE...: the namespace is empty for cluster-scoped objects
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

# policies_loaded: API servers load policies once a second, and report nothing
policies_loaded() {
  [ -n "$dry_run" ] || sleep 3
}

# renew_test NAMESPACE LABEL JOB: deletes the Jobs of a smoke test that did not succeed, so that it runs again, and the Jobs
# with other names, which tested an earlier version
renew_test() {
  [ -z "$dry_run" ] || return 0
  for jobs in 'status.successful!=1' "metadata.name!=$3"; do
    k delete jobs.batch --namespace "$1" --selector "$2" --field-selector "$jobs" >/dev/null ||
      fail 'Jobs of an earlier smoke test could not be deleted' "get jobs --namespace $1 --selector $2"
  done
}

# job_complete NAMESPACE RESOURCE: does not wait for a Job that has failed
job_complete() {
  [ -z "$dry_run" ] || return 0
  wait_for 'jsonpath={.status.conditions[0].type}' "$@"
  case $(k get --namespace "$1" "$2" -o 'jsonpath={.status.conditions[*].type}') in
    *Fail*) fail "$2 has failed" "logs --namespace $1 $2" ;;
    *) wait_for condition=Complete "$@" ;;
  esac
}

# shoot_seen NAMESPACE RESOURCE: waits until Gardener works on the latest spec
shoot_seen() {
  [ -z "$dry_run" ] || return 0
  generation=$(k get --namespace "$1" "$2" -o 'jsonpath={.metadata.generation}')
  wait_for "jsonpath={.status.observedGeneration}=$generation" "$@"
}

# shoot_ready NAMESPACE RESOURCE: waits until the cluster is created and its nodes are ready
shoot_ready() {
  [ -z "$dry_run" ] || return 0
  say 'creating a Shoot takes 10 to 30 minutes'
  usual=$timeout timeout=$shoot_timeout
  wait_for 'jsonpath={.status.lastOperation.state}=Succeeded' "$@"
  wait_for condition=EveryNodeReady "$@"
  wait_for condition=SystemComponentsHealthy "$@"
  timeout=$usual
}
