# Repeats the request until the answer is as expected, or the time is over.
newline='
'
end=$(($(date +%s) + ${TIMEOUT:?}))
printf 'GET %s\nexpected: status %s%s\n' "${URL:?}" "${EXPECTED_STATUS:?}" "${EXPECTED_BODY+, body: $EXPECTED_BODY}"
last=
while true; do
  # The answer ends in a line with the status, and the error of curl if there was one.
  answer=$(curl --silent --globoff --max-time 10 --max-filesize 1000000 --write-out '\n%{http_code} %{errormsg}' "$URL")
  result=${answer##*"$newline"}
  status=${result%% *} error=${result#* } body=$(printf '%s' "${answer%"$newline"*}")
  received="status $status, body: $(printf '%.1000s' "$body")"
  [ -z "$error" ] || received="no answer: $error"
  [ "$received" = "$last" ] || printf 'received: %s\n' "$received"
  last=$received
  if [ -z "$error" ] && [ "$status" = "$EXPECTED_STATUS" ] && [ "$body" = "${EXPECTED_BODY-$body}" ]; then
    printf 'passed\n'
    exit 0
  fi
  [ "$(date +%s)" -lt "$end" ] || break
  sleep 2
done
printf 'failed: no such answer within %ss\n' "$TIMEOUT"
exit 1
