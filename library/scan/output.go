package scan

// emit hands entries to the caller.
func (w *walker) emit(found []Entry) {
	if len(found) == 0 || w.halted() {
		return
	}
	w.out.Lock()
	defer w.out.Unlock()
	for _, e := range found {
		if err := w.fn(e); err != nil {
			w.stop(err)
			return
		}
		w.report.Files++
	}
}

// countDir notes a listed folder, and whether the folder lies on another device than its
// parent. A walk of parts does not know the device of every parent.
func (w *walker) countDir(j dirJob, dev uint64) {
	w.out.Lock()
	defer w.out.Unlock()
	w.report.Dirs++
	if w.o.Only == nil && j.parentDev != 0 && dev != j.parentDev {
		w.others[j.rel] = true
	}
}

// unlistable judges a folder that could not be opened or read to its end. A root that cannot be listed is offline.
func (w *walker) unlistable(rel string, err error) {
	switch {
	case rel == ".":
		w.stop(offline(w.root, err))
	case !vanished(err) || w.contradicted(rel, err):
		w.unreadable(rel, err)
	}
}

// unreadable reports a subtree once.
func (w *walker) unreadable(rel string, err error) {
	w.out.Lock()
	defer w.out.Unlock()
	if w.unseen[rel] {
		return
	}
	w.unseen[rel] = true
	w.report.Unreadable = append(w.report.Unreadable, rel)
	if w.o.OnError != nil {
		w.o.OnError(rel, err)
	}
}
