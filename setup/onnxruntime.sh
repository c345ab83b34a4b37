#!/bin/sh
# onnxruntime.sh DIR [PLATFORM]: put the ONNX Runtime library into DIR, from the
# npm package onnxruntime-node, checked by SHA-256. PLATFORM is linux/x64,
# linux/arm64, darwin/arm64 or win32/x64; default: this machine.
set -eu

version=1.30.0
dir=${1:?usage: onnxruntime.sh DIR [PLATFORM]}
platform=${2:-}

if [ -z "$platform" ]; then
	case "$(uname -s)/$(uname -m)" in
	Linux/x86_64) platform=linux/x64 ;;
	Linux/aarch64 | Linux/arm64) platform=linux/arm64 ;;
	Darwin/arm64) platform=darwin/arm64 ;;
	MINGW*/x86_64 | MSYS*/x86_64) platform=win32/x64 ;;
	*) echo "No ONNX Runtime library is known for $(uname -s) $(uname -m)." >&2; exit 1 ;;
	esac
fi

case "$platform" in
linux/x64) file=libonnxruntime.so.1 sum=ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23 ;;
linux/arm64) file=libonnxruntime.so.1 sum=1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76 ;;
darwin/arm64) file=libonnxruntime.1.dylib sum=685d2be5dba1309c89d3a5324b7fd06a5c42f1a61bfea32d14c4cc28d072121d ;;
win32/x64) file=onnxruntime.dll sum=508c362f5673483dd3a086379c392795b2e42d10d5e6f3f90ebd7ac21c97af67 ;;
*) echo "Unknown platform $platform." >&2; exit 2 ;;
esac

sha256() { if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d' ' -f1; }

if [ -f "$dir/$file" ] && [ "$(sha256 "$dir/$file")" = "$sum" ]; then
	exit 0
fi
command -v npm >/dev/null 2>&1 || { echo "npm is needed to get the ONNX Runtime library; install it and run make again." >&2; exit 1; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
echo "Getting ONNX Runtime $version ($platform)…"
(cd "$tmp" && npm pack --silent "onnxruntime-node@$version" >/dev/null) || {
	echo "The package onnxruntime-node $version could not be downloaded: is this machine online?" >&2
	exit 1
}
tar -xzf "$tmp"/onnxruntime-node-$version.tgz -C "$tmp" "package/bin/napi-v6/$platform/$file"
got=$(sha256 "$tmp/package/bin/napi-v6/$platform/$file")
if [ "$got" != "$sum" ]; then
	echo "The downloaded $file has SHA-256 $got, expected $sum: not used." >&2
	exit 1
fi
mkdir -p "$dir"
mv "$tmp/package/bin/napi-v6/$platform/$file" "$dir/$file.part"
mv "$dir/$file.part" "$dir/$file"
