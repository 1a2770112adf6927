#!/usr/bin/env bash
# Fails a build when an object of a manifest would get a privileged container that it does not have.
# Usage: no-privileged.sh SERVER NAMESPACE FILE...   (label the namespace with NAMESPACE_LABELS='{"key": "value"}')
# Ends with 1 if there is such a container, 2 if something cannot be evaluated, 3 if the service cannot be asked.
set -euo pipefail

server=$1 namespace=$2
shift 2
# Every stored Namespace has this label. Without labels the service would count the namespace as unknown.
labels=${NAMESPACE_LABELS:-"{\"kubernetes.io/metadata.name\": \"$namespace\"}"}
root=$(cd "$(dirname "$0")/../../.." && pwd)
method=podmutator.v1.PodMutator/Preview

# Either tool will do: grpcurl asks the service for its contract, buf reads the .proto files.
ask() {
  if command -v grpcurl >/dev/null; then
    grpcurl -plaintext -max-time 10 -d @ "$server" "$method"
  else
    "${BUF:-buf}" curl --protocol grpc --http2-prior-knowledge --schema "$root" -d @- "http://$server/$method"
  fi
}

# One line for each operation that writes privileged: true, by itself or inside of what it adds.
privileged='.results[]? | . as $object | (.operations // []) | sort_by(.line)[]
  | select(.op != "remove")
  | select((.podPath | endswith("/securityContext/privileged")) and .valueJson == "true"
      or ([.valueJson | fromjson | .. | objects | .privileged] | any(. == true)))
  | "\($file):\(.line): \($object.kind)/\($object.name): \(.podPath | split("/")[0:4] | join("/")) becomes privileged by \(.mutators | join(" and "))"'
broken='.results[]? | select(.verdict == "VERDICT_ERROR" or .verdict == "VERDICT_UNKNOWN")
  | "\($file):\(.line): \(.kind)/\(.name): \(.error.message // "the namespace is not known")"'

status=0
for file in "$@"; do
  answer=$(jq -Rs --arg namespace "$namespace" --argjson labels "$labels" \
    '{manifest: ., namespace: $namespace, namespace_labels: $labels}' "$file" | ask) || exit 3
  findings=$(jq -r --arg file "$file" "$privileged" <<<"$answer")
  problems=$(jq -r --arg file "$file" "$broken" <<<"$answer")
  [ -z "$findings" ] || { echo "$findings"; [ "$status" = 2 ] || status=1; }
  [ -z "$problems" ] || { echo "$problems" >&2; status=2; }
done
exit "$status"
