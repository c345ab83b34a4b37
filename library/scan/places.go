package scan

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"descry/internal/mounts"
)

// Place is the root of a walk, or a folder below the root on which something is or was
// mounted. The fields tell the place from any other that may be at the same path another time.
// Numbers are 0 and texts "" where the system does not tell.
type Place struct {
	// Rel is the path below the root, "" for the root itself.
	Rel string
	// Mounted is false for a folder below the root on which nothing is mounted now.
	Mounted bool
	// Fresh says that the place was mounted while the walk went on. The walk may have been in
	// the directory below the mount before.
	Fresh bool
	// Left says that the place was unmounted while the walk went on. The walk may have seen
	// files of the place. If the folder of the place has gone as well, the other fields are
	// zero.
	Left bool
	// Device is the number of the device. Inode is that of the folder, where inodes last
	// longer than the mount. UUID is the file system's, Source what is mounted.
	Device, Inode uint64
	UUID, Source  string
}

// survey is the system's list of mounts at one time. known is false where there is no list.
type survey struct {
	at      string // the root without links
	table   mounts.Table
	numbers map[string]uint64 // of the mounts at the root and below, by path
	known   bool
}

func readSurvey(root string, o Options) survey {
	read := o.Mounts
	if read == nil {
		read = mounts.System
	}
	at, err := filepath.EvalSymlinks(root)
	if err == nil {
		at, err = filepath.Abs(at)
	}
	if err != nil {
		return survey{}
	}
	table, err := read()
	s := survey{at: at, table: table, numbers: map[string]uint64{at: mounts.Number(at)}}
	for _, m := range table.Below(at) {
		s.numbers[m.Point] = mounts.Number(m.Point)
	}
	// An empty list comes from a system that hides its mounts.
	s.known = err == nil && len(table) > 0
	return s
}

// sameRoot says whether the root lies in the same mount as before.
func (s survey) sameRoot(before survey) bool {
	if !s.known || !before.known {
		return true
	}
	now, ok := s.table.Holding(s.at)
	then, had := before.table.Holding(before.at)
	return ok == had && now.ID == then.ID && s.at == before.at && s.numbers[s.at] == before.numbers[s.at]
}

// mountsBelow are the folders below the root on which something is mounted.
func (s survey) mountsBelow() map[string]mounts.Mount {
	below := make(map[string]mounts.Mount)
	for _, m := range s.table.Below(s.at) {
		// What an automounter would mount is not there before the automounter mounts.
		if m.Type != "autofs" {
			below[filepath.ToSlash(strings.TrimPrefix(strings.TrimPrefix(m.Point, s.at), "/"))] = m
		}
	}
	return below
}

// places describes the root and what is, or was expected to be, mounted below the root. first
// is the survey before the walk, root the root's identity after the walk.
func (s survey) places(w *walker, first survey, root Identity) []Place {
	now, before := map[string]mounts.Mount{}, map[string]mounts.Mount{}
	if s.known {
		now, before = s.mountsBelow(), first.mountsBelow()
	}
	all := []Place{s.identified(Place{Mounted: true}, root)}
	rels := slices.Clone(w.o.Expect)
	for rel := range now {
		rels = append(rels, rel)
	}
	for rel := range before {
		rels = append(rels, rel)
	}
	if !s.known {
		for rel := range w.others {
			rels = append(rels, rel)
		}
	}
	slices.Sort(rels)
	for _, rel := range slices.Compact(rels) {
		if rel == "" || !w.allowed(rel, true) || !w.touches(rel) {
			continue
		}
		m, mounted := now[rel]
		then, was := before[rel]
		sameMount := then.ID == m.ID && first.numbers[m.Point] == s.numbers[m.Point]
		p := Place{Rel: rel, Mounted: mounted, Fresh: mounted && first.known && !sameMount, Left: was && s.known && !mounted}
		id, ok := identifyDir(absolute(w.root, rel))
		if !ok {
			if p.Left {
				all = append(all, p)
			}
			continue
		}
		if !s.known {
			p.Mounted = w.onAnother(rel, id)
		}
		all = append(all, s.identified(p, id))
	}
	return all
}

// touches says whether a walk of parts looks at anything in a place.
func (w *walker) touches(place string) bool {
	return w.o.Only == nil || slices.ContainsFunc(w.o.Only, func(rel string) bool {
		rel = path.Clean(rel)
		return rel == "." || rel == place || strings.HasPrefix(rel, place+"/") || strings.HasPrefix(place, rel+"/")
	})
}

// onAnother says whether a folder is on another device than its parent. Some systems tell of
// mounts by nothing else.
func (w *walker) onAnother(rel string, id Identity) bool {
	parent, ok := identifyDir(absolute(w.root, path.Dir(rel)))
	return ok && parent.Dev != id.Dev
}

// identified fills in what the system tells of a place.
func (s survey) identified(p Place, id Identity) Place {
	p.Device, p.Inode = id.Dev, id.Inode
	if !s.known {
		return p
	}
	if m, ok := s.table.Holding(absolute(s.at, place(p.Rel))); ok {
		p.UUID, p.Source = m.UUID(), m.Name()
		if !m.StableInodes() {
			p.Inode = 0
		}
	}
	return p
}

// place writes a place's Rel as this package writes other paths.
func place(rel string) string {
	if rel == "" {
		return "."
	}
	return rel
}

// identifyDir identifies a folder below the root. ok is false where there is no folder.
func identifyDir(at string) (id Identity, ok bool) {
	// A link below the root counts as no folder.
	fi, err := os.Lstat(at)
	if err != nil || !fi.IsDir() {
		return id, false
	}
	id, err = Identify(at)
	return id, err == nil
}
