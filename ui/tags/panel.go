package tags

import (
	"slices"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// tagPanel is the part of the details where tags, people and a caption of the
// selected photos are shown and written.
type tagPanel struct {
	root    *fyne.Container
	tags    *tagChips
	people  *tagChips
	who     *kit.Line // above the people
	field   *tagField
	offer   *kit.Tappable // imports the file's tags and caption
	caption *CaptionField
	resized func()

	ids     []library.PhotoID // on show, nil while others are waited for
	subject []library.PhotoID // on show or waited for
	turn    int
}

// newTagPanel makes a panel for the details. The wheel turns scroll.
func newTagPanel(e *Editor, scroll fyne.Scrollable, resized func()) *tagPanel {
	p := &tagPanel{resized: resized, who: kit.NewHint(message.Text("people-heading", nil))}
	actions := chipActions{
		give:   func(t library.Tag) { e.TagPhotos(p.ids, []library.Tag{t}, nil) },
		remove: func(t library.Tag) { e.TagPhotos(p.ids, nil, []library.Tag{t}) },
		show:   e.shell.ShowTag,
	}
	p.tags, p.people = newTagChips(e.shell, actions), newTagChips(e.shell, actions)
	p.field = newTagField(e, tagFieldOptions{
		hint: message.Text("tags-add-hint", nil), mode: addEach, grown: resized,
		done: func(tags []library.Tag) { e.TagPhotos(p.subject, tags, nil) },
	})
	p.caption = newCaptionField(e.shell, e.setCaption, resized)
	link := kit.NewHint(message.Text("tags-import-link", nil))
	link.Colour = fynetheme.ColorNameHyperlink
	p.offer = kit.NewTappable(link, e.OpenImport)
	width := kit.DetailsWidth - 2*kit.DetailsPad
	p.root = &fyne.Container{Layout: &kit.Column{Gap: 6, Width: width}, Objects: []fyne.CanvasObject{
		kit.NewInset(kit.Inset{Top: 8}, kit.NewHint(message.Text("tags-heading", nil))), p.tags.root, p.field.root, p.who, p.people.root, p.offer,
		kit.NewInset(kit.Inset{Top: 4}, kit.NewHint(message.Text("caption-heading", nil))), newStacked(p.caption, kit.NewWheelPass(scroll)),
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

// show turns to photos and their tags and captions.
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

// hide leaves no photos to act on. Unsaved text is saved first.
func (p *tagPanel) hide() {
	p.turn++
	p.caption.flush()
	p.ids, p.subject, p.caption.ids = nil, nil, nil
	p.root.Hide()
}

// wait is for photos whose tags are being loaded. Text typed from now on is for these photos.
// The chips, still of other photos, do nothing.
func (p *tagPanel) wait(ids []library.PhotoID) {
	p.turn++
	p.ids, p.subject = nil, ids
	p.caption.wait(ids)
}
