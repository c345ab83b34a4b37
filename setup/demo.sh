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
	"a small bird clinging to the trunk of a tree" \
	"two brown dogs looking out of the window of a wooden house" \
	"a fig cut in half in an orange bowl, seen from above" \
	"paint brushes full of blue, pink and yellow paint" \
	"a stream running over rocks through the woods" \
	"rocky mountains with patches of snow and a footpath through the grass" \
	"a ladybird climbing a stem between small blue flowers"; do
	printf '\n"%s"\n' "$query"
	bin/descry search "$query" --limit 3
done
printf '\n'
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && [ "${DESCRY_DEMO_WINDOW:-yes}" = yes ]; then
	echo "Opening the window on these photos. Close it to end the demo."
	exec bin/descry
fi
echo "There is no display here, so no window. On a desktop: DESCRY_HOME=$DESCRY_HOME bin/descry"
