package ui

import (
	"errors"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/library/query"
)

// searchBar is the search box with what belongs to it: the chips that its text has
// turned into, and what is to be said about it. Together they are one query.
type searchBar struct {
	root   *fyne.Container // chips and remark, below the box
	box    *searchBox
	flow   *fyne.Container
	note   *remarkView
	chips  []chip
	spoken []string
	drawn  []string
	known  map[string]ExamplePhoto // by what the query calls them
	keys   keySink
	now    func() time.Time
	do     searchBarActions
}

// searchBarActions are whom the bar tells.
type searchBarActions struct {
	changed func()            // by the owner; it is not searched for yet
	search  func(text string) // now
	grown   func()            // its height may be another
	help    func()            // how to search
	picture func(id library.PhotoID, v *chipView)
}

func newSearchBar(keys keySink, box *searchBox, now func() time.Time, do searchBarActions) *searchBar {
	b := &searchBar{box: box, keys: keys, now: now, do: do, known: map[string]ExamplePhoto{}}
	b.flow = newFlow(6)
	b.note = newRemarkView(do.help, do.grown)
	b.flow.Hide()
	b.root = newColumn(6, b.flow, b.note.root)
	box.query = b.text
	box.onRecall = func(text string) {
		b.set(text)
		do.changed()
	}
	box.onStart = func() { b.remove(len(b.chips) - 1) }
	b.refresh()
	return b
}

// text is the whole query, chips included.
func (b *searchBar) text() string { return compose(b.chips, b.box.Text) }

// asked is the query as the window writes it; false while it can't be understood.
func (b *searchBar) asked() (string, bool) {
	source := b.text()
	if _, err := query.Parse(source, b.now()); err != nil {
		return "", false
	}
	return canonical(source, b.now()), true
}

// set replaces the query without taking it for typing.
func (b *searchBar) set(text string) {
	u := understand(text, b.now())
	b.chips, b.spoken = u.Chips, u.Spoken
	b.box.set(u.Rest)
	b.note.show(remark{})
	b.refresh()
}

// settle takes what is complete out of the box, all of it on Enter, and gives the
// query to search for; false when it can't be understood, which is then said.
func (b *searchBar) settle(entered bool) (string, bool) {
	done := doneWith(leftBehind)
	if entered {
		done = always
	}
	taken, rest, cursor := takeChips(b.box.Text, b.box.cursor(), b.now(), done)
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
	q, err := query.Parse(source, b.now())
	if err != nil {
		b.spoken = nil
		b.complain(source, err, cursor)
		return source, false
	}
	b.spoken = spokenLabels(q)
	b.note.show(hints(q, cursor))
	return canonical(source, b.now()), true
}

// complain says what of source can't be understood. Where the cursor stands it may
// only be incomplete: that is no mistake yet.
func (b *searchBar) complain(source string, err error, cursor int) {
	var wrong *query.Error
	if !errors.As(err, &wrong) {
		b.note.show(remark{Text: sentence(err), Wrong: true})
		return
	}
	typing := cursor >= 0 && touches(wrong.Span, cursor)
	b.note.show(remark{Text: remarkOn(source, wrong.Span, wrong.Text), Wrong: !typing})
}

// add puts parts of the query language to the query as chips and searches.
func (b *searchBar) add(parts ...string) {
	b.settle(true)
	for _, part := range parts {
		for _, c := range understand(part, b.now()).Chips {
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
	b.chips = append(b.chips[:i:i], b.chips[i+1:]...)
	b.box.set(strings.TrimSpace(strings.TrimSpace(b.box.Text) + " " + c.Text))
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
func (b *searchBar) learn(examples []ExamplePhoto) {
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
	now := b.drawing()
	if slices.Equal(now, b.drawn) {
		return
	}
	b.drawn = now
	b.flow.Objects = nil
	for i, c := range b.chips {
		b.flow.Objects = append(b.flow.Objects, b.view(i, c))
	}
	for _, label := range b.spoken {
		b.flow.Objects = append(b.flow.Objects, newQuietChip(label+" −"))
	}
	setVisible(b.flow, len(b.flow.Objects) > 0)
	b.flow.Refresh()
	b.do.grown()
}

// drawing tells all that decides how the chips look.
func (b *searchBar) drawing() []string {
	var parts []string
	for _, c := range b.chips {
		e := b.known[c.Example]
		parts = append(parts, c.Text, c.Label, e.Name, FormatCount(int(e.Photo)))
	}
	return append(parts, b.spoken...)
}

// view draws a chip; an example's shows the photo once it is known which.
func (b *searchBar) view(i int, c chip) *chipView {
	label, example := c.Label, b.known[c.Example]
	if c.Example != "" && example.Name != "" {
		label = exampleLabel(example.Name, c.Negative)
	}
	v := newChipView(b.keys, label, func() { b.edit(i) }, func() { b.remove(i) })
	if c.Example != "" && example.Photo != 0 {
		v.withPicture()
		b.do.picture(example.Photo, v)
	}
	return v
}

func exampleLabel(name string, negative bool) string {
	if negative {
		return "not like " + name
	}
	return "like " + name
}
