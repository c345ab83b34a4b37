package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// tagSheet is the panel in front of the photos that the key for tags opens: type
// names, Enter adds them and closes.
type tagSheet struct {
	w            *Window
	sheet        *kit.Sheet
	ids          []library.PhotoID
	field        *tagField
	tags, people *tagChips
	chips        *fyne.Container
	turn         int
}

// tagSheetChips is how high the tags that the photos have may get before they scroll.
const tagSheetChips float32 = 220

// openTagSheet asks for tags of the chosen photos.
func (w *Window) openTagSheet() {
	ids := w.chosen()
	if len(ids) == 0 {
		w.toasts.say("Select photos first; then they can be tagged.", "", nil)
		return
	}
	if w.tagSheet != nil {
		return
	}
	s := &tagSheet{w: w, ids: ids}
	actions := tagChipActions{
		give:   func(t library.Tag) { w.tagPhotos(ids, []library.Tag{t}, nil) },
		remove: func(t library.Tag) { w.tagPhotos(ids, nil, []library.Tag{t}) },
		show: func(t library.Tag) {
			w.closeSheet(s.sheet)
			w.showTag(t)
		},
	}
	s.tags, s.people = newTagChips(w, actions), newTagChips(w, actions)
	s.chips = kit.NewColumn(6, s.tags.root, s.people.root)
	s.field = newTagField(w, tagFieldOptions{
		hint: "Tags, with commas between them", mode: gatherAll, done: s.done, grown: s.grown,
	})
	body := kit.NewColumn(8, s.field.root, kit.NewUpTo(tagSheetChips, s.chips))
	title := "Tag this photo"
	if len(ids) > 1 {
		title = "Tag " + message.Plural(len(ids), "photo", "photos")
	}
	s.sheet = w.openSheet(title, fyne.NewSize(440, 0), body,
		kit.NewButton(w, "Cancel", func() { w.closeSheet(s.sheet) }), kit.NewMainButton(w, "Add", s.field.submit))
	s.sheet.OnClose = func() { w.tagSheet = nil }
	w.tagSheet = s
	w.win.Canvas().Focus(s.field.entry)
	s.field.offerRecent()
	s.load()
}

// grown lets the sheet grow with what it offers.
func (s *tagSheet) grown() {
	if s.sheet != nil { // it is open
		s.sheet.Refit()
	}
}

// done adds the tags and closes.
func (s *tagSheet) done(tags []library.Tag) {
	s.w.closeSheet(s.sheet)
	s.w.tagPhotos(s.ids, tags, nil)
}

// load shows which tags the photos have.
func (s *tagSheet) load() {
	s.turn++
	turn := s.turn
	kit.Load(s.w.tasks, func(ctx context.Context) (service.Tagging, error) { return s.w.backend.Tagging(ctx, s.ids) },
		func(t service.Tagging, err error) {
			if turn != s.turn || err != nil {
				return // adding tags tells of errors
			}
			tags, people := apart(t.Tags)
			s.tags.show(tags, t.Photos)
			s.people.show(people, t.Photos)
			s.chips.Refresh()
			s.grown()
		})
}

// apart parts tags from people.
func apart(shares []library.TagShare) (tags, people []library.TagShare) {
	for _, s := range shares {
		if s.Tag.Person {
			people = append(people, s)
		} else {
			tags = append(tags, s)
		}
	}
	return tags, people
}
