package sidebar

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/tagname"
)

// tagsPace is the least time between two listings of the tags, which may be thousands.
const (
	tagsPace  = 500 * time.Millisecond
	tagsShare = 10 // and this many times as long as listing took
)

// updateTags lists the tags and counts the photos without one. While the sidebar is hidden,
// counting waits.
func (s *Sidebar) updateTags(ctx context.Context) {
	start := time.Now()
	counts, err := s.backend.Tags(ctx)
	s.tasks.Apply(func() {
		if err != nil {
			s.shell.SayError(err)
			return
		}
		s.tags.set(counts)
		s.MarkPlace()
		s.Refresh()
	})
	if s.hidden.Load() {
		s.uncounted.Store(true)
		return
	}
	if n, err := s.countMatches(ctx, library.SavedSearch{Query: tagname.UntaggedQuery}); err == nil {
		s.tasks.Apply(func() {
			s.tags.setUntagged(n)
			s.Refresh()
		})
	}
	kit.Rest(ctx, tagsShare*time.Since(start)-tagsPace)
}

// tagAt tells which tag's photos are shown, or that the photos without a tag are.
func (s *Sidebar) tagAt(at Place) (tag library.Tag, untagged bool) {
	if !at.Searching || at.Scope != (library.Scope{}) {
		return library.Tag{}, false
	}
	asked, untagged := tagname.Asked(at.Query)
	c, _ := s.tags.known.Find(asked) // in the sidebar's spelling; zero for a tag of no photo
	return c.Tag, untagged
}

// tagMenu opens the context menu of a tag, or of the heading above.
func (s *Sidebar) tagMenu(row Row, at fyne.Position) {
	items := []*fyne.MenuItem{fyne.NewMenuItem(message.Text("sidebar-tags-import", nil), s.editor.OpenImport)}
	if t := row.Tag; t.Name != "" {
		items = []*fyne.MenuItem{
			fyne.NewMenuItem(message.Text("sidebar-show", nil), func() { s.shell.ShowQuery(s.TagQuery(t)) }),
			fyne.NewMenuItem(message.Text("sidebar-rename", nil), func() { s.editor.Rename(t) }),
			fyne.NewMenuItem(message.Text("sidebar-tag-merge", nil), func() { s.editor.Merge(t) }),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem(message.Text("sidebar-tag-remove", nil), func() { s.editor.Remove(t) }),
		}
	}
	s.shell.PopUp(at, items...)
}
