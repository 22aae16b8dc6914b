context=${KUBE_CONTEXT:-}
kubeconfig=${KUBECONFIG:-}
timeout=${TIMEOUT:-}

# k ARGUMENT...: runs kubectl against the chosen cluster
k() {
  kubectl ${context:+--context "$context"} ${kubeconfig:+--kubeconfig "$kubeconfig"} "$@"
}

say() {
  printf '%s\n' "$*"
}

# fail WHAT LOOK_AT: prints what went wrong and where to look, and exits
fail() {
  printf 'failed: %s\n  look at: kubectl %s\n' "$1" "$2" >&2
  exit 1
}

# needs_value OPTION VALUE...: exits unless the option has a value
needs_value() {
  [ $# -gt 1 ] || { printf '%s requires a value\n' "$1" >&2 && exit 2; }
}
