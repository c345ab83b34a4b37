package service

import (
	"context"
	"errors"
	"time"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
	"descry/library/sqlite/repair"
)

// repairOf is the library as package repair needs it.
func repairOf(p config.Paths) repair.Library {
	return repair.Library{Catalogue: p.Catalogue, Journal: p.Journal, Copies: p.Copies, Vectors: p.Vectors}
}

// repairCatalogue puts a sound catalogue in the place of one that is damaged or missing, and
// tells what was saved from where. The notices beside an error tell how far the repair came.
func repairCatalogue(ctx context.Context, paths config.Paths) ([]notice.Notice, error) {
	report, err := repair.Repair(ctx, repairOf(paths), time.Now())
	if errors.Is(err, repair.ErrInUse) {
		err = problem.Wrap("repair-catalogue-in-use", nil, err)
	}
	return repairNotices(report), err
}

// repairNotices tell what a repair did.
func repairNotices(r repair.Report) (list []notice.Notice) {
	if r.Reindexed {
		list = append(list, notice.New("repair-reindexed", nil))
	}
	if s := r.Saved; s != nil {
		list = append(list, notice.New("repair-saved", notice.Params{
			"Photos":  notice.Counted("photos", s.Photos, nil),
			"Files":   notice.Counted("files", s.Files, nil),
			"Vectors": notice.Counted("vectors", s.Vectors, nil),
		}))
		if len(s.Broken) > 0 {
			list = append(list, notice.New("repair-partly-read", nil))
		}
	}
	if r.New {
		list = append(list, notice.New("repair-new-catalogue", nil))
	}
	if r.Records != nil {
		list = append(list, recordNotices(*r.Records)...)
	}
	if r.Kept != "" {
		list = append(list, notice.New("repair-kept-as", notice.Params{"Path": r.Kept}))
	}
	return list
}

// recordNotices tell from where the annotations were taken.
func recordNotices(w repair.RecordSource) (list []notice.Notice) {
	switch {
	case w.Nothing && w.FromFile > 0:
		return []notice.Notice{notice.New("repair-annotations-from-file-alone", nil)}
	case w.Nothing:
		return []notice.Notice{notice.New("repair-no-annotations", nil)}
	}
	for _, bad := range w.Bad {
		list = append(list, problem.Of(bad))
	}
	copied := notice.FullTime(w.Copy.At)
	switch {
	case w.Complete():
		return append(list, notice.Counted("repair-annotations-from-copy", w.Changes, notice.Params{"Copy": copied}))
	case w.Copy.Path != "":
		list = append(list, notice.Counted("repair-annotations-from-file-and-copy", w.Changes, notice.Params{"Copy": copied}))
	default:
		list = append(list, notice.Counted("repair-annotations-from-file", w.Changes, nil))
	}
	if w.Lines > 0 {
		list = append(list, notice.Counted("repair-journal-lines-unread", w.Lines, nil))
	}
	return list
}
