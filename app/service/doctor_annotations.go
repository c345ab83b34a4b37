package service

import (
	"context"
	"fmt"

	"descry/app/message"
	"descry/app/problem"
	"descry/library/annotation"
	"descry/library/copies"
)

// said compares what the user said, as the catalogue has it, with what copies and
// journal give back: a letter of a name may be another without any damage of the file.
func (d *Doctor) said(ctx context.Context) problem.Finding {
	f := problem.Finding{Check: "what you said", OK: true}
	state, err := d.e.Store.JournalState(ctx)
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	r, err := copies.Recover(d.e.Paths.Copies, d.e.Paths.Journal, nil)
	if err != nil || r.Copy.Path == "" || len(r.Damaged) > 0 || state.Waiting > 0 || len(state.Missing) > 0 {
		f.Detail = "it can't be compared with copies and journal now"
		return f
	}
	differs, err := d.e.Store.CompareRecords(ctx, r.Records(), annotation.Options{Mode: annotation.Replace})
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	n := 0
	for _, kind := range differs.Kinds {
		if kind.Kind != annotation.Spelling { // another word of the same tag may have respelled it since
			n += kind.Added + kind.Changed + kind.TakenBack
		}
	}
	f.Detail = "copies and journal say the same"
	if n > 0 {
		f.OK = false
		f.Detail = fmt.Sprintf("%s not as copies and journal have it; descry restore shows what, and brings it back", message.Plural(n, "thing you said is", "things you said are"))
	}
	return f
}
