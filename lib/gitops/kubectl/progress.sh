number=0
total=

# progress TEXT: prints it with the number of the stage and how many there are in $stages
progress() {
  number=$((number + 1))
  # shellcheck disable=SC2086 # a list of words
  [ -n "$total" ] || count $stages
  say "[$number/$total] $1"
}

# count WORD...
count() {
  total=$#
}
