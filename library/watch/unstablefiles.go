package watch

import (
	"path/filepath"
	"time"
)

// holder holds files back until they are stable.
type holder struct {
	dir                string
	stableFor, maxHold time.Duration
	files              map[string]*held
	nextLook           time.Time
}

// held is a file that is perhaps being written.
type held struct {
	stamp
	since, still time.Time // held since, unchanged since
	told         bool      // delivered although the file keeps changing
}

func newHolder(o Options) *holder {
	return &holder{stableFor: o.StableFor, maxHold: o.MaxHold, files: map[string]*held{}}
}

func (h *holder) clear() { h.files = map[string]*held{} }

func (h *holder) at(rel string) string { return filepath.Join(h.dir, filepath.FromSlash(rel)) }

// offer holds a file that an event was about. true means that there is nothing to wait for, as
// the file is gone or cannot be looked at.
func (h *holder) offer(rel string, now time.Time) (ready bool) {
	s, err := look(h.at(rel))
	if err != nil {
		delete(h.files, rel)
		return true
	}
	if len(h.files) == 0 {
		h.nextLook = now.Add(h.stableFor)
	}
	f := h.files[rel]
	if f == nil {
		f = &held{since: now}
		h.files[rel] = f
	}
	f.stamp, f.still = s, now
	return false
}

// release looks at all held files and returns the files to deliver.
func (h *holder) release(now time.Time) (ready []string) {
	h.nextLook = now.Add(max(h.stableFor/2, time.Millisecond))
	for rel, f := range h.files {
		s, err := look(h.at(rel))
		if err == nil && !s.same(f.stamp) {
			f.stamp, f.still = s, now
		}
		switch {
		case err != nil, now.Sub(f.still) >= h.stableFor:
			delete(h.files, rel)
			ready = append(ready, rel)
		case !f.told && now.Sub(f.since) >= h.maxHold:
			f.told = true
			ready = append(ready, rel)
		}
	}
	return ready
}
