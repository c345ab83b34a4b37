#!/bin/sh
# gpu-check.sh: measure a graphics card within four minutes and write a table for
# docs/benchmarks.md into build/gpu-check/table.md. "make gpu-check" builds what it needs into build;
# with that, the checkout is enough on a machine that has neither Go nor a network.
# A Vulkan loader is brought along in build/vulkan for machines that have none.
#
#   DESCRY_GPU_CHECK_SECONDS   less or more time (default 225)
#   DESCRY_GPU_CHECK_ADAPTER   the adapter's name; software is used only if it is named
#   DESCRY_PYTHON              a Python with PyTorch or onnxruntime-gpu, to compare with
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
check=$root/build/gpu-check/check
[ -x "$check" ] || { echo "There is no $check: run \"make gpu-check\" where Go is, and bring build along." >&2; exit 1; }
table=$root/build/gpu-check/table.md
rm -f "$table"
if [ -s "$root/build/vulkan/libvulkan.so.1" ]; then
	export DESCRY_GPU_CHECK_VULKAN="$root/build/vulkan"
fi
export DESCRY_GPU_CHECK="$table"

# The fixtures lie beside the tests' source. The last limit is for a driver that hangs.
cd "$root/ml/llm2clip"
code=0
timeout -k 5 $((${DESCRY_GPU_CHECK_SECONDS:-225} + 15)) "$check" -test.run '^TestGPUCheck$' -test.v -test.timeout 0 || code=$?
[ ! -s "$table" ] || { echo; cat "$table"; }
exit "$code"
