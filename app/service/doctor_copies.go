package service

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"descry/app/message"
	"descry/app/problem"
	"descry/library/copies"
)

// copies reads all copies of what the user said. One that is damaged goes once there is
// a newer one that is whole, which is made here if need be.
func (d *Doctor) copies(ctx context.Context) problem.Finding {
	f := problem.Finding{Check: "copies", OK: true}
	list, err := copies.List(d.e.Paths.Copies)
	if err != nil {
		return problem.Failed(f.Check, err)
	}
	var whole, damaged []copies.Copy
	for _, c := range list {
		if ctx.Err() != nil {
			return problem.Failed(f.Check, ctx.Err())
		}
		if _, err := copies.Verify(c.Path); err != nil {
			damaged = append(damaged, c)
		} else {
			whole = append(whole, c)
		}
	}
	f.Detail = "none yet: the first is made when something was said or indexed"
	if len(whole) > 0 {
		f.Detail = fmt.Sprintf("%s of what you said in %s, the newest of %s", message.FormatCount(len(whole)), d.e.Paths.Copies,
			whole[0].At.Format("2 January 2006, 15:04"))
	}
	if len(damaged) == 0 {
		return f
	}
	f.OK = false
	f.Detail += fmt.Sprintf("; %s damaged, such as %s", message.Plural(len(damaged), "copy is", "copies are"), filepath.Base(damaged[0].Path))
	if d.dryRun {
		return f
	}
	if _, err := d.e.CopyBefore(ctx, "repair"); err != nil {
		return problem.Failed(f.Check, err)
	}
	for _, c := range damaged {
		if err := os.Remove(c.Path); err != nil {
			return problem.Failed(f.Check, err)
		}
	}
	f.Repaired = true
	f.Detail += "; a new copy was made in its place"
	return f
}
