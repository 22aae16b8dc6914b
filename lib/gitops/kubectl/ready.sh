current=
waits=

# apply STAGE...: all in one call; each alone if that fails, which tells the stage
apply() {
  if [ -z "$dry_run" ] && [ $# -gt 1 ]; then
    ! apply_together "$@" || return 0
    say 'applying each of these stages by itself'
  fi
  for stage in "$@"; do
    apply_alone "$stage"
  done
}

# apply_together STAGE...
apply_together() {
  for stage in "$@"; do
    set -- "$@" -f "$manifests/$stage"
    shift
  done
  k apply --server-side --force-conflicts "$@"
}

# apply_alone STAGE: retries, because a webhook may not be reachable yet when its operator is ready
apply_alone() {
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

# wait_for CONDITION NAMESPACE RESOURCE...: from the next call of ready; the namespace is empty for cluster-scoped objects
wait_for() {
  [ -z "$dry_run" ] || return 0
  wanted="${current:--} $1 ${2:--}"
  shift 2
  waits="$waits$wanted $*
"
}

# rolled_out NAMESPACE RESOURCE...: the same
rolled_out() {
  wait_for rollout "$@"
}

# app_rolled_out NAMESPACE RESOURCE...: the same for Deployments that an operator creates, after all others
app_rolled_out() {
  wait_for app-rollout "$@"
}

# ready: waits for these objects, those with the same condition and namespace together
ready() {
  [ -n "$waits" ] || return 0
  groups=$(printf '%s' "$waits" | awk '
    {
      key = $2 " " $3
      if (!(key in names)) keys[++n] = key
      for (i = 4; i <= NF; i++) names[key] = names[key] " " $i
    }
    END {
      for (i = 1; i <= n; i++) if (keys[i] !~ /^app-rollout /) print keys[i] names[keys[i]]
      for (i = 1; i <= n; i++) if (keys[i] ~ /^app-rollout /) print keys[i] names[keys[i]]
    }')
  while read -r condition namespace resources <&3; do
    # shellcheck disable=SC2086 # a list of words
    await "$condition" "${namespace#-}" $resources
  done 3<<END
$groups
END
  waits=
}

# await CONDITION NAMESPACE RESOURCE...: waits for them now
await() {
  [ -z "$dry_run" ] || return 0
  condition=$1 namespace=$2
  shift 2
  case $condition in
    *rollout) await_rollouts "$@" ;;
    *) await_condition "$@" ;;
  esac
}

# await_condition RESOURCE...: ten at a time, because kubectl asks for each, and after some only five times a second. The timeout
# is for each object, but kubectl counts it for all of a call: those that were left no time are in the next call.
await_condition() {
  while [ $# -gt 0 ]; do
    batch=$(printf '%s\n' "$@" | sed -n 1,10p)
    if { errors=$(wait_batch "$condition" "$timeout" 2>&1 >&4); } 4>&1; then
      # shellcheck disable=SC2046 # a list of words
      set -- $(printf '%s\n' "$@" | sed 1,10d)
      # shellcheck disable=SC2046 # a list of words
      [ $# -le 10 ] || set -- $(unmet "$@")
      continue
    fi
    case $errors in
      # An object without conditions, such as a CustomResourceDefinition that was created a moment ago.
      *'accessor error'*) ! wait_batch 'jsonpath={.status.conditions[0].type}' "$timeout" >/dev/null || continue ;;
      *) ;;
    esac
    now=$(wait_batch "$condition" 0 2>&1) || true
    left=$(printf '%s\n' "$now" objects: "$@" | awk 'isObject && !($0 in met); / condition met$/ { met[$1] } $0 == "objects:" { isObject = 1 }')
    [ "$(printf '%s\n' "$left" | sed 1q)" != "$1" ] || not_ready
    # shellcheck disable=SC2086 # a list of words
    set -- $left
  done
}

# wait_batch CONDITION TIMEOUT
wait_batch() {
  # shellcheck disable=SC2086 # a list of words
  k wait ${namespace:+--namespace "$namespace"} --for="$1" --timeout="$2" $batch
}

# not_ready: exits with the objects of the batch that are left
not_ready() {
  printf '%s\n' "$now" | sed '/^$/d; / condition met$/d' >&2
  for one in $(printf '%s\n' "$left" "$batch" | sort | uniq -d); do
    failed "$one$(of_stage "$one") is not ready after $timeout ($condition)" "describe ${namespace:+--namespace $namespace }$one"
  done
  exit 1
}

# await_rollouts RESOURCE...: one after another, but if many are left, it looks which of them are rolled out already
await_rollouts() {
  while [ $# -gt 0 ]; do
    k rollout status --namespace "$namespace" --timeout="$timeout" "$1" ||
      fail "$1$(of_stage "$1") is not rolled out after $timeout" "describe --namespace $namespace $1; kubectl get pods,events --namespace $namespace"
    shift
    # shellcheck disable=SC2046 # a list of words
    [ $# -le 3 ] || set -- $(unmet "$@")
  done
}

# unmet RESOURCE...: those that do not meet the condition yet, by one request for each kind. Prints an object too many where this
# does not tell, and never one too few: of rollouts it knows those of Deployments, by the rule of kubectl rollout status.
unmet() {
  kinds=$(printf '%s\n' "$@" | sed 's|/.*||' | sort -u | paste -s -d , -)
  found="{.status.conditions[?(@.type==\"${condition#condition=}\")]"
  fields='{.kind}|{.apiVersion}|{.metadata.name}|{.metadata.generation}|{.status.observedGeneration}'
  fields="$fields|{.spec.replicas}|{.status.replicas}|{.status.updatedReplicas}|{.status.availableReplicas}"
  fields="$fields|$found.status}|$found.observedGeneration}"
  {
    k get "$kinds" ${namespace:+--namespace "$namespace"} --output "jsonpath={range .items[*]}$fields{\"\\n\"}{end}" 2>/dev/null || true
    printf '%s\n' "$@"
  } | awk -F '|' -v condition="$condition" '
    NF > 1 {
      split($2, api, "/")
      isMet = condition ~ /^condition=/ && $10 == "True" && ($11 $5 == "" || ($11 == "" ? $5 : $11) + 0 >= $4 + 0)
      if (condition ~ /rollout$/)
        isMet = $1 == "Deployment" && $5 + 0 >= $4 + 0 && $8 + 0 >= $6 + 0 && $7 + 0 <= $8 + 0 && $9 + 0 >= $8 + 0
      if (isMet) met[tolower($1) (api[2] == "" ? "" : "." api[1]) "/" $3]
      next
    }
    !($0 in met)'
}

# of_stage RESOURCE: " of the stage NAME"; nothing where the stage is not known
of_stage() {
  printf '%s' "$waits" | awk -v resource="$1" -v namespace="${namespace:--}" -v current="$current" '
    $3 == namespace { for (i = 4; i <= NF; i++) if ($i == resource) { current = $1; exit } }
    END { if (current != "" && current != "-") printf " of the stage %s", current }'
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
  await 'jsonpath={.status.conditions[0].type}' "$@"
  case $(k get --namespace "$1" "$2" -o 'jsonpath={.status.conditions[*].type}') in
    *Fail*) fail "$2 has failed" "logs --namespace $1 $2" ;;
    *) await condition=Complete "$@" ;;
  esac
}

# shoot_seen NAMESPACE RESOURCE: waits until Gardener works on the latest spec
shoot_seen() {
  [ -z "$dry_run" ] || return 0
  generation=$(k get --namespace "$1" "$2" -o 'jsonpath={.metadata.generation}')
  await "jsonpath={.status.observedGeneration}=$generation" "$@"
}

# shoot_ready NAMESPACE RESOURCE: waits until the cluster is created and its nodes are ready
shoot_ready() {
  [ -z "$dry_run" ] || return 0
  say 'creating a Shoot takes 10 to 30 minutes'
  usual=$timeout timeout=$shoot_timeout
  await 'jsonpath={.status.lastOperation.state}=Succeeded' "$@"
  await condition=EveryNodeReady "$@"
  await condition=SystemComponentsHealthy "$@"
  timeout=$usual
}
