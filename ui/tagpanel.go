package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// tagPanel is the part of the details where tags, people and a caption of the
// selected photos are shown and written.
type tagPanel struct {
	root    *fyne.Container
	w       *Window
	tags    *tagChips
	people  *tagChips
	who     *kit.Line // above the people
	field   *tagField
	offer   *kit.Tappable // to import what the file says
	caption *captionField
	resized func()

	ids     []library.PhotoID // on show, nil while others are waited for
	subject []library.PhotoID // on show or waited for
	turn    int
}

// newTagPanel makes a panel for the details, in which scroll turns with the wheel.
func newTagPanel(w *Window, scroll fyne.Scrollable, resized func()) *tagPanel {
	p := &tagPanel{w: w, resized: resized, who: kit.NewHint("People")}
	actions := tagChipActions{
		give:   func(t library.Tag) { w.tagPhotos(p.ids, []library.Tag{t}, nil) },
		remove: func(t library.Tag) { w.tagPhotos(p.ids, nil, []library.Tag{t}) },
		show:   w.showTag,
	}
	p.tags, p.people = newTagChips(w, actions), newTagChips(w, actions)
	p.field = newTagField(w, tagFieldOptions{
		hint: "Add a tag", mode: addEach, grown: resized,
		done: func(tags []library.Tag) { w.tagPhotos(p.subject, tags, nil) },
	})
	p.caption = newCaptionField(w, w.setCaption, resized)
	link := kit.NewHint("Outlined tags are the file’s. Import…")
	link.Colour = fynetheme.ColorNameHyperlink
	p.offer = kit.NewTappable(link, w.openImport)
	width := kit.DetailsWidth - 2*kit.DetailsPad
	p.root = &fyne.Container{Layout: &kit.Column{Gap: 6, Width: width}, Objects: []fyne.CanvasObject{
		kit.NewInset(kit.Inset{Top: 8}, kit.NewHint("Tags")), p.tags.root, p.field.root, p.who, p.people.root, p.offer,
		kit.NewInset(kit.Inset{Top: 4}, kit.NewHint("Caption")), newStacked(p.caption, kit.NewWheelPass(scroll)),
	}}
	p.root.Hide()
	return p
}

func newStacked(objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: level{}, Objects: objects}
}

// level puts objects in front of each other.
type level struct{}

// Layout is for Fyne.
func (level) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		kit.Put(o, 0, 0, size.Width, size.Height)
	}
}

// MinSize is for Fyne.
func (level) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

// show turns to photos and what is said about them.
func (p *tagPanel) show(ids []library.PhotoID, t service.Tagging) {
	p.turn++
	p.caption.show(ids, t)
	p.ids, p.subject = ids, ids
	tags, people := apart(t.Tags)
	p.tags.show(tags, t.Photos)
	p.people.show(people, t.Photos)
	kit.SetVisible(p.who, len(people) > 0)
	kit.SetVisible(p.offer, slices.ContainsFunc(t.Tags, func(s library.TagShare) bool { return s.Own < s.Photos }))
	kit.SetVisible(p.root, t.Photos > 0)
	p.root.Refresh()
	p.resized()
}

// hide leaves no photos to act on; what was written is saved first.
func (p *tagPanel) hide() {
	p.turn++
	p.caption.flush()
	p.ids, p.subject, p.caption.ids = nil, nil, nil
	p.root.Hide()
}

// wait is for photos that are being asked about. What is typed by now is for them;
// the chips, still of others, do nothing.
func (p *tagPanel) wait(ids []library.PhotoID) {
	p.turn++
	p.ids, p.subject = nil, ids
	p.caption.wait(ids)
}
