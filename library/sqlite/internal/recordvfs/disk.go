package recordvfs

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
)

// sectorSize is how many bytes a disk writes at once, at the least.
const sectorSize = 512

// Rest is what a power cut leaves of what was not synced.
type Rest int

const (
	// Nothing is the most that can be lost: none of what was not synced is left.
	Nothing Rest = iota
	// Everything is what a killed process leaves.
	Everything
	// SomeWrites are whole writes at random, later ones without earlier ones.
	SomeWrites
	// SomeSectors are sectors at random, each as it was at some moment since the sync.
	SomeSectors
)

// String is the name of the rest.
func (r Rest) String() string {
	return [...]string{"nothing", "everything", "some writes", "some sectors"}[r]
}

// Disk is what a power cut at a moment may leave: the content of each file, by its path in the
// folder. Chance is taken from rng, which Nothing and Everything don't need.
func (r *Record) Disk(at Moment, rest Rest, rng *rand.Rand) map[string][]byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	names, files := r.until(at)
	disk := make(map[string][]byte)
	for _, path := range slices.Sorted(maps.Keys(names)) { // in order, so that a seed means the same
		n := names[path]
		state := n.states[n.sure]
		switch later := n.states[n.sure:]; rest {
		case Everything:
			state = later[len(later)-1]
		case SomeWrites, SomeSectors:
			state = later[rng.IntN(len(later))]
		case Nothing:
		}
		if state != unrecorded {
			disk[path] = files[state].left(rest, rng)
		}
	}
	return disk
}

// name is the files that a path stood for.
type name struct {
	states []fileID // in the order of time; unrecorded: no file
	places []Moment // from when on
	sure   int      // index of the state that is on the disk, if no later one is
}

// add notes what the path stands for from a moment on.
func (n *name) add(state fileID, since Moment) {
	n.states, n.places = append(n.states, state), append(n.places, since)
}

// file is the changes of a file.
type file struct {
	content []byte  // before the record
	changes []event // writes and cuts
	places  []Moment
	sure    int // how many of the changes are on the disk for sure
}

// until is what happened before a moment.
func (r *Record) until(at Moment) (map[string]*name, map[fileID]*file) {
	names, files := make(map[string]*name), make(map[fileID]*file)
	for i, e := range r.events[:at] {
		if e.action == marked {
			continue
		}
		path := r.paths[e.file]
		n, f := names[path], files[e.file]
		switch e.action {
		case found:
			names[path], files[e.file] = new(name), &file{content: e.data}
			names[path].add(e.file, 0)
		case created:
			if n == nil {
				n = new(name)
				n.add(unrecorded, 0)
				names[path] = n
			}
			n.add(e.file, Moment(i))
			files[e.file] = new(file)
		case wrote, truncated:
			f.changes, f.places = append(f.changes, e), append(f.places, Moment(i))
		case synced:
			f.sure, _ = slices.BinarySearch(f.places, e.before)
			if slices.Index(n.states, e.file) > n.sure {
				syncNames(names, e.before)
			}
		case deleted:
			n.add(unrecorded, Moment(i))
			if e.sure {
				n.sure = len(n.states) - 1
			}
		case marked: // changes no file
		}
	}
	return names, files
}

// syncNames notes that the files of the paths at a moment are on the disk.
func syncNames(names map[string]*name, at Moment) {
	for _, n := range names {
		known, _ := slices.BinarySearch(n.places, at)
		n.sure = max(n.sure, known-1)
	}
}

// left is the content that remains of a file.
func (f *file) left(rest Rest, rng *rand.Rand) []byte {
	longest := int64(len(f.content))
	for _, e := range f.changes {
		longest = max(longest, e.offset+int64(len(e.data)))
	}
	content := append(make([]byte, 0, longest), f.content...)
	for _, e := range f.changes[:f.sure] {
		content = e.applied(content)
	}
	later := f.changes[f.sure:]
	switch rest {
	case Everything:
		for _, e := range later {
			content = e.applied(content)
		}
	case SomeWrites:
		share := rng.Float64()
		for _, e := range later {
			if rng.Float64() < share {
				content = e.applied(content)
			}
		}
	case SomeSectors:
		content = someSectors(content, later, rng)
	case Nothing:
	}
	return content
}

// applied is the content after a write or a cut. The old content is used up.
func (e event) applied(content []byte) []byte {
	end := e.offset + int64(len(e.data))
	if e.action == truncated {
		content = content[:min(end, int64(len(content)))]
	}
	if missing := end - int64(len(content)); missing > 0 {
		content = append(content, make([]byte, missing)...)
	}
	copy(content[e.offset:], e.data)
	return content
}

// sectors are the sectors that a write or a cut touches in a file of a size.
func (e event) sectors(all int) (first, end int) {
	first = min(int(e.offset/sectorSize), all)
	if e.action == truncated {
		return first, all
	}
	return first, int((e.offset + int64(len(e.data)) + sectorSize - 1) / sectorSize)
}

// someSectors takes each sector, and the length, as they were at one of the moments between
// two changes. A sector that didn't exist at its moment is zero.
func someSectors(content []byte, changes []event, rng *rand.Rand) []byte {
	longest := len(content)
	for _, e := range changes {
		longest = max(longest, int(e.offset)+len(e.data))
	}
	all := (longest + sectorSize - 1) / sectorSize
	moments := make([][]int, all) // at which a sector changes, as numbers of changes made
	for i, e := range changes {
		first, end := e.sectors(all)
		for s := first; s < end; s++ {
			moments[s] = append(moments[s], i+1)
		}
	}
	chosen := make(map[int][]int) // sectors by moment
	for s, list := range moments {
		at := 0
		if k := rng.IntN(len(list) + 1); k > 0 {
			at = list[k-1]
		}
		chosen[at] = append(chosen[at], s)
	}
	left, length, lengthAt := make([]byte, all*sectorSize), 0, rng.IntN(len(changes)+1)
	for i := 0; ; i++ {
		for _, s := range chosen[i] {
			from := min(s*sectorSize, len(content))
			copy(left[s*sectorSize:(s+1)*sectorSize], content[from:])
		}
		if i == lengthAt {
			length = len(content)
		}
		if i == len(changes) {
			return bytes.Clone(left[:length])
		}
		content = changes[i].applied(content)
	}
}
