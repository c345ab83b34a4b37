package folders

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
func (f *Folders) findAway() {
	state := awayState(f.Shell.Folders(), f.Shell.Places())
	if state == f.away.of {
		return
	}
	f.away.of = state
	if state == "" {
		f.dimAway(nil)
		return
	}
	kit.Load(f.Tasks, f.Backend.AwayPhotos, func(list []library.PhotoID, err error) {
		switch {
		case state != f.away.of: // asked again meanwhile
		case err != nil:
			f.away.of = "" // with the next change
			f.Log.Warn("find the photos that are away", "err", err)
		default:
			f.dimAway(list)
		}
	})
}

// dimAway shows which photos are away.
func (f *Folders) dimAway(list []library.PhotoID) {
	if len(list) == 0 && len(f.away.ids) == 0 {
		return
	}
	f.away.ids = make(map[library.PhotoID]bool, len(list))
	for _, id := range list {
		f.away.ids[id] = true
	}
	f.Shell.AwayChanged()
}
