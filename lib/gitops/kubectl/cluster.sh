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

# failed WHAT LOOK_AT: prints what went wrong and where to look
failed() {
  printf 'failed: %s\n  look at: kubectl %s\n' "$1" "$2" >&2
}

# fail WHAT LOOK_AT: the same, and exits
fail() {
  failed "$@"
  exit 1
}

# needs_value OPTION VALUE...: exits unless the option has a value
needs_value() {
  [ $# -gt 1 ] || { printf '%s requires a value\n' "$1" >&2 && exit 2; }
}
