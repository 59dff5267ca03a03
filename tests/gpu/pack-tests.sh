#!/usr/bin/env bash
# pack-tests.sh OUT: the device tests, the test runner, the tool and the .NET runtime in one archive (about 40 MB), for a machine that has a GPU and no SDK. There:
#   tar xf kit.tar.xz; ADJOINTKIT_TEST_DEVICE=cuda ./run-tests.sh; ./check.sh ./adjointkit logs
# runs on CUDA every test that here runs on OpenCL (the array operations, operators, solvers, loops and shots on a device), then selftests, benchmarks and sanitizer.
set -euo pipefail
out=$(realpath -m "$1")
cd "$(dirname "$0")/../.."
kit=$(mktemp -d)
trap 'rm -rf "$kit"' EXIT

for project in tests/AdjointKit.Tests tests/AdjointKit.Waves.Tests src/AdjointKit.Cli; do dotnet build -c Release "$project" --nologo -v quiet; done
cp -r tests/AdjointKit.Tests/bin/Release/net10.0 "$kit/engine"
cp -r tests/AdjointKit.Waves.Tests/bin/Release/net10.0 "$kit/waves"
cp -r src/AdjointKit.Cli/bin/Release/net10.0 "$kit/tool"

sdk=$(dotnet --list-sdks | awk -v version="$(dotnet --version)" '$1 == version { gsub(/[][]/, "", $2); print $2 "/" $1 }')
root=$(dirname "$(dirname "$sdk")")
mkdir -p "$kit/dotnet/shared" "$kit/runner"
cp "$root/dotnet" "$kit/dotnet/"
cp -r "$root/host" "$kit/dotnet/"
cp -r "$root/shared/Microsoft.NETCore.App" "$kit/dotnet/shared/"
cp -r "$sdk"/{Extensions,Microsoft.TestPlatform*.dll,Microsoft.VisualStudio.TestPlatform*.dll,Newtonsoft.Json.dll,testhost*,vstest.console.*,Microsoft.Extensions.DependencyModel.dll,Microsoft.Extensions.FileSystemGlobbing.dll,System.Resources.Extensions.dll} "$kit/runner/"
rm -rf "$kit/runner/TestHostNetFramework" "$kit/tool/linux-x64"
find "$kit" \( -name '*.pdb' -o -name '*.xml' -o -name '*.resources.dll' \) -delete
cat > "$kit/run-tests.sh" <<'RUN'
#!/usr/bin/env bash
# The device tests; ADJOINTKIT_TEST_DEVICE=cuda|opencl says where.
cd "$(dirname "$0")"
export DOTNET_ROOT=$PWD/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
code=0
run() { dotnet/dotnet exec runner/vstest.console.dll "$1" "--TestCaseFilter:$2" || code=1; }
run engine/AdjointKit.Tests.dll 'FullyQualifiedName~OnDevice|FullyQualifiedName~DeviceAllocation|FullyQualifiedName~DeviceLoopMemory|FullyQualifiedName~DeviceMemoryTests|FullyQualifiedName~LaunchLimit|FullyQualifiedName~ProgramTests|FullyQualifiedName~NvidiaArrayOperations'
run waves/AdjointKit.Waves.Tests.dll 'FullyQualifiedName~DeviceShot|FullyQualifiedName~NvidiaWaves'
exit $code
RUN
cat > "$kit/adjointkit" <<'RUN'
#!/usr/bin/env bash
# The tool on the runtime beside it: what check.sh asks for.
here=$(cd "$(dirname "$0")" && pwd)
DOTNET_ROOT=$here/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 exec "$here/dotnet/dotnet" "$here/tool/AdjointKit.Cli.dll" "$@"
RUN
chmod +x "$kit/run-tests.sh" "$kit/adjointkit"
cp tests/gpu/check.sh "$kit/"
mkdir -p "$out"
tar -C "$kit" -cf - . | xz -T0 -3 > "$out/kit.tar.xz"
du -sh "$out"
