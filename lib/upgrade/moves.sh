# requested OPTION: true if the option is given
requested() {
  case $1 in
    crds) [ -n "$crds" ] ;;
    namespaces) [ -n "$namespaces" ] ;;
    *) [ -n "$volumes" ] ;;
  esac
}

# replaced NAMESPACE RESOURCE JSONPATH VALUE: deletes an object with another value in a field that cannot change; its stage creates it again
replaced() {
  found=$(k get ${1:+--namespace "$1"} "$2" --ignore-not-found --output "jsonpath=$3")
  [ -z "$found" ] || [ "$found" = "$4" ] || gone "$1" "$2"
}

# detached NAMESPACE RESOURCE JSONPATH VALUE: the same for a workload; its pods keep running
detached() {
  cascade=orphan
  replaced "$@"
  cascade=background
}

# orphans_gone NAMESPACE SELECTOR: deletes the ReplicaSets and pods that a detached workload has left
orphans_gone() {
  for kind in replicasets pods; do
    for orphan in $(k get "$kind" --namespace "$1" --selector "$2" --output 'go-template={{range .items}}{{if not .metadata.ownerReferences}}{{.metadata.name}} {{end}}{{end}}'); do
      k delete "$kind" "$orphan" --namespace "$1" --ignore-not-found --timeout="$timeout"
    done
  done
}

# restarted NAMESPACE RESOURCE: replaces the pods of a workload
restarted() {
  k rollout restart --namespace "$1" "$2"
  await rollout "$1" "$2"
}

# only_apps GROUP NAMESPACE/NAME...: exits if the cluster has other SpinApps of the API group
only_apps() {
  group=$1 left=
  shift
  # The cluster does not serve the group if nothing of it is left.
  found=$(k get "spinapps.$group" --all-namespaces --output 'go-template={{range .items}}{{.metadata.namespace}}/{{.metadata.name}} {{end}}' 2>/dev/null) || found=
  for app in $found; do
    case " $* " in
      *" $app "*) ;;
      *) left="$left $app" ;;
    esac
  done
  [ -z "$left" ] || [ -n "$leave_other_apps" ] || {
    printf 'failed: the old bundle does not have these SpinApps of %s, which would lose their operator:%s\n' "$group" "$left" >&2
    printf '  convert them with cdk8s-spinkube convert and add them to the bundle, or use --leave-other-apps\n' >&2
    exit 1
  }
}

# operator_stopped NAMESPACE RESOURCE SELECTOR IMAGES: stops spin-operator unless it has the new images already, so that it does
# not restore what the next steps take apart
operator_stopped() {
  images=$(k get --namespace "$1" "$2" --ignore-not-found --output 'jsonpath={.spec.template.spec.containers[*].image}')
  [ -n "$images" ] && [ "$images" != "$4" ] || return 0
  k scale --namespace "$1" "$2" --replicas=0
  k wait pods --namespace "$1" --selector "$3" --for=delete --timeout="$timeout" ||
    fail "$2 is not stopped after $timeout" "get pods --namespace $1 --selector $3"
}

# app_detached NAMESPACE NAME OLD_GROUP NEW_GROUP: deletes the Deployment of a SpinApp, whose selector is of the old group, but not
# its pods, and gives them the labels of the new group: the Service of the new SpinApp selects them until there are new ones
app_detached() {
  namespace=$1 app=$2 old=$3/app-name=$2 name=$4/app-name status=$4/app.$2.status
  k delete deployments --namespace "$namespace" --selector "$old" --cascade=orphan --timeout="$timeout"
  labels="{\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"$name\":\"$app\",\"$status\":\"ready\"}}}}}"
  for set in $(k get replicasets --namespace "$namespace" --selector "$old" --output name); do
    k patch "$set" --namespace "$namespace" --patch "$labels"
  done
  for pod in $(k get pods --namespace "$namespace" --selector "$old" --output name); do
    k label "$pod" --namespace "$namespace" --overwrite "$name=$app" "$status=ready"
  done
}

# app_scaled NAMESPACE NAME OLD_GROUP: a SpinApp with an autoscaler starts with one replica: gives it as many as it had
app_scaled() {
  [ -z "$dry_run" ] || return 0
  pods=$(k get pods --namespace "$1" --selector "$3/app-name=$2" --output 'go-template={{len .items}}')
  [ "$pods" -lt 2 ] || k scale "deployment.apps/$2" --namespace "$1" --current-replicas=1 --replicas="$pods" || true
  await rollout "$1" "deployment.apps/$2"
}

# app_moved NAMESPACE NAME OLD_GROUP NEW_GROUP: removes the old pods and the old SpinApp, once the Service is that of the new one
app_moved() {
  [ -z "$dry_run" ] || return 0
  old=$3/app-name=$2
  uid=$(k get "spinapp.$4/$2" --namespace "$1" --output 'jsonpath={.metadata.uid}')
  case " $(k get service "$2" --namespace "$1" --output 'jsonpath={.metadata.ownerReferences[*].uid}') " in
    *" $uid "*) ;;
    *) fail "the new operator has not taken over the Service $2" "get service $2 --namespace $1 --output yaml" ;;
  esac
  pods=$(k get pods --namespace "$1" --selector "$old" --output name)
  for pod in $pods; do
    k label "$pod" --namespace "$1" "$4/app.$2.status-"
  done
  [ -z "$pods" ] || sleep 5 # until no node sends requests to them any more
  k delete replicasets --namespace "$1" --selector "$old" --timeout="$timeout"
  # The operator shares Secrets of equal content by name; the garbage collector must not take them along.
  owner="{\"apiVersion\":\"$4/v1alpha1\",\"kind\":\"SpinApp\",\"name\":\"$2\",\"uid\":\"$uid\"}"
  for secret in $(k get secrets --namespace "$1" --selector "$old" --output name); do
    k patch "$secret" --namespace "$1" --type=merge --patch "{\"metadata\":{\"ownerReferences\":[$owner]}}"
  done
  gone "$1" "spinapp.$3/$2"
}

