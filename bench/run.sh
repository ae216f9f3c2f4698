#!/usr/bin/env bash
# Measures the whole system, each figure beside its floor in the same run.
#   bench/run.sh                      everything, about 15 minutes; writes the table of bench/README.md
#   bench/run.sh get-cohosted start   these scenarios; prints, writes nothing
#   bench/run.sh --quick ...          shorter and noisier
#   bench/run.sh micro [FILTER]       BenchmarkDotNet for single pieces
set -euo pipefail
cd "$(dirname "$0")/.."

if [[ "${1:-}" == micro ]]; then
  dotnet run -c Release --project bench/Micro -- --artifacts artifacts/bench --filter "${2:-*}"
  exit
fi

dotnet build bench/Whole -c Release -v q -nologo
readme=()
if [[ $# -eq 0 ]]; then
  readme=(--readme=bench/README.md)
fi

exec dotnet exec artifacts/bin/Bench.Whole/release/BackendPlugins.Bench.Whole.dll "$@" "${readme[@]}"
