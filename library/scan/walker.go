package scan

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"
)

// chunkSize is the number of names read at once. A folder with more is shared between workers in chunks.
const chunkSize = 1024

// maxChunksPerWorker bounds the names that wait in memory. Beyond the bound, the worker that
// lists a folder also stats the files.
const maxChunksPerWorker = 4

// walker is one walk: a stack of folders and file chunks that workers empty. Chunks go first,
// so that few folders are open at a time.
type walker struct {
	root    string
	o       Options
	workers int

	mu      sync.Mutex
	cond    *sync.Cond
	dirs    []dirJob
	chunks  []chunkJob
	busy    int
	stopped bool
	err     error

	rules Rules
	links []string // that may lead to folders

	listings map[string]map[string]bool // of folders in which paths of Only were missed; nil except while such paths are looked up

	out    sync.Mutex // guards what follows, and calls fn and OnError one at a time
	fn     func(Entry) error
	report Report
	unseen map[string]bool
	others map[string]bool // folders on another device than their parent
}

func newWalker(root string, o Options, fn func(Entry) error) *walker {
	w := &walker{root: root, o: o, workers: workers(o.Workers), fn: fn, unseen: map[string]bool{}, others: map[string]bool{}}
	w.rules = o.Exclude.Rules(root)
	w.rules.hidden = o.IncludeHidden
	w.cond = sync.NewCond(&w.mu)
	return w
}

// run empties the stack and waits for all workers.
func (w *walker) run(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() { w.stop(ctx.Err()) })()
	var wg sync.WaitGroup
	for range w.workers {
		wg.Go(w.work)
	}
	wg.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.chunks {
		c.dir.release()
	}
	if w.err != nil {
		return w.err
	}
	return ctx.Err()
}

func (w *walker) work() {
	for {
		d, c, ok := w.next()
		switch {
		case !ok:
			return
		case c.dir != nil:
			w.statAll(c)
			c.dir.release()
		default:
			w.list(d)
		}
		w.done()
	}
}

// list reads one folder. Subfolders go on the stack, files are stat'ed here or by other
// workers.
func (w *walker) list(j dirJob) {
	if w.o.OnDir != nil {
		if err := w.o.OnDir(j.rel); err != nil {
			w.stop(err)
			return
		}
	}
	f, err := openDir(absolute(w.root, j.rel), j.rel == ".")
	if err != nil {
		w.unlistable(j.rel, err)
		return
	}
	dir := &sharedDir{File: f}
	dir.retain()
	defer dir.release()
	id, err := identify(f)
	if err != nil {
		w.unlistable(j.rel, err)
		return
	}
	w.countDir(j, id.Dev)
	for first := true; !w.halted(); first = false {
		entries, err := f.ReadDir(chunkSize)
		if first && w.marked(j.rel, entries, len(entries) < chunkSize) {
			w.leaveOut(j.rel)
			return
		}
		w.take(j.rel, id.Dev, dir, entries)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			w.unlistable(j.rel, err)
			return
		}
	}
}

// take sorts one listing into folders and files.
func (w *walker) take(rel string, dev uint64, dir *sharedDir, entries []fs.DirEntry) {
	var files []fs.DirEntry
	var dirs []dirJob
	for _, e := range entries {
		at := join(rel, e.Name())
		switch {
		case e.IsDir():
			if !w.rules.leaveOutEntry(at, true) {
				dirs = append(dirs, dirJob{at, dev})
			}
		case !isFileOrLink(e.Type()):
		case w.candidate(e.Name()):
			if !w.rules.leaveOutEntry(at, false) || w.companion(e.Name()) {
				files = append(files, e)
			}
		case e.Type() == fs.ModeSymlink && !w.rules.leaveOutEntry(at, true):
			w.addLink(at)
		}
	}
	w.push(dirs)
	c := chunkJob{dir, rel, files}
	if len(entries) < chunkSize || !w.share(c) {
		w.statAll(c)
	}
}

func (w *walker) candidate(name string) bool { return w.o.Candidate == nil || w.o.Candidate(name) }

// companion says whether a file is handed out whatever patterns say of its name.
func (w *walker) companion(name string) bool {
	return w.o.Companion != nil && w.o.Companion(name) && !Ignored(name)
}

func isFileOrLink(m fs.FileMode) bool { return m == 0 || m == fs.ModeSymlink }

// statAll hands out the files of a chunk.
func (w *walker) statAll(c chunkJob) {
	found := make([]Entry, 0, len(c.files))
	var failed error
	var missed []string
	for _, e := range c.files {
		entry, ok, err := stat(c.dir.File, e)
		switch {
		case err != nil && vanished(err):
			missed = append(missed, e.Name())
		case err != nil:
			failed = err
		case ok:
			entry.Rel = join(c.rel, e.Name())
			found = append(found, entry)
		case e.Type() == fs.ModeSymlink:
			w.addLink(join(c.rel, e.Name()))
		}
	}
	if len(missed) > 0 {
		again, err := w.lookAgain(c.rel, missed)
		if err != nil {
			failed = err
		}
		found = append(found, again...)
	}
	if failed != nil {
		w.unreadable(c.rel, failed)
	}
	w.emit(found)
}
