#!/usr/bin/env bash
# Installs what the tests need and runs every test. The last line is "N passed, N failed".
# Usage: ./test.sh [name of a test project, for example Grains.Tests ...]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
configuration=Release
results=artifacts/test-results
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '\n== %s\n' "$*"; }
die() { printf '%s\n0 passed, 1 failed\n' "$*"; exit 1; }

# The third-party clients (Flyte's v1 messages in Python, Flyte's v2 classes and Google's BigQuery client on Node), and
# PostgreSQL, Prometheus and Chromium, which tests start themselves.
install_packages() {
  local missing=() sudo=""
  command -v protoc >/dev/null || missing+=(protobuf-compiler)
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import grpc, google.protobuf' 2>/dev/null || missing+=(python3 python3-grpcio python3-protobuf)
  command -v promtool >/dev/null && command -v prometheus >/dev/null || missing+=(prometheus)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
  [ -x /usr/bin/chromium ] || missing+=(chromium)
  [ ${#missing[@]} -eq 0 ] && return 0
  say "Installing ${missing[*]}"
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  command -v apt-get >/dev/null || die "The tests need ${missing[*]}; without apt-get it has to be installed by hand."
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "${missing[@]}" >/dev/null || die "apt-get could not install ${missing[*]}."
}

install_packages
say "Installing Flyte's published classes, Google's BigQuery client, kubectl, helm and Kubernetes' schemas"
for client in Conformance/node Conformance/bigquery-client Kubernetes.Manifests/node; do
  npm --prefix "test/$client" ci --silent --no-audit --no-fund || die "npm could not install test/$client."
done

say "Building"
dotnet build Orleans.BackendPlugins.sln -c "$configuration" -v quiet || die "The build failed."

rm -rf "$results" && mkdir -p "$results"
passed=0 failed=0 skipped=0
for project in $(find test -name '*.Tests.csproj' | sort); do
  name=$(basename "$project" .csproj)
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  say "$name"
  dotnet exec "artifacts/bin/$name/release/BackendPlugins.$name.dll" -noLogo -noColor -result-trx "$results/$name.trx"
  code=$?
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null | head -1)
  count() { printf '%s' "$counters" | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*'; }
  ok=$(count passed) bad=$(($(count failed || echo 0) + $(count error || echo 0) + $(count aborted || echo 0) + $(count timeout || echo 0)))
  # A run that died before it could count, or that ran nothing, is a failure too.
  { [ "${ok:-0}" -eq 0 ] || [ "$code" -ne 0 ]; } && [ "$bad" -eq 0 ] && bad=1
  left=$(count notExecuted)
  passed=$((passed + ${ok:-0})) failed=$((failed + bad)) skipped=$((skipped + ${left:-0}))
done

say "Result"
[ "$skipped" -eq 0 ] || printf '%d skipped; each says above what it needs\n' "$skipped"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
