#!/bin/sh
# vulkan.sh DIR: put a Vulkan driver that computes on the processor into DIR, for tests:
# SwiftShader, the loader that finds it and a driver that only pretends to be a card, all
# from Debian's package chromium-common. The package is unpacked, not installed: nothing
# else of it is wanted, nothing of the system is changed, and it needs no root. Debian and
# its relatives only; elsewhere it says so, and the tests that want it are skipped.
set -eu

dir=${1:?usage: vulkan.sh DIR}
package=chromium-common
files="libvulkan.so.1 libvk_swiftshader.so vk_swiftshader_icd.json libVkICD_mock_icd.so"

complete() { for f in $files; do [ -s "$dir/$f" ] || return 1; done; }
without() { echo "No software Vulkan: $1. Tests that need it are skipped." >&2; exit 0; }

if complete; then
	exit 0
fi
[ "$(uname -s)" = Linux ] || without "it is known on Linux only"
command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 ||
	without "this system has no apt-get, and no other way to $package is known"

root() {
	if [ "$(id -u)" = 0 ]; then "$@"
	elif command -v sudo >/dev/null 2>&1; then sudo "$@"
	else echo "Please run as root: $*" >&2; return 1
	fi
}
known() { LC_ALL=C apt-cache policy "$package" 2>/dev/null | grep 'Candidate:' | grep -qv '(none)'; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# apt checks what it got by its signed lists.
download() { (cd "$tmp" && apt-get download -qq "$package" >/dev/null 2>"$tmp/log"); }

echo "Getting software Vulkan for tests…"
known && download || {
	root apt-get update -qq || true
	known || without "this system's packages have no $package"
	download || { cat "$tmp/log" >&2; echo "The package $package could not be downloaded: is this machine online?" >&2; exit 1; }
}
dpkg-deb --fsys-tarfile "$tmp/$package"_*.deb >"$tmp/package.tar"
mkdir -p "$dir" "$tmp/files"
for f in $files; do
	tar -xOf "$tmp/package.tar" "./usr/lib/chromium/$f" >"$tmp/files/$f" 2>/dev/null && [ -s "$tmp/files/$f" ] ||
		without "the package $package of this system has no $f"
done
for f in $files; do
	cp "$tmp/files/$f" "$dir/$f.part"
	mv "$dir/$f.part" "$dir/$f"
done
