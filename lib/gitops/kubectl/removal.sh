# With foreground, gone also waits for the objects that the deleted ones own.
cascade=background

# gone NAMESPACE RESOURCE...: deletes them and waits for their finalizers; objects that do not exist are fine. Ten at a time:
# kubectl asks for each, and after some only five times a second.
gone() {
  namespace=$1
  shift
  while [ $# -gt 10 ]; do
    # shellcheck disable=SC2046 # a list of words
    batch_gone $(printf '%s\n' "$@" | sed -n 1,10p)
    shift 10
  done
  batch_gone "$@"
}

# batch_gone RESOURCE...: in the namespace
batch_gone() {
  if output=$(k delete ${namespace:+--namespace "$namespace"} --ignore-not-found --cascade="$cascade" --timeout="$timeout" "$@" 2>&1); then
    [ -z "$output" ] || say "$output"
    return 0
  fi
  case $output in
    *"the server doesn't have a resource type"* | *'no matches for kind'*)
      case "$# $*" in
        1\ * | *--selector*) say "$*: skipped, the cluster does not have this kind" ;;
        # kubectl deletes nothing if it does not know one of the kinds.
        *)
          for one in "$@"; do
            batch_gone "$one"
          done
          ;;
      esac
      ;;
    *)
      say "$output" >&2
      fail "$* is not gone after $timeout" "describe ${namespace:+--namespace $namespace }$*"
      ;;
  esac
}

# app_gone NAMESPACE SPINAPP...: their Deployments and Services are deleted first. Once the CustomResourceDefinition of SpinApps is
# gone, the garbage collector of Kubernetes no longer knows their owners, and they would run forever.
app_gone() {
  cascade=foreground
  gone "$@"
  cascade=background
}

# executor_gone NAMESPACE RESOURCE: its finalizer stays while any SpinApp in the cluster references it
executor_gone() {
  say "an executor is not deleted while a SpinApp in the cluster references it: kubectl get spinapps --all-namespaces"
  gone "$@"
}

# shoot_gone NAMESPACE RESOURCE: deletes the cluster with everything in it; Gardener requires a confirmation
shoot_gone() {
  k annotate --namespace "$1" --overwrite "$2" confirmation.gardener.cloud/deletion=true || true
  usual=$timeout timeout=$shoot_timeout
  gone "$@"
  timeout=$usual
}
