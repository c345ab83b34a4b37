package scan

import (
	"io/fs"
	"os"
	"sync"
)

// dirJob is a folder to list. parentDev is 0 where the parent's device is not known.
type dirJob struct {
	rel       string
	parentDev uint64
}

// chunkJob is some files of an open folder.
type chunkJob struct {
	dir   *sharedDir
	rel   string
	files []fs.DirEntry
}

// next waits for a job. ok is false when no job will come any more.
func (w *walker) next() (d dirJob, c chunkJob, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for {
		if w.stopped {
			return d, c, false
		}
		if n := len(w.chunks); n > 0 {
			c, w.chunks = w.chunks[n-1], w.chunks[:n-1]
			w.busy++
			return d, c, true
		}
		if n := len(w.dirs); n > 0 {
			d, w.dirs = w.dirs[n-1], w.dirs[:n-1]
			w.busy++
			return d, c, true
		}
		if w.busy == 0 {
			return d, c, false
		}
		w.cond.Wait()
	}
}

func (w *walker) done() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.busy--
	if w.busy == 0 {
		w.cond.Broadcast()
	}
}

// stop ends the walk early with its first error.
func (w *walker) stop(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.stopped {
		w.stopped, w.err = true, err
	}
	w.cond.Broadcast()
}

func (w *walker) halted() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.stopped
}

func (w *walker) push(dirs []dirJob) {
	if len(dirs) == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dirs = append(w.dirs, dirs...)
	w.cond.Broadcast()
}

// share leaves files to other workers, unless enough wait already.
func (w *walker) share(c chunkJob) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped || len(w.chunks) >= maxChunksPerWorker*w.workers {
		return false
	}
	c.dir.retain()
	w.chunks = append(w.chunks, c)
	w.cond.Signal()
	return true
}

// sharedDir is an open folder that closes when its last user is done.
type sharedDir struct {
	*os.File
	mu    sync.Mutex
	users int
}

func (d *sharedDir) retain() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.users++
}

func (d *sharedDir) release() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.users--; d.users == 0 {
		_ = d.Close() // opened for reading only: nothing can be lost
	}
}
