package app

import (
	"context"
	"fmt"
	"strings"

	"descry/library"
	"descry/library/journal"
)

// journal reads the whole journal of edits and compares it with the catalogue.
func (d *doctor) journal(ctx context.Context) finding {
	f := finding{Check: "journal of edits", OK: true}
	changes := 0
	damaged, err := journal.Read(d.e.paths.Journal, 0, func(library.OwnerChange) error {
		changes++
		return ctx.Err()
	})
	if err != nil {
		return failed(f.Check, err)
	}
	state, err := d.e.store.JournalState(ctx)
	if err != nil {
		return failed(f.Check, err)
	}
	said := []string{count(changes, "edit", "edits") + " in " + d.e.paths.Journal}
	if len(damaged) > 0 { // the catalogue has them, so that nothing is to be done
		said = append(said, fmt.Sprintf("%s can't be read and %s left out, the first is line %d of %s",
			count(len(damaged), "line", "lines"), isAre(len(damaged)), damaged[0].Line, damaged[0].Segment))
	}
	for _, r := range state.Missing {
		f.OK = false
		which := fmt.Sprintf("edit %s is", thousands(int(r.First)))
		if r.Last > r.First {
			which = fmt.Sprintf("edits %s to %s are", thousands(int(r.First)), thousands(int(r.Last)))
		}
		said = append(said, which+" in the journal and not in the catalogue, whose file is older; descry restore brings in what it lacks")
	}
	if state.Err != nil {
		f.OK = false
		said = append(said, fmt.Sprintf("%s there, and kept in the catalogue until the folder can be written: %s",
			count(state.Waiting, "edit is not", "edits are not"), explain(state.Err)))
	}
	f.Detail = strings.Join(said, "; ")
	return f
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
