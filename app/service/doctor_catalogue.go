package service

import (
	"context"
	"errors"
	"strings"

	"descry/app/config"
	"descry/app/problem"
	"descry/library/sqlite/repair"
)

// checkCatalogue looks for damage before anything else opens the library, and repairs
// it. sound says that the library can be opened.
func checkCatalogue(ctx context.Context, paths config.Paths, dryRun bool) (f problem.Finding, sound bool) {
	f = problem.Finding{Check: "catalogue"}
	if err := paths.Create(); err != nil {
		return problem.Finding{Check: "library", Detail: problem.Explain(err)}, false
	}
	problems, err := damages(ctx, paths)
	switch {
	case err != nil:
		return unopened(err), false
	case len(problems) == 0:
		f.OK, f.Detail = true, paths.Catalogue
		return f, true
	case dryRun:
		f.Detail = firstLines(problems) + "; descry doctor without --dry-run saves what can be read into a new one, and keeps the file"
		return f, false
	}
	lock, err := TryLock(paths.Lock, commandRole)
	if err == nil && lock == nil {
		f.Detail = firstLines(problems) + "; another Descry is open: close the window, stop descry watch, and run descry doctor again"
		return f, false
	}
	if err == nil {
		defer lock.Release()
		f.Detail, err = repairCatalogue(ctx, paths)
	}
	if err == nil {
		var left []string
		if left, err = damages(ctx, paths); len(left) > 0 {
			err = errors.New("the new one is not sound either: " + firstLines(left))
		}
	}
	if err != nil {
		parts := []string{firstLines(problems)}
		if f.Detail != "" {
			parts = append(parts, f.Detail)
		}
		f.Detail = strings.Join(append(parts, "it could not be repaired: "+problem.Explain(err)), "; ")
		return f, false
	}
	f.Repaired = true
	f.Detail = firstLines(problems) + "; " + f.Detail
	return f, true
}

// damages lists what is wrong with the catalogue. An error is that it can't be opened
// for a reason that isn't damage.
func damages(ctx context.Context, paths config.Paths) ([]string, error) {
	if lost := findLost(paths); lost != nil {
		return []string{lost.Found()}, nil
	}
	return repair.Findings(ctx, paths.Catalogue)
}
