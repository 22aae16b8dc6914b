# shim_installed SHIM SELECTOR 'ARCH=ARCHIVE...': waits until all nodes that the Shim selects have this version of it
shim_installed() {
  [ -z "$dry_run" ] || return 0
  wait_for 'jsonpath={.status.nodes}' '' "shim.runtime.spinkube.dev/$1"
  nodes=$(k get "shim.runtime.spinkube.dev/$1" -o 'jsonpath={.status.nodes}')
  [ "$nodes" != 0 ] || fail "no node matches the nodeSelector of the Shim $1" 'get nodes --show-labels'
  if ! k wait --for="jsonpath={.status.nodesReady}=$nodes" --timeout="$timeout" "shim.runtime.spinkube.dev/$1"; then
    printf 'failed: the Shim %s is not on all of its %s nodes after %s\n' "$1" "$nodes" "$timeout" >&2
    states=$(shim_nodes "$@") || exit
    explain_all "$1" "$(in_state waiting)" >&2
    printf '  run upgrade-nodes.sh when the cause is fixed: runtime-class-manager does not try again\n' >&2
    exit 1
  fi
  shim_verified "$@"
}
