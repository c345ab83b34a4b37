package service

import (
	"context"

	"descry/app/notice"
	"descry/library/annotation"
	"descry/library/copies"
)

// annotations compares the annotations in the catalogue with those in copies and journal. A letter of
// a name may have changed without any damage of the file.
func (d *Doctor) annotations(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-annotations"
	state, err := d.e.Store.JournalState(ctx)
	if err != nil {
		return failed(check, err)
	}
	r, err := copies.Recover(d.e.Paths.Copies, d.e.Paths.Journal, nil)
	if err != nil || r.Copy.Path == "" || len(r.Damaged) > 0 || state.Waiting > 0 || len(state.Missing) > 0 {
		return sound(check, notice.New("doctor-annotations-not-compared", nil))
	}
	differs, err := d.e.Store.CompareRecords(ctx, r.Records(), annotation.Options{Mode: annotation.Replace})
	if err != nil {
		return failed(check, err)
	}
	n := 0
	for _, kind := range differs.Kinds {
		if kind.Kind != annotation.Spelling { // another annotation of the same tag may have respelled the tag since
			n += kind.Added + kind.Changed + kind.TakenBack
		}
	}
	if n > 0 {
		return wrong(check, notice.Counted("doctor-annotations-differ", n, nil))
	}
	return sound(check, notice.New("doctor-annotations-same", nil))
}
