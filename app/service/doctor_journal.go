package service

import (
	"context"
	"strconv"

	"descry/app/notice"
	"descry/library"
	"descry/library/journal"
)

// journal reads the whole journal of edits and compares it with the catalogue.
func (d *Doctor) journal(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-journal"
	changes := 0
	damaged, err := journal.Read(d.e.Paths.Journal, 0, func(library.UserChange) error {
		changes++
		return ctx.Err()
	})
	if err != nil {
		return failed(check, err)
	}
	state, err := d.e.Store.JournalState(ctx)
	if err != nil {
		return failed(check, err)
	}
	f := sound(check, notice.Counted("doctor-journal", changes, notice.Params{"Folder": d.e.Paths.Journal}))
	if len(damaged) > 0 { // the catalogue has the edits, so that nothing is to be done
		f.tell(notice.Counted("doctor-journal-damaged", len(damaged),
			notice.Params{"Line": strconv.Itoa(damaged[0].Line), "File": damaged[0].Segment}))
	}
	for _, r := range state.Missing {
		f.OK = false
		if r.Last > r.First {
			f.tell(notice.New("doctor-journal-ahead", notice.Params{"First": int(r.First), "Last": int(r.Last)}))
		} else {
			f.tell(notice.New("doctor-journal-ahead-by-one", notice.Params{"Edit": int(r.First)}))
		}
	}
	if state.Err != nil {
		f.OK = false
		f.tell(notice.Counted("doctor-journal-waiting", state.Waiting, notice.Params{"Reason": state.Err}))
	}
	return f
}
