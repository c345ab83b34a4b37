#!/bin/sh
# demo.sh: index the demo photos into a library of their own, search them from the
# command line, and open the window on them where there is a display.
set -eu
photos=build/demo-photos
DESCRY_HOME=$PWD/build/demo-home
export DESCRY_HOME

setup/demo-photos.sh "$photos"
bin/descry index "$photos"
for query in \
	"a bird sitting on a branch" \
	"a close-up of a yellow flower with green leaves behind it" \
	"the sun going down over the water, the sky orange and red" \
	"a road bridge seen from below with its steel cables" \
	"a group of friends together outdoors" \
	"snowy mountains with rocks and a wide valley"; do
	printf '\n"%s"\n' "$query"
	bin/descry search "$query" --limit 3
done
printf '\n'
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "${DESCRY_DEMO_WINDOW:-yes}" = yes ]; then
	echo "Opening the window on these photos. Close it to end the demo."
	exec bin/descry
fi
echo "There is no display here, so no window. On a desktop: DESCRY_HOME=$DESCRY_HOME bin/descry"
