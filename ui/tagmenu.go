package ui

import (
	"fyne.io/fyne/v2"

	"descry/library"
	"descry/ui/tagname"
)

// tagAt tells which tag the owner is looking at, or that it is the photos without.
func (w *Window) tagAt() (tag library.Tag, untagged bool) {
	at := w.nav.at
	if at.Kind != searching || at.Scope != (library.Scope{}) {
		return library.Tag{}, false
	}
	asked, untagged := tagname.Asked(at.Text)
	c, _ := w.tags.known.Find(asked) // as the side spells it; none, where no photo has it
	return c.Tag, untagged
}

// tagMenu opens the context menu of a tag at the side, or of the heading above.
func (w *Window) tagMenu(row folderRow, at fyne.Position) {
	items := []*fyne.MenuItem{fyne.NewMenuItem("Import tags…", w.openImport)}
	if t := row.Tag; t.Name != "" {
		items = []*fyne.MenuItem{
			fyne.NewMenuItem("Show", func() { w.showTag(t) }),
			fyne.NewMenuItem("Rename…", func() { w.renameTag(t) }),
			fyne.NewMenuItem("Merge into…", func() { w.mergeTag(t) }),
			fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem("Remove from all photos", func() { w.removeTag(t) }),
		}
	}
	w.popUp(at, items...)
}
