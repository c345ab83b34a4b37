package ui

import (
	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/ui/kit"
)

// Show opens the window where it was left and subscribes to events of the library.
func (w *Window) Show() {
	w.unsubscribe = w.backend.Subscribe(w.received)
	w.tasks.Every(statusPace, w.statusChanged, w.updateStatus)
	w.tasks.Every(foldersPace, w.foldersChanged, w.updateFolders)
	w.tasks.Every(photosPace, w.photosChanged, w.updatePhotos)
	w.models.Follow()
	w.tasks.Every(statusPace, w.jobsChanged, w.updateJobs)
	w.learn.Follow()
	w.statusChanged.Fire()
	w.foldersChanged.Fire()
	w.side.Follow()
	kit.Load(w.tasks, w.suggestFolder, func(path string, _ error) {
		w.folders.Suggest(path)
		w.search.Update()
	})
	w.search.Restore(w.state.search())
	w.after(timesPace, w.refreshTimes)
	w.sayRemark()
	w.win.Show()
	w.keepPixels()
	w.win.Canvas().Focus(w.search.Box())
}

// sayRemark shows the remark that the window was made with.
func (w *Window) sayRemark() {
	if r := w.remark; r.Text != "" {
		w.toasts.say(r.Text, message.Text("remark-open-button", nil), func() { w.openFile(r.Path) })
	}
}

// Close cancels what is under way, waits for the end of it, and saves the state. Close may be
// called again, and after the app has ended.
func (w *Window) Close() { w.close() }

// close reports whether the window was open.
func (w *Window) close() (was bool) {
	w.closed.Do(func() {
		was = true
		w.tags.Hide() // saves what is being written
		w.capture()
		if w.stopSave != nil {
			w.stopSave()
		}
		if w.unsubscribe != nil {
			w.unsubscribe()
		}
		w.tasks.Close()
		w.viewer.Close()
		w.learn.Close()
		w.grid.Close()
		if err := w.backend.SaveState(w.state); err != nil {
			w.log.Warn("save window state", "err", err)
		}
	})
	return was
}

// Leave is Close without closing what is on the screen, in which another Window can show
// itself.
func (w *Window) Leave() fyne.Window {
	w.close()
	for overlays := w.win.Canvas().Overlays(); overlays.Top() != nil; {
		overlays.Remove(overlays.Top())
	}
	return w.win
}

// Quit closes the window for good.
func (w *Window) Quit() {
	w.quitting()
	if w.close() {
		w.win.Close()
	}
}
