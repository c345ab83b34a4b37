package tags

import (
	"context"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// tagSheet is the panel in front of the photos that the key for tags opens. The user types
// names. Enter adds the tags and closes the sheet.
type tagSheet struct {
	editor       *Editor
	sheet        *kit.Sheet
	ids          []library.PhotoID
	field        *tagField
	tags, people *tagChips
	chips        *fyne.Container
	turn         int
}

// tagSheetChips is how high the photos' tags may get before they scroll, in Fyne units.
const tagSheetChips float32 = 220

// AskForTags opens the sheet for tags of the chosen photos.
func (e *Editor) AskForTags() {
	ids := e.shell.Chosen()
	if len(ids) == 0 {
		e.shell.Say(message.Text("tags-no-selection", nil), "", nil)
		return
	}
	if e.sheet != nil {
		return
	}
	s := &tagSheet{editor: e, ids: ids}
	actions := chipActions{
		give:   func(t library.Tag) { e.TagPhotos(ids, []library.Tag{t}, nil) },
		remove: func(t library.Tag) { e.TagPhotos(ids, nil, []library.Tag{t}) },
		show: func(t library.Tag) {
			e.shell.CloseSheet(s.sheet)
			e.shell.ShowTag(t)
		},
	}
	s.tags, s.people = newTagChips(e.shell, actions), newTagChips(e.shell, actions)
	s.chips = kit.NewColumn(6, s.tags.root, s.people.root)
	s.field = newTagField(e, tagFieldOptions{
		hint: message.Text("tags-sheet-hint", nil), mode: gatherAll, done: s.done, grown: s.grown,
	})
	body := kit.NewColumn(8, s.field.root, kit.NewUpTo(tagSheetChips, s.chips))
	title := message.Text("tags-sheet-title", nil)
	if len(ids) > 1 {
		title = message.Count("tags-sheet-title-many", len(ids), nil)
	}
	s.sheet = e.shell.OpenSheet(title, fyne.NewSize(440, 0), body,
		kit.NewButton(e.shell, message.Text("cancel", nil), func() { e.shell.CloseSheet(s.sheet) }), kit.NewMainButton(e.shell, message.Text("tags-sheet-add-button", nil), s.field.submit))
	s.sheet.OnClose = func() { e.sheet = nil }
	e.sheet = s
	e.shell.Focus(s.field.entry)
	s.field.offerRecent()
	s.load()
}

// grown lets the sheet grow with its offers.
func (s *tagSheet) grown() {
	if s.sheet != nil { // the sheet is open
		s.sheet.Refit()
	}
}

// done adds the tags and closes.
func (s *tagSheet) done(tags []library.Tag) {
	s.editor.shell.CloseSheet(s.sheet)
	s.editor.TagPhotos(s.ids, tags, nil)
}

// load shows which tags the photos have.
func (s *tagSheet) load() {
	s.turn++
	turn := s.turn
	kit.Load(s.editor.tasks, func(ctx context.Context) (service.Tagging, error) { return s.editor.backend.Tagging(ctx, s.ids) },
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
