package query

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

// searchBar is the search box with the chips that its text has turned into, and the remark
// below. Box and chips together are one query.
type searchBar struct {
	root   *fyne.Container // chips and remark, below the box
	box    *searchBox
	flow   *fyne.Container
	note   *remarkView
	chips  []chip
	spoken []string
	drawn  []string
	astray bool    // the query can't be understood, so the photos don't answer the query
	faulty []int   // chips with a mistake
	whole  bool    // the whole query is selected
	gone   written // what was written over last
	dates  dateOffer
	known  map[string]service.ExamplePhoto // by what the query calls them
	keys   kit.KeySink
	read   *readings
	do     searchBarActions
}

// searchBarActions are called by the bar.
type searchBarActions struct {
	changed func()            // by the user; the search comes later
	search  func(text string) // now
	judged  func()            // astray has changed
	grown   func()            // the bar may have another height
	help    func()            // how to search
	picture func(id library.PhotoID, v *kit.ChipView)
}

// written is a query as it stood in the bar.
type written struct {
	chips []chip
	text  string // of the box
}

func newSearchBar(keys kit.KeySink, box *searchBox, read *readings, do searchBarActions) *searchBar {
	b := &searchBar{box: box, keys: keys, read: read, do: do, known: map[string]service.ExamplePhoto{}}
	b.flow = kit.NewFlow(6)
	b.note = newRemarkView(do.help, do.grown)
	b.flow.Hide()
	b.root = kit.NewColumn(6, b.flow, b.note.root)
	box.query = b.text
	box.onRecall = func(text string) {
		b.set(text)
		do.changed()
	}
	box.onStart = func() { b.remove(len(b.chips) - 1) }
	box.onWhole = func(whole bool) {
		b.whole = whole
		b.refresh()
	}
	box.onGone = b.writeOver
	box.onUndone = b.undone
	b.refresh()
	return b
}

// text is the whole query, chips included.
func (b *searchBar) text() string { return compose(b.chips, b.box.Text) }

// asked is the query as the window writes it; false while it can't be understood.
func (b *searchBar) asked() (string, bool) {
	source := b.text()
	if _, err := b.read.of(source); err != nil {
		return "", false
	}
	return b.read.canonical(source), true
}

// set replaces the query without taking it for typing.
func (b *searchBar) set(text string) {
	u := b.read.understand(text)
	b.chips, b.spoken = u.Chips, u.Spoken
	b.box.set(u.Rest)
	b.note.show(remark{})
	b.dates = dateOffer{}
	b.setAstray(false)
	b.refresh()
}

// writeOver takes the chips away as the text of the box goes.
func (b *searchBar) writeOver() {
	b.gone = written{b.chips, b.box.Text}
	b.chips = nil
	b.refresh()
}

// undone brings the chips back with the text that they were written over with.
func (b *searchBar) undone() {
	if len(b.chips) == 0 && len(b.gone.chips) > 0 && b.box.Text == b.gone.text {
		b.chips, b.gone = b.gone.chips, written{}
		b.refresh()
		b.do.changed()
	}
}

// settle turns complete parts of the box's text into chips, on Enter all parts, and returns the
// query to search for. It returns false where the query can't be understood, and shows why.
func (b *searchBar) settle(entered bool) (string, bool) {
	done := doneWith(leftBehind)
	if entered {
		done = always
	}
	taken, rest, cursor := b.read.takeChips(b.box.Text, b.box.cursor(), done)
	if len(taken) > 0 {
		for _, c := range taken {
			b.chips = addChip(b.chips, c)
		}
		b.box.put(rest, cursor)
	}
	if entered {
		cursor = -1
	}
	text, ok := b.judge(cursor)
	b.refresh()
	return text, ok
}

// judge says what there is to say about the query while the cursor stands at a
// place of the box, -1 for nowhere.
func (b *searchBar) judge(cursor int) (string, bool) {
	source := b.text()
	if cursor >= 0 {
		trimmed := len(b.box.Text) - len(strings.TrimLeft(b.box.Text, " \n\t"))
		cursor = len(source) - len(strings.TrimSpace(b.box.Text)) + max(cursor-trimmed, 0)
	}
	q, err := b.read.of(source)
	if err != nil {
		b.spoken = nil
		b.complain(source, err, cursor)
		return source, false
	}
	b.spoken = unwantedWords(q)
	b.note.show(hints(q, cursor))
	b.setAstray(false)
	return b.read.canonical(source), true
}

// complain names and marks the parts of source that can't be understood. The part at the cursor
// is not marked, since the part may only be incomplete.
func (b *searchBar) complain(source string, err error, cursor int) {
	wrong := message.Mistakes(err)
	b.note.show(mistakes(source, wrong, cursor))
	b.setAstray(true)
	b.faulty = nil
	if source == b.text() {
		b.mark(slices.DeleteFunc(slices.Clone(wrong), func(e message.Mistake) bool { return cursor >= 0 && touches(e.Span, cursor) }))
	}
}

