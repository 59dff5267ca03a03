#!/usr/bin/env bash
# build.sh FOLDER: builds libadjointkit_cuda_standin.so and its own test, standin_selftest, into the folder; what is newer than its sources stays.
set -e
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
library=$folder/libadjointkit_cuda_standin.so
sources=(settings errors memory fibers faults modules blocks device driver_devices driver_memory driver_streams driver_modules kernels compiler nvrtc)
cd "$here"

# Objects of unlike things may be made at the same time; nodelete: the handler of faults must not vanish under a running process.
if [ ! -e "$library" ] || [ -n "$(find . -newer "$library" -type f)" ]; then
  objects=$(mktemp -d)
  trap 'rm -rf "$objects"' EXIT
  stamp=$(cat ./*.cpp ./*.h | cksum | tr ' ' '-')  # Modules compiled by an earlier stand-in are not used again.
  printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I{} g++ -std=c++17 -O2 -Wall -Wextra -fPIC -fvisibility=hidden "-DSTANDIN_SOURCES=\"$stamp\"" -Wa,-I"$here" -c {}.cpp -o "$objects/{}.o"
  g++ -shared -Wl,-z,nodelete -o "$objects/library.so" "$objects"/*.o -ldl -pthread
  g++ -std=c++17 -O1 -Wall -Wextra selftest.cpp -o "$objects/selftest" -ldl -pthread
  mv "$objects/selftest" "$folder/standin_selftest"
  mv "$objects/library.so" "$library"
fi
