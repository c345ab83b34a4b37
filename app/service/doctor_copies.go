package service

import (
	"context"
	"os"
	"path/filepath"

	"descry/app/notice"
	"descry/library/copies"
)

// copies reads all copies of the annotations. A damaged copy is deleted once there is a newer
// whole copy, which is made here if need be.
func (d *Doctor) copies(ctx context.Context) Finding {
	const check notice.Kind = "doctor-check-copies"
	list, err := copies.List(d.e.Paths.Copies)
	if err != nil {
		return failed(check, err)
	}
	var whole, damaged []copies.Copy
	for _, c := range list {
		if ctx.Err() != nil {
			return failed(check, ctx.Err())
		}
		if _, err := copies.Verify(c.Path); err != nil {
			damaged = append(damaged, c)
		} else {
			whole = append(whole, c)
		}
	}
	f := sound(check)
	if len(whole) == 0 {
		f.tell(notice.New("doctor-copies-none", nil))
	} else {
		f.tell(notice.Counted("doctor-copies", len(whole), notice.Params{"Folder": d.e.Paths.Copies, "Newest": notice.FullTime(whole[0].At)}))
	}
	if len(damaged) == 0 {
		return f
	}
	f.OK = false
	f.tell(notice.Counted("doctor-copies-damaged", len(damaged), notice.Params{"Name": filepath.Base(damaged[0].Path)}))
	if d.dryRun {
		return f
	}
	if _, err := d.e.CopyBefore(ctx, "repair"); err != nil {
		return failed(check, err)
	}
	for _, c := range damaged {
		if err := os.Remove(c.Path); err != nil {
			return failed(check, err)
		}
	}
	f.Repaired = true
	f.tell(notice.New("doctor-copies-remade", nil))
	return f
}
