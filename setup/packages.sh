#!/bin/sh
# packages.sh build|headless|lint|test|bench: install the system packages that building (with
# the window or without it), linting, testing or the benchmarks need and that are not there yet. Debian and its relatives only; on
# other systems it says what is needed and goes on, since it may be there already.
set -eu

headless="gcc libc6-dev make pkg-config ca-certificates libturbojpeg0-dev"
build="$headless libgl1-mesa-dev libegl1-mesa-dev xorg-dev libxkbcommon-dev libwayland-dev"
test="xvfb xdotool imagemagick x11-utils"
# Decoders and oracles: tests of them are skipped where a distribution has another version.
decoders="libheif1 liblcms2-2 libjxl0.7 libopenjp2-7 libimage-exiftool-perl sqlite3"
wish=

case "${1:-build}" in
build) want=$build ;;
headless) want=$headless ;;
lint) want="$build libsqlite3-dev" ;; # for the peers of the search
test) want="$build $test" wish=$decoders ;;
bench) want="$build $test libsqlite3-dev findutils" wish="$decoders libvips-tools" ;;
*) echo "usage: packages.sh build|headless|lint|test|bench" >&2; exit 2 ;;
esac

# Go 1.21 and newer fetch the version that go.mod names by themselves.
go=$(sed -n 's/^go \([0-9]*\.[0-9]*\).*/\1/p' "$(dirname "$0")/../go.mod")

if ! command -v apt-get >/dev/null 2>&1; then
	cat >&2 <<EOF
This system has no apt-get, so nothing was installed. Descry needs, under
whatever names your system gives them:
  Go $go or newer, a C compiler, npm, and the headers of libjpeg-turbo
  (TurboJPEG), OpenGL, X11 (Xcursor, Xi, Xinerama, Xrandr, Xxf86vm),
  Wayland (client, cursor, egl) and xkbcommon.
EOF
	exit 0
fi

root() {
	if [ "$(id -u)" = 0 ]; then "$@"
	elif command -v sudo >/dev/null 2>&1; then sudo "$@"
	else echo "Please run as root: $*" >&2; exit 1
	fi
}

installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

missing=
for p in $want; do installed "$p" || missing="$missing $p"; done
wished=
for p in $wish; do installed "$p" || wished="$wished $p"; done
command -v npm >/dev/null 2>&1 || missing="$missing npm"
command -v go >/dev/null 2>&1 || missing="$missing golang-go"

if [ -n "$missing$wished" ]; then
	root apt-get update -qq || [ -z "$missing" ]
	for p in $wished; do
		if apt-cache show "$p" >/dev/null 2>&1; then missing="$missing $p"; else echo "This distribution has no $p"; fi
	done
fi
if [ -n "$missing" ]; then
	echo "Installing:$missing"
	root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

minor=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
if [ "${minor:-0}" -lt 21 ]; then
	echo "Go $(go env GOVERSION) is too old: Descry needs Go $go, which Go fetches by itself from 1.21 on (from your distribution's backports, or go.dev)." >&2
	exit 1
fi
