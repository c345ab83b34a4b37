package torture

import (
	"errors"
	"fmt"
	"os"
	"time"

	"descry/internal/faultyfs"
)

// fault is what fails at a place from one moment to another, and what is mounted there
// all the while.
type fault struct {
	fs     *faultyfs.FS
	begins *time.Timer
	ends   *time.Timer
}

// faultHarms are some of the ways in which a file system fails, of the drive and of the
// folder, where the system has what that takes.
func (w *world) faultHarms() (some []harm) {
	if w.noFUSE {
		return nil
	}
	places := []struct{ name, at, content string }{
		{"drive below a folder", w.drive, w.content}, {"folder", w.root, w.rooted},
	}
	kinds := faultyfs.All()
	for range 8 {
		place, kind := places[w.rng.IntN(len(places))], kinds[w.rng.IntN(len(kinds))]
		some = append(some, harm{
			fmt.Sprintf("faulty %s: %v", place.name, kind),
			func() { w.fail(kind, place.at, place.content) },
		})
	}
	return some
}

// fail has a file system fail: from now on or in the middle of what is done meanwhile,
// until it is mended or a little before; of all files, of some, or by chance. A place that
// shows less than it has does so from now on and of all: of a few files nobody can tell
// that they are not deleted.
func (w *world) fail(kind faultyfs.Fault, at, content string) {
	w.unmount(at)
	w.must(os.MkdirAll(at, 0o755)) // it may have gone with what was mounted
	fs, err := faultyfs.Mount(content, at, w.rng.Uint64())
	if errors.Is(err, errors.ErrUnsupported) {
		w.t.Logf("without faulty file systems: %v", err)
		w.noFUSE = true
		w.mount(content, at)
		return
	}
	w.must(err)
	setting := faultyfs.Setting{Fault: kind, Silence: time.Duration(w.rng.IntN(3000)) * time.Millisecond}
	f := &fault{fs: fs}
	w.faults = append(w.faults, f)
	lists := kind == faultyfs.ListsNothing || kind == faultyfs.ListsHalf
	if !lists && w.rng.IntN(2) == 0 {
		setting.Share, setting.Fickle = 0.1+0.8*w.rng.Float64(), w.rng.IntN(2) == 0
	}
	set := func(s faultyfs.Setting) {
		if err := fs.Set(s); err != nil {
			w.t.Errorf("a faulty file system: %v", err)
		}
	}
	begin := time.Duration(w.rng.IntN(300)) * time.Millisecond
	end := begin + time.Duration(w.rng.IntN(1000))*time.Millisecond
	if lists || w.rng.IntN(2) == 0 {
		set(setting)
	} else {
		f.begins = time.AfterFunc(begin, func() { set(setting) })
	}
	if !lists && w.rng.IntN(3) == 0 {
		f.ends = time.AfterFunc(end, func() { set(faultyfs.Setting{}) })
	}
}

// endFaults unmounts what fails. Nobody uses it any more.
func (w *world) endFaults() {
	for _, f := range w.faults {
		for _, timer := range []*time.Timer{f.begins, f.ends} {
			if timer != nil {
				timer.Stop()
			}
		}
		f.fs.Close()
	}
	w.faults = nil
}
