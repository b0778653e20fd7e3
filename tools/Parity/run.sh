#!/usr/bin/env bash
# Builds the oracle and runs one of its commands against libtorch 2.10, for example
#   tools/Parity/run.sh evaluate 'torch.relu(a)' a=-1,0,1
# Without a command it lists them. The first build downloads about 250 MB and takes a minute.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Optimizers and schedules are Python in PyTorch, and no part of libtorch.
if [[ ${1-} == optimizers || ${1-} == schedules ]]; then
    cd "$here/../.."
    exec /usr/bin/python3 "$here/Learning.py" "$1"
fi

# Metrics are scikit-learn's.
if [[ ${1-} == metrics ]]; then
    mkdir -p "$here/../../tests/Autograd.Training.Tests/Golden"
    cd "$here/../.."
    exec /usr/bin/python3 "$here/metrics.py"
fi

output=$here/bin/Release/net10.0/linux-x64

log=$(dotnet build "$here/Parity.csproj" --configuration Release --verbosity quiet --nologo) || { echo "$log" >&2; exit 1; }
"$here/make-torchsharp-load.sh" "$output"
cd "$here/../.."  # the commands write into the repository
LD_PRELOAD=$output/libinitv.so exec dotnet "$output/Parity.dll" "$@"
