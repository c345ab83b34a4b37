#!/bin/sh
# fonts.sh WORK: make assets/fonts anew, the fonts that the program carries for scripts that the
# system has no font for. WORK is a folder for what is downloaded and for a Python environment.
# Only who changes the fonts runs this; a build takes what lies in assets/fonts.
#
# What they are made of, and the licence of each:
#   Droid Sans Fallback 6.0.1r16   Apache-2.0   Chinese, Japanese, Korean
#   Noto Sans of 2020-12-25        OFL-1.1      Arabic, Hebrew, Devanagari and 16 others, signs
#   Noto Sans JP, SC and KR 5.3.1  OFL-1.1      what the first lacks
#   Noto Emoji 5.3.2               OFL-1.1      emoji that are newer than the toolkit's font
# The sums below are of the packages as Debian and npm have them. The same sources give the same
# fonts, byte by byte, with the versions of fontTools and brotli that stand here.
set -eu
work=${1:?usage: fonts.sh WORK}
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$work"
work=$(cd "$work" && pwd)
sources=$work/sources
cd "$work"

debian() { # PACKAGE SHA256
	[ -f "$1.deb" ] || { apt-get download -qq "$1" && mv "$1"_*.deb "$1.deb"; }
	echo "$2  $1.deb" | sha256sum -c --quiet
	dpkg-deb -x "$1.deb" unpacked
}
npm_package() { # SCOPE NAME VERSION SHA256 FOLDER FILES
	file=$1-$2-$3.tgz
	[ -f "$file" ] || npm pack --silent "@$1/$2@$3" >/dev/null
	echo "$4  $file" | sha256sum -c --quiet
	mkdir -p "unpacked/$5" "$sources/$5"
	tar xzf "$file" -C "unpacked/$5"
	cp unpacked/"$5"/package/files/$6 "unpacked/$5/package/LICENSE" "$sources/$5/"
}

mkdir -p "$sources/droid" "$sources/noto" "$sources/toolkit"
debian fonts-droid-fallback d2096d4edde128fedf6749be2dd204a5810210a6201126d99b8d412344f71056
debian fonts-noto-core 58f4f0bb6720f919f92096b3508e1412a0f1544424ade6c5b5bf1eb694dd64ba
cp unpacked/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf \
	unpacked/usr/share/fonts-droid-fallback/truetype/DroidSansFallback.ttf "$sources/droid/"
cp unpacked/usr/share/fonts/truetype/noto/NotoSans*-Regular.ttf "$sources/noto/"
npm_package fontsource-variable noto-sans-jp 5.3.1 0a8f7d31c6c091e31977c801313b18e692312c37d9fe9a6d779b876e8046dbfc noto-jp '*.woff2'
npm_package fontsource-variable noto-sans-sc 5.3.1 95a11c5bbacd9995d94fc8cf964ee687307aacf20957ca6a4a16077519388163 noto-sc '*.woff2'
npm_package fontsource-variable noto-sans-kr 5.3.1 9bbb1134818e567b21024f0bf842b53a9419de67608febbf18b23072385c8bfa noto-kr '*.woff2'
npm_package fontsource noto-emoji 5.3.2 1fe49bb2cf7c2d78f93c0a69b6a431dcfd0d585b7831eba87fae6888ccf8d373 noto-emoji 'noto-emoji-emoji-400-normal.woff2'
toolkit=$(cd "$root" && go list -m -f '{{.Dir}}' fyne.io/fyne/v2)
cp -f "$toolkit/theme/font/NotoSans-Regular.ttf" "$toolkit/theme/font/EmojiOneColor.otf" \
	"$toolkit/theme/font/InterSymbols-Regular.ttf" "$sources/toolkit/"

[ -x python/bin/python ] || { python3 -m venv python && python/bin/pip install -q fonttools==4.68.0 brotli==1.2.1; }
rm -f "$root"/assets/fonts/*.br
python/bin/python "$root/setup/fonts/subset.py" "$sources" "$root/assets/fonts"
