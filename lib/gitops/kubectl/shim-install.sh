# shim_installed SHIM SELECTOR 'ARCH=ARCHIVE...': waits until all nodes that the Shim selects have this version of it
shim_installed() {
  [ -z "$dry_run" ] || return 0
  nodes=$(($(k get nodes ${2:+--selector "$2"} --output name | wc -l)))
  [ "$nodes" != 0 ] || fail "no node matches the nodeSelector of the Shim $1" 'get nodes --show-labels'
  # The status may still be that of another nodeSelector.
  if ! k wait --for="jsonpath={.status.nodes}=$nodes" --timeout="$timeout" "shim.runtime.spinkube.dev/$1" ||
    ! k wait --for="jsonpath={.status.nodesReady}=$nodes" --timeout="$timeout" "shim.runtime.spinkube.dev/$1"; then
    states=$(shim_nodes "$@") || exit
    waiting=$(in_state waiting)
    # Without one, the last node got the shim just now.
    if [ -n "$waiting" ]; then
      printf 'failed: the Shim %s is not on all of its %s nodes after %s\n' "$1" "$nodes" "$timeout" >&2
      explain_all "$1" "$waiting" >&2
      printf '  run upgrade-nodes.sh when the cause is fixed: runtime-class-manager does not try again\n' >&2
      exit 1
    fi
  fi
  shim_verified "$@"
}
