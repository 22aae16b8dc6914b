# With foreground, gone also waits for the objects that the deleted ones own.
cascade=background

# gone NAMESPACE RESOURCE...: deletes them and waits for their finalizers; objects that do not exist are fine
gone() {
  namespace=$1
  shift
  if output=$(k delete ${namespace:+--namespace "$namespace"} --ignore-not-found --cascade="$cascade" --timeout="$timeout" "$@" 2>&1); then
    [ -z "$output" ] || say "$output"
    return 0
  fi
  case $output in
    *"the server doesn't have a resource type"* | *'no matches for kind'*) say "$*: skipped, the cluster does not have this kind" ;;
    *)
      say "$output" >&2
      fail "$* is not gone after $timeout" "describe ${namespace:+--namespace $namespace }$*"
      ;;
  esac
}

# app_gone NAMESPACE RESOURCE: its Deployment and Service are deleted first. Once the CustomResourceDefinition of SpinApps is
# gone, the garbage collector of Kubernetes no longer knows their owner, and they would run forever.
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
