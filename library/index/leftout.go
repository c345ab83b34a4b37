package index

import (
	"slices"

	"descry/library/scan"
)

// excluded is what the user leaves out now.
func (x *Indexer) excluded() scan.Exclusions {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.exclude
}

// SetExclude has a running indexer leave other files out: all folders are watched anew, and
// scanned.
func (x *Indexer) SetExclude(exclude scan.Exclusions) {
	x.mu.Lock()
	x.exclude = exclude
	x.mu.Unlock()
	select {
	case x.excludes <- struct{}{}:
	default:
	}
}

// leaveOut drops the known files that are left out now. Their photos stay for Retention, and
// the annotations of their photos for ever.
func (s *syncer) leaveOut() {
	rules := s.exclude.Rules(s.folder.Path)
	n, one := 0, ""
	for rel, f := range s.known {
		marked := slices.ContainsFunc(s.report.Marked, func(dir string) bool { return inside(rel, dir) })
		if marked || rules.LeaveOut(rel, false) {
			s.delta.Gone = append(s.delta.Gone, f.ID)
			delete(s.known, rel)
			n, one = n+1, rel
		}
	}
	if n > 0 {
		s.x.o.Log.Info("files that were indexed are left out now", "folder", s.folder.Path, "files", n, "one", one)
	}
}
