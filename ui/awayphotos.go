package ui

import (
	"fmt"
	"strings"

	"descry/library"
	"descry/ui/kit"
)

// awayPhotos are those that can't be opened now, which the grid dims.
type awayPhotos struct {
	ids map[library.PhotoID]bool
	of  string // the state of folders and places when they were asked for
}

// awayState changes when other photos may be away. It is "" when none is.
func awayState(folders []library.Folder, places []library.Place) string {
	var b strings.Builder
	for _, f := range folders {
		if !f.OfflineSince.IsZero() {
			fmt.Fprintf(&b, "folder %d %d ", f.ID, f.Counts.Photos)
		}
	}
	for _, p := range places {
		if p.Away > 0 {
			fmt.Fprintf(&b, "place %d %q %d ", p.Folder, p.Rel, p.Away)
		}
	}
	return b.String()
}

// findAway asks which photos are away, if others may be than before.
func (w *Window) findAway() {
	state := awayState(w.side.Folders(), w.side.Places())
	if state == w.away.of {
		return
	}
	w.away.of = state
	if state == "" {
		w.dimAway(nil)
		return
	}
	kit.Load(w.tasks, w.backend.AwayPhotos, func(list []library.PhotoID, err error) {
		switch {
		case state != w.away.of: // asked again meanwhile
		case err != nil:
			w.away.of = "" // with the next change
			w.log.Warn("find the photos that are away", "err", err)
		default:
			w.dimAway(list)
		}
	})
}

// dimAway shows which photos are away.
func (w *Window) dimAway(list []library.PhotoID) {
	if len(list) == 0 && len(w.away.ids) == 0 {
		return
	}
	w.away.ids = make(map[library.PhotoID]bool, len(list))
	for _, id := range list {
		w.away.ids[id] = true
	}
	w.grid.Refresh()
}
