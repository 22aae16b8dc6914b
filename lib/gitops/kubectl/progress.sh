number=0

# progress TEXT: prints it with the number of the stage and how many there are in $stages
progress() {
  number=$((number + 1))
  # shellcheck disable=SC2086 # a list of words
  set -- "$1" $stages
  say "[$number/$(($# - 1))] $1"
}
