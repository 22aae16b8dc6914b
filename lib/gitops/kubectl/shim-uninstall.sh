# seconds DURATION: 90 for 1m30s
seconds() {
  printf '%s\n' "$1" | awk '{
    while (match($0, /^[0-9.]+(ms|[hms])/)) {
      unit = substr($0, RLENGTH, 1)
      if (substr($0, RLENGTH - 1, 2) != "ms") total += $0 * (unit == "h" ? 3600 : unit == "m" ? 60 : 1)
      $0 = substr($0, RLENGTH + 1)
    }
    print int(total)
  }'
}

# is_clean SHIM NAMESPACE JOB NODE FAILED: true if a Job that fails has uninstalled the shim. On a node without systemctl,
# containerd ends under the first pod, which has done its work, and later pods find nothing to uninstall.
is_clean() {
  handlers=$(k get node "$4" --ignore-not-found --output 'go-template=
    {{- if .status.runtimeHandlers}}known,{{range .status.runtimeHandlers}}{{.name}},{{end}}{{else}}unknown{{end}}') || return 1
  case $5:$handlers in
    *:) return 0 ;; # there is no such node
    0:* | *",$1,"*) return 1 ;;
    *:unknown) k logs --namespace "$2" --all-containers "$(last_pod "$2" "$3")" | grep -q 'not installed' ;;
    *) return 0 ;;
  esac
}

# with_shim SHIM: the nodes on which the Job that uninstalls the shim has not done it yet
with_shim() {
  jobs=$(shim_jobs "$1" uninstall) || exit
  printf '%s\n' "$jobs" | while read -r _ in job node _ failed conditions; do
    case $conditions in
      '' | *,Complete*) ;;
      *) is_clean "$1" "$in" "$job" "$node" "$failed" </dev/null || printf '%s ' "$node" ;;
    esac
  done
}

# shim_uninstalled SHIM: waits for these Jobs, which still run when the Shim is gone
shim_uninstalled() {
  end=$(($(date +%s) + $(seconds "$timeout")))
  while left=$(with_shim "$1") || exit && [ -n "$left" ]; do
    [ "$(date +%s)" -lt "$end" ] ||
      fail "the shim $1 is not uninstalled after $timeout from $left" "describe jobs --all-namespaces --selector spinkube.dev/shimName=$1"
    sleep 2
  done
  failed=$(shim_jobs "$1" uninstall | awk '$7 !~ /,Complete/ { print $4 }' | xargs)
  [ -z "$failed" ] || say "the shim is gone from $failed; its Job there does not notice that, and is deleted"
  # The label shows the progress on a node, and stays when the Shim is gone. A Job that stays would keep another one from running.
  k delete jobs --all-namespaces --selector "spinkube.dev/shimName=$1,spinkube.dev/operation=uninstall"
  k label nodes --all "$1-" || true
  k annotate nodes --all "$installed/$1-" "$cordoned-" || true
}
