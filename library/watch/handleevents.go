package watch

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"descry/library/scan"
)

// handle turns what the source told into pending changes.
func (r *root) handle(ctx context.Context, b backlog) {
	for _, e := range b.events {
		if ctx.Err() != nil || r.src == nil {
			return
		}
		r.handleEvent(ctx, e)
	}
	if b.overflow {
		r.lost(Overflow, fmt.Sprintf("Too many changes at once in %s; it is scanned again.", r.name), fsnotify.ErrEventOverflow)
	}
	for _, err := range b.errs {
		if isLimit(err) {
			r.pollInstead(err)
			r.ready.addAll()
			return
		}
		r.lost(Trouble, fmt.Sprintf("Watching %s had an error; it is scanned again.", r.name), err)
	}
}

// lost prepares for new watches and a rescan, once the root is quiet.
func (r *root) lost(kind NoticeKind, message string, err error) {
	r.touch()
	r.pending.addAll()
	if !r.rebuild {
		r.rebuild = true
		r.notify(kind, message, err)
	}
}

func (r *root) handleEvent(ctx context.Context, e fsnotify.Event) {
	rel, err := filepath.Rel(r.at, e.Name)
	if err != nil || !filepath.IsLocal(rel) {
		return
	}
	rel = filepath.ToSlash(rel)
	if rel == "." {
		r.handleRoot(e)
		return
	}
	gone := e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename)
	dir := path.Dir(rel)
	switch {
	case r.rules.LeaveOut(dir, true):
		return
	case dir != "." && scan.Marks(path.Base(dir), path.Base(rel)):
		if gone || e.Has(fsnotify.Create) {
			r.leave(dir)
			r.enter(ctx, dir, true)
		}
		return
	case r.marked[dir], r.rules.LeaveOut(rel, false), r.rules.LeaveOut(rel, true) && !gone && r.isFolder(rel):
		return
	}
	if gone && r.dirs.has(rel) {
		r.leave(rel)
		if r.isFolder(rel) { // the folder is back already, or another one
			r.enter(ctx, rel, true)
		}
		return
	}
	if !gone && (e.Has(fsnotify.Create) || e.Has(fsnotify.Chmod)) && r.isFolder(rel) {
		r.enter(ctx, rel, e.Has(fsnotify.Chmod))
		return
	}
	if r.candidate(path.Base(rel)) {
		r.touch()
		r.pending.addFile(rel)
	}
}

// handleRoot handles an event of the root itself.
func (r *root) handleRoot(e fsnotify.Event) {
	switch {
	case e.Has(fsnotify.Remove), e.Has(fsnotify.Rename):
		r.nextProbe = time.Now()
	case e.Has(fsnotify.Chmod):
		r.touch()
		r.pending.addAll()
	}
}

func (r *root) candidate(name string) bool { return r.o.Candidate == nil || r.o.Candidate(name) }

func (r *root) isFolder(rel string) bool {
	fi, err := os.Lstat(r.on(rel))
	return err == nil && fi.IsDir()
}

// touch notes that a file or folder changed just now.
func (r *root) touch() {
	r.last = time.Now()
	if r.pending.empty() {
		r.first = r.last
	}
}
