package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"descry/library"
	"descry/library/metadata"
	"descry/library/scan"
)

// insertSize is how many new files are written at a time during a walk: indexing
// starts while a large folder is still being listed.
const insertSize = 2000

// Sync compares a folder with the catalogue, or only the named files and directories in the
// folder (slash-separated, below the root), and writes the differences. The result reports
// whether there were any. A folder that is not there is marked offline and nothing else
// changes.
func (x *Indexer) Sync(ctx context.Context, folder library.Folder, only ...string) (bool, error) {
	return x.sync(ctx, &syncer{x: x, folder: folder, only: only})
}

func (x *Indexer) sync(ctx context.Context, s *syncer) (bool, error) {
	folder, only := s.folder, s.only
	changed, err := s.run(ctx)
	switch {
	case errors.Is(err, scan.ErrOffline):
		return true, x.setOffline(ctx, folder)
	case err != nil:
		return changed, fmt.Errorf("scan %s: %w", folder.Path, err)
	}
	if err := s.keepUnreadable(ctx); err != nil {
		return changed, err
	}
	if len(only) == 0 {
		if s.nothing() {
			if changed {
				x.o.OnChange(FoldersChanged)
			}
			return true, x.setOffline(ctx, folder)
		}
		if err := s.keepLinked(ctx); err != nil {
			return changed, err
		}
		if err := x.setScanned(ctx, folder, s.device()); err != nil {
			return changed, err
		}
		err = x.retryFolder(ctx, folder, !folder.OfflineSince.IsZero() || len(s.delta.Back) > 0)
	}
	if changed {
		x.o.OnChange(FoldersChanged)
	}
	if s.wantsAll() {
		x.jobs.add(folder.ID)
	}
	return changed, err
}

func (x *Indexer) setOffline(ctx context.Context, folder library.Folder) error {
	if !folder.OfflineSince.IsZero() {
		return nil
	}
	x.o.Log.Info("folder offline", "path", folder.Path)
	err := x.o.Store.SetFolderOffline(ctx, folder.ID, x.o.Now())
	x.o.OnChange(FoldersChanged)
	return err
}

func (x *Indexer) setScanned(ctx context.Context, folder library.Folder, device uint64) error {
	if err := x.o.Store.SetFolderScanned(ctx, folder.ID, x.o.Now(), device); err != nil {
		return err
	}
	if folder.OfflineSince.IsZero() {
		return nil
	}
	x.o.Log.Info("folder back", "path", folder.Path)
	err := x.o.Store.SetFolderOffline(ctx, folder.ID, time.Time{})
	x.o.OnChange(FoldersChanged)
	return err
}

// syncer is one comparison of a folder with the catalogue.
type syncer struct {
	x       *Indexer
	folder  library.Folder
	only    []string
	exclude scan.Exclusions

	known  map[string]library.KnownFile // not yet seen in this walk
	inodes map[[2]uint64]string         // device and inode → rel of a known file
	delta  library.ScanDelta
	report scan.Report
	hidden []library.UnreadableFolder
	wrote  bool

	seen    []library.KnownFile // as they were known, where they were
	before  []library.Place     // as they were remembered
	root    decision            // of the folder's own place
	back    bool                // a file is back that was away with its place
	news    []string            // for the log
	flushed map[string]bool     // directories whose new files were written before the end of the walk

	changed []sighting // of another size or time
	doubts  []sighting
	tallies map[string]*tally // by directory
	tally   *tally            // of the directory tallied
	tallied string

	beside besidePhotos
	hashes map[library.FileID]library.Hash // of the doubts, as known

	read, readBytes atomic.Int64 // of the doubts
}

func (s *syncer) run(ctx context.Context) (bool, error) {
	s.exclude = s.x.excluded()
	s.flushed = map[string]bool{}
	s.known, s.inodes, s.tallies = map[string]library.KnownFile{}, map[[2]uint64]string{}, map[string]*tally{}
	if err := s.load(ctx); err != nil {
		return false, err
	}
	if err := s.walk(ctx); err != nil {
		return s.wrote, err
	}
	if err := s.settle(ctx); err != nil {
		return s.wrote, err
	}
	if err := s.apply(ctx, s.delta); err != nil {
		return s.wrote, err
	}
	for _, line := range s.news {
		s.x.o.Log.Warn(line)
	}
	delta, err := s.resolve(ctx)
	if err != nil {
		return s.wrote, err
	}
	return s.wrote, s.apply(ctx, delta)
}

