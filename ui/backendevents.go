package ui

import (
	"context"
	"time"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// received takes an event of the backend, on any goroutine.
func (w *Window) received(e service.Event) {
	switch e.Kind {
	case service.FoldersChanged:
		w.foldersChanged.Fire()
	case service.PhotosChanged:
		w.photosChanged.Fire()
		w.side.ListSearches()
		w.side.ListTags()
	case service.SearchesChanged:
		w.side.ListSearches()
	case service.TagsChanged:
		w.tagsChanged()
		w.learn.Changed() // examples came or went
	case service.ModelsChanged:
		w.models.Changed()
		w.learn.Changed() // a head belongs to a model
	case service.LearnChanged:
		w.hearLearned()
	case service.AnswersChanged:
		w.tasks.Apply(w.search.FeedbackChanged)
	case service.ProblemsChanged:
		w.tasks.Apply(w.problems.Refresh)
	case service.StatusChanged: // as with all
	}
	w.statusChanged.Fire()
}

func (w *Window) updateStatus(context.Context) {
	s := w.backend.Status()
	w.tasks.Apply(func() { w.showStatus(s) })
}

// showStatus hands a new status to every part of the window that shows some of it.
func (w *Window) showStatus(s service.Status) {
	before := w.status.status
	w.status.setStatus(s)
	w.models.ShowStatus(s)
	w.side.SetWork(s.Photos, message.Work{Paused: s.Phase == service.Paused, Renewing: s.Renewing})
	if s.Phase != before.Phase && w.empty.root.Visible() {
		w.search.Update()
	}
	if s.Problems != before.Problems {
		w.problems.Refresh()
	}
}

func (w *Window) updateFolders(ctx context.Context) {
	folders, err := w.backend.Folders(ctx)
	var places []library.Place
	if err == nil {
		places, err = w.backend.Places(ctx)
	}
	w.tasks.Apply(func() {
		if err != nil {
			w.sayError(err)
			return
		}
		w.showFolders(folders, places)
	})
}

func (w *Window) showFolders(folders []library.Folder, places []library.Place) {
	w.ready = true
	w.side.SetFolders(folders, places)
	w.status.setFolders(folders, places)
	w.folders.Listed()
	scope := w.search.At().Scope
	if _, known := w.side.Folder(scope.Folder); !known && scope.Folder != 0 {
		w.search.SetScope(library.Scope{}) // the scope's folder was removed
		return
	}
	w.search.Update()
}

// timesPace is how often times in words are written anew. A folder that has been offline
// "since 14:02" is offline "since yesterday" after midnight.
const timesPace = 10 * time.Minute

func (w *Window) refreshTimes() {
	w.status.update()
	w.side.Refresh()
	w.after(timesPace, w.refreshTimes)
}

// updatePhotos lists the shown photos anew. In a large library that happens less often, since
// listing takes longer there and a new photo among so many is missed less.
func (w *Window) updatePhotos(ctx context.Context) {
	w.tasks.Apply(w.search.LibraryChanged)
	kit.Rest(ctx, photosShare*w.search.ListingTook()-photosPace)
}

func (w *Window) suggestFolder(context.Context) (string, error) {
	return w.backend.SuggestedFolder(), nil
}

// setPaused stops or resumes indexing. The library remembers which.
func (w *Window) setPaused(paused bool) {
	w.tasks.Run(func(context.Context) {
		w.backend.SetIndexingPaused(paused)
		w.statusChanged.Fire()
	})
}