# executor_released NAMESPACE RESOURCE: deletes an executor whose operator does not run any more and cannot remove its finalizer
executor_released() {
  found=$(k get "$2" --namespace "$1" --ignore-not-found --output name 2>/dev/null) || found=
  [ -n "$found" ] || return 0
  k patch "$2" --namespace "$1" --type=merge --patch '{"metadata":{"finalizers":null}}'
  gone "$@"
}

# nodes_without_kwasm SHIM SELECTOR: exits if a node that the Shim selects has the shim of kwasm-operator
nodes_without_kwasm() {
  [ -z "$accept_kwasm_nodes" ] || return 0
  # shellcheck disable=SC2016 # variables of the template
  nodes=$(k get nodes --selector "${2:+$2,}kwasm.sh/kwasm-provisioned" --output 'go-template={{range .items}}{{$handlers := ""}}
    {{- range .status.runtimeHandlers}}{{$handlers = print $handlers .name ","}}{{end}}{{.metadata.name}}:{{$handlers}} {{end}}')
  left=
  for node in $nodes; do
    case :${node#*:} in
      *[:,]"$1",*) ;; # containerd has the handler
      *) left="$left ${node%%:*}" ;;
    esac
  done
  [ -z "$left" ] || {
    printf 'failed: kwasm-operator has configured containerd on these nodes, so runtime-class-manager does not:%s\n' "$left" >&2
    printf '  add new nodes and select them with the nodeSelector of the node installer, or replace these nodes,\n' >&2
    printf '  or remove the runtime spin from their configuration of containerd and use --accept-kwasm-nodes\n' >&2
    exit 1
  }
}

# apps_restarted RUNTIMECLASS: restarts, one after another, the Deployments that have started with an earlier RuntimeClass of that name
apps_restarted() {
  [ -z "$dry_run" ] || return 0
  created=$(k get "runtimeclass.node.k8s.io/$1" --output 'jsonpath={.metadata.creationTimestamp}')
  # shellcheck disable=SC2016 # variables of the template
  deployments=$(k get deployments --all-namespaces --output 'go-template={{range .items}}
    {{- $started := .metadata.creationTimestamp}}
    {{- with .spec.template.metadata.annotations}}{{$started = or (index . "kubectl.kubernetes.io/restartedAt") $started}}{{end}}
    {{- if and (eq (or .spec.template.spec.runtimeClassName "") "'"$1"'") (lt $started "'"$created"'")}}
      {{- .metadata.namespace}}/{{.metadata.name}} {{end}}{{end}}')
  for deployment in $deployments; do
    TZ=UTC restarted "${deployment%/*}" "deployment.apps/${deployment#*/}"
  done
}

# runtime_class_gone RUNTIMECLASS: deletes it unless Deployments need it
runtime_class_gone() {
  users=$(k get deployments --all-namespaces --output 'go-template={{range .items}}
    {{- if eq (or .spec.template.spec.runtimeClassName "") "'"$1"'"}} {{.metadata.namespace}}/{{.metadata.name}}{{end}}{{end}}')
  [ -z "$users" ] || [ -n "$dry_run" ] ||
    fail "Deployments still have the RuntimeClass $1:$users" 'get deployments --all-namespaces'
  gone '' "runtimeclass.node.k8s.io/$1"
}

# certificate_replaced NAMESPACE SECRET CERTIFICATE OLD_RESOURCE WEBHOOK...: removes a certificate that comes from elsewhere, so that the
# stage issues it. Without the webhook configurations, nobody trusts the old one. CERTIFICATE is empty unless cert-manager issues it.
certificate_replaced() {
  namespace=$1 secret=$2 wanted=$3 old=$4
  shift 4
  found=$(k get secret "$secret" --namespace "$namespace" --ignore-not-found --output 'jsonpath={.metadata.name}={.metadata.annotations.cert-manager\.io/certificate-name}')
  [ -n "$found" ] && [ "$found" != "$secret=$wanted" ] || return 0
  in=$namespace
  gone '' "$@"
  gone "$in" "$old"
  gone "$in" "secret/$secret"
}

# taken_over NAMESPACE RESOURCE...: makes the fields that Helm manages those of the script, so that applying the stage removes those that the
# bundle does not have
taken_over() {
  in=$1
  shift
  for object in "$@"; do
    # shellcheck disable=SC2016 # variables of the template
    operations=$(k get ${in:+--namespace "$in"} "$object" --ignore-not-found --output 'go-template={{range $index, $fields := .metadata.managedFields}}
      {{- if and (eq .manager "helm") (not .subresource)}},{"op":"replace","path":"/metadata/managedFields/{{$index}}/manager","value":"'"$field_manager"'"},
      {{- ""}}{"op":"replace","path":"/metadata/managedFields/{{$index}}/operation","value":"Apply"}{{end}}{{end}}')
    [ -z "$operations" ] ||
      k patch ${in:+--namespace "$in"} "$object" --type=json --patch "[${operations#,}]"
  done
}

# helm_forgotten NAMESPACE RELEASE: deletes the records of a release. helm uninstall would delete its objects.
helm_forgotten() {
  k delete secrets --namespace "$1" --selector "owner=helm,name=$2"
}
