#!/usr/bin/env bash
# check.sh TOOL OUT [SECONDS]: everything that wants a GPU, on a machine that has one and no SDK. TOOL is the published adjointkit, OUT a folder for the logs, SECONDS what
# the benchmarks may take in all (default 300). Each part survives the failure of the one before; the last lines say what failed. Nothing on the card is changed.
set -u
tool=$1
out=$2
limit=${3:-300}
mkdir -p "$out"
failed=()

# part NAME COMMAND...: runs a command, keeps its log, goes on.
part() {
  local name=$1
  shift
  local began=$SECONDS
  "$@" > "$out/$name.log" 2>&1
  local code=$?
  echo "$name: exit $code, $((SECONDS - began)) s: $(tail -1 "$out/$name.log" | cut -c1-160)"
  [ "$code" -eq 0 ] || failed+=("$name")
}

part info "$tool" info --json
for device in cuda opencl; do
  part "selftest-$device" timeout 300 "$tool" selftest --device "$device" --json
  part "dottest-$device" timeout 120 "$tool" dottest --device "$device" --json
  part "gradcheck-$device" timeout 120 "$tool" gradcheck acoustic --device "$device" --json
done
for device in cuda opencl cpu; do
  part "bench-waves-$device" timeout "$limit" "$tool" bench waves --device "$device"
  part "bench-ad-$device" timeout "$limit" "$tool" bench ad --device "$device"
done

# The kernels whose items share memory, under the vendor's own checker; one process per tool, because each slows the run tenfold or more.
sanitizer=$(command -v compute-sanitizer || ls /usr/local/cuda/bin/compute-sanitizer 2> /dev/null)
if [ -n "$sanitizer" ]; then
  for check in memcheck racecheck synccheck initcheck; do
    for suite in reductions Fourier matrix; do
      part "sanitizer-$check-$suite" timeout 120 "$sanitizer" --tool "$check" --error-exitcode 1 "$tool" selftest "$suite" --device cuda --precision f32
    done
  done
else
  echo "compute-sanitizer is not on this machine"
fi

echo "${#failed[@]} parts failed: ${failed[*]:-none}"
[ "${#failed[@]}" -eq 0 ]
