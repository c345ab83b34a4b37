package ui

import "context"

// showJobs shows in the status bar and on the pages what is under way.
func (w *Window) showJobs() {
	brief := w.models.Brief()
	if brief == "" {
		brief = w.learn.Brief()
	}
	w.status.setWork(brief)
	w.models.ShowWork()
	w.learn.ShowProgress()
}

// updateJobs is called at most ten times a second.
func (w *Window) updateJobs(context.Context) { w.tasks.Apply(w.showJobs) }
