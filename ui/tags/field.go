package tags

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/tagname"
)

// tagFieldMode is what a tagField does with a complete name.
type tagFieldMode int

const (
	addEach   tagFieldMode = iota // hands the name on at once
	gatherAll                     // keeps the name in the text until Enter
	oneName                       // takes one name only, in which commas have no meaning
)

// tagFieldOptions are what a tagField needs.
type tagFieldOptions struct {
	hint   string
	mode   tagFieldMode
	done   func(tags []library.Tag) // Enter, or a complete name; may get no tags
	typed  func()                   // the text changed; may be nil
	picked func(tag library.Tag)    // oneName: a completion was taken
	grown  func()                   // the height has changed
}

// tagField is where names of tags are typed: a text field with completions below.
type tagField struct {
	editor *Editor
	shell  Shell
	o      tagFieldOptions
	root   *fyne.Container
	entry  *Entry
	list   *kit.OfferList
	room   *fyne.Container // of the list

	offers []tagname.Offer
	at     int // chosen with the arrow keys, -1 none
	turn   int
}

func newTagField(e *Editor, o tagFieldOptions) *tagField {
	f := &tagField{editor: e, shell: e.shell, o: o, at: -1}
	f.entry = newEntry(f, o.hint)
	f.list = kit.NewOfferList(f.take)
	f.room = &fyne.Container{Layout: offerRoom{f.list}, Objects: []fyne.CanvasObject{f.list.Root}}
	f.room.Hide()
	f.root = kit.NewColumn(2, f.entry, f.room)
	return f
}

func (f *tagField) open() bool { return len(f.offers) > 0 }

// part is the name being typed, behind the last comma, and the text before.
func (f *tagField) part() (before, typed string) {
	text := f.entry.Text
	if f.o.mode == oneName {
		return "", text
	}
	start := 0
	for {
		end := start + tagname.PartEnd(text[start:])
		if end == len(text) {
			return text[:start], text[start:]
		}
		_, mark := utf8.DecodeRuneInString(text[end:])
		start = end + mark
	}
}

// typed follows the text with completions.
func (f *tagField) typed() {
	_, typed := f.part()
	offers := f.shell.KnownTags().Complete(typed, kit.MostOffers)
	if f.o.mode == oneName { // only what is there is worth a look
		offers = slices.DeleteFunc(offers, func(o tagname.Offer) bool { return o.Fresh })
	}
	f.offer(offers)
	if f.o.typed != nil {
		f.o.typed()
	}
}

// offerRecent offers the tags used last.
func (f *tagField) offerRecent() {
	var offers []tagname.Offer
	for _, t := range f.editor.recent {
		o := tagname.Offer{Tag: t, Label: t.Name, Note: message.Text("tags-used-before", nil)}
		if c, ok := f.shell.KnownTags().Find(t); ok {
			o.Tag, o.Label, o.Note = c.Tag, c.Tag.Name, tagname.OfferNote(c)
		}
		offers = append(offers, o)
	}
	f.offer(offers[:min(len(offers), kit.MostOffers)])
}

func (f *tagField) offer(offers []tagname.Offer) {
	f.turn++
	before := len(f.offers)
	f.offers, f.at = offers, -1
	rows := make([]kit.Offer, len(offers))
	for i, o := range offers {
		rows[i] = kit.Offer{Label: o.Label, Note: o.Note, Pale: o.Pale}
	}
	f.list.Show(rows)
	kit.SetVisible(f.room, len(rows) > 0)
	if before != len(offers) {
		f.root.Refresh()
		if f.o.grown != nil {
			f.o.grown()
		}
	}
}

// closeSoon is for a field that has lost the keyboard, maybe to a click on the list.
func (f *tagField) closeSoon() {
	turn := f.turn
	f.editor.after(kit.ClickPause, func() {
		if turn == f.turn && f.open() {
			f.offer(nil)
		}
	})
}

// take completes with an offer.
func (f *tagField) take(i int) {
	if i < 0 || i >= len(f.offers) {
		return
	}
	offered := f.offers[i].Tag
	before, _ := f.part()
	switch f.o.mode {
	case addEach:
		f.finish(append(f.meant(before), offered))
	case gatherAll:
		f.entry.setText(strings.TrimLeft(strings.TrimRight(before, " ")+" "+tagname.Text(offered)+", ", " "))
	case oneName:
		f.entry.setText(offered.Name)
		f.offer(nil)
		f.o.picked(offered)
	}
	f.shell.Focus(f.entry)
}

// meant reads names, each in the library's spelling.
func (f *tagField) meant(text string) []library.Tag {
	tags := tagname.Read(text)
	for i, t := range tags {
		tags[i] = f.shell.KnownTags().Meant(t)
	}
	return tags
}

// finish hands names on and empties the field.
func (f *tagField) finish(tags []library.Tag) {
	f.entry.setText("")
	f.offer(nil)
	f.o.done(tags)
}

// submit is Enter: what is chosen, else what was typed.
func (f *tagField) submit() {
	if f.o.mode == oneName {
		if f.at >= 0 {
			f.take(f.at)
		} else {
			f.o.done(nil)
		}
		return
	}
	if f.at < 0 {
		f.finish(f.meant(f.entry.Text))
		return
	}
	before, _ := f.part()
	f.finish(append(f.meant(before), f.offers[f.at].Tag))
}
