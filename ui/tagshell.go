package ui

import (
	"context"
	"strings"

	"descry/library"
	"descry/ui/tagname"
	"descry/ui/tags"
)

func (w *Window) newTags() *tags.Editor {
	return tags.New(tags.Options{
		Backend: w.backend, Shell: tagShell{pageShell{w}}, Tasks: w.tasks, After: w.after, Scroll: w.details.Scroll(),
		Recent: tagname.Read(strings.Join(w.state.RecentTags, ",")),
	})
}

// annotationsChanged updates the photos' annotations at once, and the sidebar when its turn
// comes.
func (w *Window) annotationsChanged() {
	w.tags.Refresh()
	w.side.ListTags()
}

// tagsChanged updates tags and captions after a change that another process may have made.
func (w *Window) tagsChanged() {
	w.side.ListTags()
	w.side.ListSearches()
	w.tasks.Apply(func() {
		w.tags.Refresh()
		w.search.AnswersChanged()
	})
}

// tagShell implements tags.Shell with the window.
type tagShell struct{ pageShell }

var _ tags.Shell = tagShell{}

// LeaveField implements tags.Shell.
func (s tagShell) LeaveField() {
	if s.zones.viewing {
		s.win.Canvas().Focus(s.viewer)
		return
	}
	s.win.Canvas().Focus(s.grid)
}

// TellProgress implements tags.Shell.
func (s tagShell) TellProgress(ctx context.Context, what string) (telling context.Context, end func()) {
	return s.changes.TellProgress(ctx, what)
}

// KnownTags implements tags.Shell.
func (s tagShell) KnownTags() tagname.Known { return s.side.KnownTags() }

// ShowTag implements tags.Shell.
func (s tagShell) ShowTag(t library.Tag) { s.showQuery(s.side.TagQuery(t)) }

// Chosen implements tags.Shell.
func (s tagShell) Chosen() []library.PhotoID { return s.chosen() }

// Detailed implements tags.Shell.
func (s tagShell) Detailed() []library.PhotoID { return s.detailed() }

// DetailsShown implements tags.Shell.
func (s tagShell) DetailsShown() bool { return s.zones.detailsShown() }

// ShowDetails implements tags.Shell.
func (s tagShell) ShowDetails() {
	if !s.zones.detailsShown() {
		s.toggleDetails()
	}
}

// LookUp implements tags.Shell.
func (s tagShell) LookUp() { s.selectionChanged() }

// SetSummary implements tags.Shell.
func (s tagShell) SetSummary(text string) { s.details.SetSummary(text) }

// DetailsResized implements tags.Shell.
func (s tagShell) DetailsResized() { s.details.Resized() }