// apply writes differences. New stamps alone are no change to anybody else.
func (s *syncer) apply(ctx context.Context, delta library.ScanDelta) error {
	if delta.Empty() {
		return nil
	}
	err := s.x.o.Store.ApplyScan(ctx, s.folder.ID, delta)
	delta.Restamped = nil
	s.wrote = s.wrote || err == nil && !delta.Empty()
	return err
}

// load reads what the catalogue knows of the part of the folder that is looked at.
func (s *syncer) load(ctx context.Context) (err error) {
	if s.before, err = s.x.o.Store.Places(ctx, s.folder.ID); err != nil {
		return err
	}
	prefixes := s.only
	if len(prefixes) == 0 {
		prefixes = []string{""}
	}
	for _, prefix := range prefixes {
		err := s.x.o.Store.KnownFiles(ctx, s.folder.ID, prefix, func(f library.KnownFile) {
			s.known[f.Rel] = f
			if f.Inode != 0 {
				s.inodes[[2]uint64{f.Device, f.Inode}] = f.Rel
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *syncer) walk(ctx context.Context) error {
	opts := scan.Options{
		Candidate: candidate,
		Companion: metadata.SaysOfPhotos,
		Only:      s.only,
		ExpectDev: s.folder.Device,
		OnError:   s.noticeUnreadable,
		Exclude:   s.exclude,
	}
	for _, p := range s.before {
		opts.Expect = append(opts.Expect, p.Rel)
	}
	var err error
	s.report, err = s.x.o.Walk(ctx, s.folder.Path, opts, func(e scan.Entry) error {
		return s.see(ctx, e)
	})
	return err
}

// see compares one file with the catalogue.
func (s *syncer) see(ctx context.Context, e scan.Entry) error {
	if s.own(e.Rel) {
		return nil
	}
	stamp := library.FileStamp{Size: e.Size, ModTimeNS: e.ModTimeNS, ChangedNS: e.ChangedNS, Inode: e.Inode, Device: e.Dev}
	if !s.beside.see(e, stamp) {
		return nil
	}
	if old, ok := s.known[e.Rel]; ok {
		delete(s.known, e.Rel)
		if old.SameContent(stamp) {
			s.seen = append(s.seen, old)
		}
		s.compare(old, stamp)
		return nil
	}
	s.delta.New = append(s.delta.New, library.ScannedFile{Rel: e.Rel, FileStamp: stamp})
	if len(s.inodes) == 0 && len(s.delta.New) >= insertSize {
		return s.flushNew(ctx)
	}
	return nil
}

// flushNew writes new files before the walk ends. Only in a folder of which nothing is known
// are new files written early: elsewhere a new file may turn out to be a moved one.
func (s *syncer) flushNew(ctx context.Context) error {
	delta := library.ScanDelta{New: s.delta.New}
	for _, f := range s.delta.New {
		s.flushed[parentDir(f.Rel)] = true
	}
	s.delta.New = nil
	if err := s.x.o.Store.ApplyScan(ctx, s.folder.ID, delta); err != nil {
		return err
	}
	s.wrote = true
	s.x.o.OnChange(FoldersChanged)
	return nil
}

// settle decides what became of the known files that were not seen: moved, left out, gone, away,
// or out of sight below a directory that could not be read.
func (s *syncer) settle(ctx context.Context) error {
	fresh := s.delta.New[:0]
	for _, f := range s.delta.New {
		rel, ok := s.inodes[[2]uint64{f.Device, f.Inode}]
		old, unseen := s.known[rel]
		if ok && unseen && old.State == library.FileIndexed && old.SameContent(f.FileStamp) {
			s.delta.Moved = append(s.delta.Moved, library.MovedFile{ID: old.ID, Rel: f.Rel, FileStamp: f.FileStamp})
			delete(s.known, rel)
			s.seen = append(s.seen, old)
			continue
		}
		fresh = append(fresh, f)
	}
	s.delta.New = fresh
	changed, swapped := s.swapped(s.changed)
	s.delta.Moved = append(s.delta.Moved, swapped...)
	moved := make(map[library.FileID]bool, len(swapped))
	for _, m := range swapped {
		moved[m.ID] = true
	}
	for _, c := range s.changed {
		if moved[c.known.ID] {
			s.seen = append(s.seen, c.known)
		}
	}
	s.changed = changed
	s.leaveOut()
	if err := s.settleAbsence(ctx); err != nil {
		return err
	}
	s.delta.Changed = rows(s.changed)
	return s.compareSidecars(ctx)
}

// unreadable says whether a path could not be seen, or what lies below it.
func (s *syncer) unreadable(rel string) bool {
	return slices.ContainsFunc(s.report.Unreadable, func(dir string) bool {
		return dir == "." || inside(rel, dir)
	})
}
