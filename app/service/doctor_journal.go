package service

import (
	"context"
	"fmt"
	"strings"

	"descry/app/message"
	"descry/app/problem"
	"descry/library"
	"descry/library/journal"
)

// journal reads the whole journal of edits and compares it with the catalogue.
func (d *Doctor) journal(ctx context.Context) problem.Finding {
	f := problem.Finding{Check: "journal of edits", OK: true}
	changes := 0
	damaged, err := journal.Read(d.e.Paths.Journal, 0, func(library.UserChange) error {
		changes++
		return ctx.Err()
	})
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	state, err := d.e.Store.JournalState(ctx)
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	said := []string{message.Plural(changes, "edit", "edits") + " in " + d.e.Paths.Journal}
	if len(damaged) > 0 { // the catalogue has them, so that nothing is to be done
		said = append(said, fmt.Sprintf("%s can't be read and %s left out, the first is line %d of %s",
			message.Plural(len(damaged), "line", "lines"), isAre(len(damaged)), damaged[0].Line, damaged[0].Segment))
	}
	for _, r := range state.Missing {
		f.OK = false
		which := fmt.Sprintf("edit %s is", message.FormatCount(int(r.First)))
		if r.Last > r.First {
			which = fmt.Sprintf("edits %s to %s are", message.FormatCount(int(r.First)), message.FormatCount(int(r.Last)))
		}
		said = append(said, which+" in the journal and not in the catalogue, whose file is older; descry restore brings in what it lacks")
	}
	if state.Err != nil {
		f.OK = false
		said = append(said, fmt.Sprintf("%s there, and kept in the catalogue until the folder can be written: %s",
			message.Plural(state.Waiting, "edit is not", "edits are not"), problem.Explain(state.Err)))
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
