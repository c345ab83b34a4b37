package index

import (
	"context"
	"sync"
	"time"

	"descry/library"
	"descry/library/watch"
)

// foldersEvery is how often the list of folders is checked for changes by another process.
const foldersEvery = 2 * time.Second

// folderWatcher turns what the watcher sees into scans, and keeps the watched roots
// equal to the folders of the catalogue.
type folderWatcher struct {
	x *Indexer
	w *watch.Watcher

	devices sync.Map // root path → device at its last scan; the watcher reads devices while mu is held

	mu    sync.Mutex
	roots map[library.FolderID]library.Folder // the folders as they were when their watch began
}

func (f *folderWatcher) loop(ctx context.Context) error {
	ticker := time.NewTicker(foldersEvery)
	defer ticker.Stop()
	for {
		if err := f.reload(ctx); err != nil && ctx.Err() == nil {
			f.x.o.Log.Error("list folders", "err", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case ev := <-f.w.Events():
			f.event(ev)
		case n := <-f.w.Notices():
			f.noticed(n)
		case <-f.x.excludes:
			f.watchAnew()
		case <-ticker.C:
		}
	}
}

// reload watches folders that are new or resumed and lets go of the others. The watcher wants
// the first scan of a root once the watches of the root stand.
func (f *folderWatcher) reload(ctx context.Context) error {
	folders, err := f.x.o.Store.Folders(ctx, "")
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	current := map[library.FolderID]bool{}
	for _, folder := range folders {
		if folder.Paused {
			continue
		}
		current[folder.ID] = true
		if f.roots[folder.ID].Path != folder.Path {
			f.begin(folder)
		}
	}
	for id, folder := range f.roots {
		if current[id] {
			continue
		}
		delete(f.roots, id)
		if err := f.w.Remove(folder.Path); err != nil {
			f.x.o.Log.Debug("unwatch", "path", folder.Path, "err", err)
		}
		f.x.Restart()
	}
	return nil
}

// watchAnew watches all folders anew, since what is left out has changed.
func (f *folderWatcher) watchAnew() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, folder := range f.roots {
		if err := f.w.Remove(folder.Path); err != nil {
			f.x.o.Log.Debug("unwatch", "path", folder.Path, "err", err)
		}
		f.begin(folder)
	}
}

// begin watches a folder. A folder that can't be watched is scanned all the same.
func (f *folderWatcher) begin(folder library.Folder) {
	f.roots[folder.ID] = folder
	f.x.askRetry(folder.ID)
	f.devices.Store(folder.Path, folder.Device)
	if err := f.w.Add(folder.Path); err != nil {
		f.x.o.Log.Warn("not watched", "path", folder.Path, "err", err)
		f.x.jobs.add(folder.ID)
	}
}

// expectDev tells the watcher the device a root was on at its last scan.
func (f *folderWatcher) expectDev(root string) uint64 {
	device, _ := f.devices.Load(root)
	n, _ := device.(uint64)
	return n
}

// hold hands files that are still being written to the watcher, which tells when
// they are stable.
func (f *folderWatcher) hold(files []library.PendingFile) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, folder := range f.roots {
		var rels []string
		for _, file := range files {
			if rel, ok := below(folder.Path, file.Path); ok {
				rels = append(rels, rel)
			}
		}
		if len(rels) == 0 {
			continue
		}
		if err := f.w.Hold(folder.Path, rels...); err != nil {
			f.x.jobs.add(folder.ID, rels...)
		}
	}
}

func (f *folderWatcher) event(ev watch.Event) {
	id, ok := f.folderOf(ev.Root)
	switch {
	case !ok:
	case ev.Rescan:
		f.x.jobs.add(id)
	default:
		f.x.jobs.add(id, ev.Paths...)
	}
}

func (f *folderWatcher) noticed(n watch.Notice) {
	f.x.o.Log.Info("watch", "root", n.Root, "message", n.Message, "err", n.Err)
	if n.Kind == watch.WatchLimit {
		f.x.set(func() { f.x.notice = n.Message })
	}
	if id, ok := f.folderOf(n.Root); ok {
		f.x.jobs.add(id) // a scan records what it finds, offline included
	}
}

func (f *folderWatcher) folderOf(root string) (library.FolderID, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for id, folder := range f.roots {
		if folder.Path == root {
			return id, true
		}
	}
	return 0, false
}