// mark shows in box and chips where the mistakes are.
func (b *searchBar) mark(wrong []message.Mistake) {
	end := 0 // of a chip in the query
	for i, c := range b.chips {
		from := end
		end += len(c.Text)
		if slices.ContainsFunc(wrong, func(e message.Mistake) bool { return e.Span.Start >= from && e.Span.Start < end }) {
			b.faulty = append(b.faulty, i)
		}
		end++ // the blank
	}
	blanks := len(b.box.Text) - len(strings.TrimLeft(b.box.Text, " \n\t"))
	var parts []query.Span
	for _, e := range wrong {
		if e.Span.Start >= end {
			parts = append(parts, query.Span{Start: e.Span.Start - end + blanks, End: e.Span.End - end + blanks})
		}
	}
	b.box.marks.show(parts)
}

// setAstray sets astray and removes the marks of a query that can be understood.
func (b *searchBar) setAstray(astray bool) {
	if !astray {
		b.box.marks.show(nil)
		b.faulty = nil
	}
	if b.astray != astray {
		b.astray = astray
		b.do.judged()
	}
}

// add puts parts of the query language to the query as chips and searches.
func (b *searchBar) add(parts ...string) {
	b.settle(true)
	for _, part := range parts {
		for _, c := range b.read.understand(part).Chips {
			b.chips = addChip(b.chips, c)
		}
	}
	b.search()
}

// remove takes a chip away and searches without it.
func (b *searchBar) remove(i int) {
	if i < 0 || i >= len(b.chips) {
		return
	}
	b.chips = append(b.chips[:i:i], b.chips[i+1:]...)
	b.box.takeFocus()
	b.search()
}

// edit puts a chip's text back behind that in the box.
func (b *searchBar) edit(i int) {
	c := b.chips[i]
	text := message.QueryWords().Write(c.Item)
	if c.Words != "" { // it was words before
		text = c.Words
		b.dates.refuse(c.Words)
	}
	b.chips = append(b.chips[:i:i], b.chips[i+1:]...)
	b.box.set(strings.TrimSpace(strings.TrimSpace(b.box.Text) + " " + text))
	b.refresh()
	b.box.takeFocus()
	b.do.changed()
}

// search searches for the query as it stands; what can't be understood is said.
func (b *searchBar) search() {
	if text, ok := b.settle(true); ok {
		b.do.search(text)
	}
}

// learn takes the names of the photos that the query has as examples.
func (b *searchBar) learn(examples []service.ExamplePhoto) {
	changed := false
	for _, e := range examples {
		changed = changed || b.known[e.Ref] != e
		b.known[e.Ref] = e
	}
	if changed {
		b.refresh()
	}
}

// refresh draws the chips anew where they have changed.
func (b *searchBar) refresh() {
	b.box.showCross()
	now := b.drawing()
	if slices.Equal(now, b.drawn) {
		return
	}
	b.drawn = now
	b.flow.Objects = nil
	for i, c := range b.chips {
		b.flow.Objects = append(b.flow.Objects, b.view(i, c))
	}
	if b.offersDate() {
		b.flow.Objects = append(b.flow.Objects, newOfferChip(b.dates.words, b.takeOffer))
	}
	if len(b.spoken) > 0 {
		b.flow.Objects = append(b.flow.Objects, kit.NewPlainChip(message.Text("search-not-wanted", message.Params{"Words": message.OneLine(message.Enumerated(b.spoken))})))
	}
	kit.SetVisible(b.flow, len(b.flow.Objects) > 0)
	b.flow.Refresh()
	b.do.grown()
}

// drawing is all that decides how the chips look.
func (b *searchBar) drawing() []string {
	var parts []string
	for i, c := range b.chips {
		e := b.known[c.Example]
		parts = append(parts, c.Text, c.label(), e.Name, message.FormatCount(int(e.Photo)), fmt.Sprint(slices.Contains(b.faulty, i), b.whole))
	}
	parts = append(parts, b.dates.words)
	return append(parts, b.spoken...)
}

// view draws a chip. The chip of an example shows the photo once the answer named the photo.
func (b *searchBar) view(i int, c chip) *kit.ChipView {
	label, example := c.label(), b.known[c.Example]
	if c.Example != "" && example.Name != "" {
		label = exampleLabel(example.Name, c.Negative)
	}
	v := kit.NewChipView(b.keys, label, func() { b.edit(i) }, func() { b.remove(i) })
	v.Faulty, v.Marked = slices.Contains(b.faulty, i), b.whole
	if c.Example != "" && example.Photo != 0 {
		v.WithPicture()
		b.do.picture(example.Photo, v)
	}
	return v
}

func exampleLabel(name string, negative bool) string {
	if negative {
		return message.Text("search-not-like", message.Params{"Photo": name})
	}
	return message.Text("search-like", message.Params{"Photo": name})
}
