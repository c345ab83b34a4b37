#!/bin/sh
# lavapipe.sh DIR: put a Vulkan driver that computes on the processor in 16 bits as well into
# DIR, for the tests of float16: Mesa's, of Debian's package mesa-vulkan-drivers, with the
# file by which the loader finds it. Version 22 of Debian 12 lacks what WebGPU needs, so that
# there the one of bookworm-backports is taken, 11 MB. Nothing is installed, nothing of the
# system is changed, and it needs no root. Only tests of Debian and its relatives want it;
# "make test" doesn't, because these tests take minutes.
set -eu

dir=${1:?usage: lavapipe.sh DIR}
package=mesa-vulkan-drivers
library=libvulkan_lvp.so
manifest=lvp_icd.json

stop() { echo "No driver with float16: $1." >&2; exit 1; }

if [ -s "$dir/$library" ] && [ -s "$dir/$manifest" ]; then
	exit 0
fi
[ "$(uname -s)" = Linux ] || stop "it is known on Linux only"
command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 ||
	stop "this system has no apt-get, and no other way to $package is known"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# apt has lists of its own here, and checks them and the package by the system's keys.
options=
. /etc/os-release
if [ "${VERSION_CODENAME:-}" = bookworm ]; then
	echo "deb http://deb.debian.org/debian bookworm-backports main" >"$tmp/sources.list"
	mkdir -p "$tmp/lists/partial" "$tmp/cache/archives/partial"
	options="-o Dir::State::Lists=$tmp/lists -o Dir::Cache=$tmp/cache -o Dir::Etc::SourceList=$tmp/sources.list
		-o Dir::Etc::SourceParts=/dev/null -o APT::Sandbox::User=$(id -un)"
	apt-get $options update -qq || stop "Debian's list of packages could not be read"
fi
echo "Getting a driver with float16…"
(cd "$tmp" && apt-get $options download -qq "$package" >/dev/null 2>"$tmp/log") || { cat "$tmp/log" >&2; stop "the package $package could not be downloaded"; }
dpkg-deb --fsys-tarfile "$tmp/$package"_*.deb | tar -xO --wildcards "./usr/lib/*/$library" >"$tmp/$library" ||
	stop "the package $package has no $library"
missing=$(ldd "$tmp/$library" | sed -n 's/^[[:space:]]*\(.*\) => not found$/\1/p' | tr '\n' ' ')
[ -z "$missing" ] || stop "it wants libraries that this system has not: $missing"

mkdir -p "$dir"
cp "$tmp/$library" "$dir/$library.part"
mv "$dir/$library.part" "$dir/$library"
printf '{"file_format_version": "1.0.0", "ICD": {"library_path": "./%s", "api_version": "1.3.0"}}\n' "$library" >"$dir/$manifest"
