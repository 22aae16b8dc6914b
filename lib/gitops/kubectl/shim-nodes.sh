# runtime-class-manager does nothing on a node that has the label of a Shim, so a node may have another version than the Shim
# specifies. A version is the archive that it comes from: its SHA-256, or its location if the Shim has none. A node has the
# version of the Job that has installed it, and once that Job is deleted, the version that our annotation says.
manager=cdk8s-spinkube
verified=cdk8s-spinkube/installed-archives # annotation of a Shim

# shim_record SHIM: the archives that all nodes had when they were last checked. Without that: unchanged if nobody has changed
# the Shim since it was created, so that nodes can only have this version, and changed otherwise. The manager that also owns
# the status is runtime-class-manager; the generation does not tell, because changes of the status raise it.
shim_record() {
  # shellcheck disable=SC2016 # variables of the template
  k get "shim.runtime.spinkube.dev/$1" --output 'go-template=
    {{- $record := "unchanged"}}{{$created := .metadata.creationTimestamp}}
    {{- range .metadata.managedFields}}
      {{- if and (index .fieldsV1 "f:spec") (not (index .fieldsV1 "f:status")) (gt .time $created)}}{{$record = "changed"}}{{end}}
    {{- end}}
    {{- with .metadata.annotations}}{{$record = or (index . "'"$verified"'") $record}}{{end}}
    {{- $record}}'
}

# archives_of ARCH=ARCHIVE...: the archives alone
archives_of() {
  archives=
  for archive in "$@"; do
    archives="${archives:+$archives }${archive#*=}"
  done
  printf '%s\n' "$archives"
}

# shim_nodes SHIM SELECTOR 'ARCH=ARCHIVE...' [RECORD]: a line for each node that the Shim selects:
#   node, state, label, archive that it has, archive that it must have, our annotation, Shim that it is cordoned for, Job, its failed pods
# The state is ready, waiting (not installed yet), other (another version) or unregistered (containerd lacks the handler).
shim_nodes() {
  jobs=$(shim_jobs "$1" install) && record=${4:-$(shim_record "$1")} || exit
  # shellcheck disable=SC2086 # a list of words
  [ "$record" != unchanged ] && [ "$record" != "$(archives_of $3)" ] || record=
  nodes=$(k get nodes ${2:+--selector "$2"} --output 'go-template=
    {{- range .items -}}
      node {{.metadata.name}} {{.status.nodeInfo.architecture}}
      {{- with .metadata.labels}} {{or (index . "'"$1"'") "-"}}{{else}} -{{end}}
      {{- with .metadata.annotations}} {{or (index . "'"$installed/$1"'") "-"}} {{or (index . "'"$cordoned"'") "-"}}{{else}} - -{{end}}
      {{- " "}}{{range .status.runtimeHandlers}}{{.name}},{{else}}-{{end}}{{"\n"}}
    {{- end}}') || exit
  printf '%s\n%s\n' "$jobs" "$nodes" | awk -v shim="$1" -v archives="$3" -v record="$record" '
    BEGIN {
      count = split(archives, list, " ")
      for (i = 1; i <= count; i++) {
        at = index(list[i], "=")
        wanted[substr(list[i], 1, at - 1)] = substr(list[i], at + 1)
      }
    }
    $1 == "job" { archive[$4] = $5; job[$4] = $2 "/" $3; failed[$4] = $6 }
    $1 == "node" {
      must = $3 in wanted ? wanted[$3] : "any" in wanted ? wanted["any"] : "-"
      has = $2 in job ? archive[$2] : $5 != "-" ? $5 : record == "" ? must : "-"
      state = $4 != "provisioned" ? "waiting" : has != must ? "other" : "ready"
      if (state == "ready" && $7 != "-" && index("," $7, "," shim ",") == 0) state = "unregistered"
      print $2, state, $4, has, must, $5, $6, ($2 in job ? job[$2] " " failed[$2] : "- 0")
    }'
}

# explain SHIM LINE: says what a node of shim_nodes has instead of this version
explain() {
  shim=$1
  # shellcheck disable=SC2086 # a list of words
  set -- $2
  if [ "$2" = other ]; then
    say "  $1: has $(archive_name "$4"), not $(archive_name "$5")"
  elif [ "$2" = unregistered ]; then
    say "  $1: has this version, but containerd does not have the handler $shim"
  elif [ "$5" = - ]; then
    say "  $1: the Shim has no archive for its architecture"
  elif [ "$8" = - ]; then
    say "  $1: its label $shim is '$3', and there is no Job; see the log of runtime-class-manager"
  else
    say "  $1: its label $shim is '$3', failed pods of its Job: $9; see kubectl describe job --namespace ${8%/*} ${8#*/}"
    [ "$4" = "$5" ] || say "    the Job is for another version, $(archive_name "$4"), and runtime-class-manager does not replace it"
    [ "$9" = 0 ] || say "    the last log: kubectl logs --namespace ${8%/*} --all-containers $(last_pod "${8%/*}" "${8#*/}")"
  fi
}

# explain_all SHIM LINES
explain_all() {
  [ -n "$2" ] || return 0
  printf '%s\n' "$2" | while read -r line; do
    explain "$1" "$line" </dev/null
  done
}

# archive_name ARCHIVE
archive_name() {
  case $1 in
    -) printf 'an unknown version' ;;
    *) printf '%s' "$1" ;;
  esac
}

# in_state STATE: the lines of shim_nodes with that state
in_state() {
  printf '%s\n' "$states" | awk -v state="$1" '$2 == state'
}

# handler_registered SHIM NODE: waits until containerd has the handler
handler_registered() {
  k wait "node/$2" --for="jsonpath={.status.runtimeHandlers[?(@.name==\"$1\")].name}=$1" --timeout="$timeout"
}

# shim_verified SHIM SELECTOR 'ARCH=ARCHIVE...': exits unless the nodes have this version; records it on them and on the Shim
shim_verified() {
  recorded=$(shim_record "$1") && states=$(shim_nodes "$@" "$recorded") || exit
  [ -n "$states" ] || fail "no node matches the nodeSelector of the Shim $1" 'get nodes --show-labels'
  others=$(in_state other)
  if [ -n "$others" ]; then
    printf 'failed: nodes have another version of the Shim %s\n' "$1" >&2
    explain_all "$1" "$others" >&2
    printf '  run: upgrade-nodes.sh, which installs this version on one node after another\n' >&2
    exit 1
  fi
  in_state unregistered | while read -r node _; do
    handler_registered "$1" "$node" </dev/null ||
      fail "containerd on $node does not have the handler $1 after $timeout" "get node $node --output jsonpath={.status.runtimeHandlers}"
  done
  # Ten nodes at a time: kubectl asks for each, and after some only five times a second.
  printf '%s\n' "$states" | awk '
    $2 != "waiting" && $6 != $5 { nodes[$5] = nodes[$5] " " $1; if (++n[$5] % 10 == 0) { print $5 nodes[$5]; delete nodes[$5] } }
    END { for (must in nodes) print must nodes[must] }' |
    while read -r must nodes; do
      # shellcheck disable=SC2086 # a list of words
      k annotate node $nodes --overwrite --field-manager="$manager" "$installed/$1=$must" </dev/null
    done
  # shellcheck disable=SC2086 # a list of words
  archives=$(archives_of $3)
  [ "$recorded" = "$archives" ] ||
    k annotate "shim.runtime.spinkube.dev/$1" --overwrite --field-manager="$manager" "$verified=$archives"
}
