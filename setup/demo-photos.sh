#!/bin/sh
# demo-photos.sh DIR: unpack freely licensed photos from three Debian packages into
# DIR (downloaded, not installed). Each package's copyright file is kept beside them.
set -eu
dir=${1:?usage: demo-photos.sh DIR}
[ -f "$dir/.complete" ] && exit 0
command -v apt-get >/dev/null 2>&1 || { echo "The demo photos come from Debian packages and this system has no apt-get: try 'bin/descry ~/Pictures' instead." >&2; exit 1; }

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$dir"
for package in lomiri-wallpapers-16.04 lomiri-wallpapers-20.04 mate-backgrounds; do
	echo "Getting photos from $package…"
	chmod 755 "$tmp"
	(cd "$tmp" && apt-get download -qq "$package" 2>/dev/null) || {
		if [ "$(id -u)" = 0 ]; then apt-get update -qq; elif command -v sudo >/dev/null 2>&1; then sudo apt-get update -qq; fi
		(cd "$tmp" && apt-get download -qq "$package") || { echo "Package $package could not be downloaded: is this machine online?" >&2; exit 1; }
	}
	dpkg-deb -x "$tmp/$package"_*.deb "$tmp/$package"
	find "$tmp/$package/usr/share/backgrounds" -type f \( -name '*.jpg' -o -name '*.png' \) -exec cp -p {} "$dir/" \;
	cp "$tmp/$package/usr/share/doc/$package/copyright" "$dir/$package.copyright.txt"
done
touch "$dir/.complete"
