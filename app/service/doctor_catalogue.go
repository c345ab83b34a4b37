package service

import (
	"context"
	"strings"

	"descry/app/config"
	"descry/app/notice"
	"descry/library/sqlite/repair"
)

// checkCatalogue looks for damage before anything else opens the library, and repairs the
// damage. opens says that the library can be opened.
func checkCatalogue(ctx context.Context, paths config.Paths, dryRun bool) (f Finding, opens bool) {
	const check notice.Kind = "doctor-check-catalogue"
	if err := paths.Create(); err != nil {
		return failed("doctor-check-library", err), false
	}
	damaged, err := damages(ctx, paths)
	switch {
	case err != nil:
		return failed("doctor-check-library", err), false
	case len(damaged) == 0:
		if !dryRun {
			removeAbandoned(paths)
		}
		return sound(check, notice.AsItIs(paths.Catalogue)), true
	}
	f = wrong(check, damaged...)
	if dryRun {
		f.tell(notice.New("doctor-catalogue-dry-run", nil))
		return f, false
	}
	lock, err := TryLock(paths.Lock, commandRole)
	if err == nil && lock == nil {
		f.tell(notice.New("doctor-catalogue-open-elsewhere", nil))
		return f, false
	}
	if err == nil {
		defer lock.Release()
		var done []notice.Notice
		done, err = repairCatalogue(ctx, paths)
		f.Details = append(f.Details, done...)
	}
	var left []notice.Notice
	if err == nil {
		left, err = damages(ctx, paths)
	}
	switch {
	case err != nil:
		f.tell(notice.New("doctor-catalogue-unrepaired", notice.Params{"Reason": err}))
		return f, false
	case len(left) > 0:
		f.tell(notice.New("doctor-catalogue-still-damaged", notice.Params{"Findings": left}))
		return f, false
	}
	f.Repaired = true
	return f, true
}

// removeAbandoned removes what a repair that was killed left beside a sound catalogue. What is
// still there afterwards does no harm, and the next time removes it.
func removeAbandoned(paths config.Paths) {
	lock, err := TryLock(paths.Lock, commandRole)
	if err != nil || lock == nil {
		return
	}
	defer lock.Release()
	_ = repair.RemoveAbandoned(paths.Catalogue)
}

// damages lists what is wrong with the catalogue. An error says that the catalogue can't be
// opened for a reason other than damage.
func damages(ctx context.Context, paths config.Paths) ([]notice.Notice, error) {
	if lost, _ := findLost(paths); !lost.IsZero() {
		return []notice.Notice{lost}, nil
	}
	texts, err := repair.Findings(ctx, paths.Catalogue)
	if err != nil {
		return nil, err
	}
	return firstLines(texts), nil
}

// mostLines is how many of a list a finding has.
const mostLines = 3

// firstLines are the first few of many lines, a clause each, and the number of the others.
func firstLines(texts []string) (list []notice.Notice) {
	if len(texts) == 0 {
		return nil
	}
	lines := strings.Split(strings.Join(texts, "\n"), "\n")
	for _, line := range lines[:min(mostLines, len(lines))] {
		list = append(list, notice.AsItIs(line))
	}
	if more := len(lines) - mostLines; more > 0 {
		list = append(list, notice.Counted("doctor-more", more, nil))
	}
	return list
}
