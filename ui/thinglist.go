package ui

import (
	"context"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

// fewPhotos is how many photos a name should have.
const fewPhotos = 3

// thingList lists the named things.
type thingList struct {
	p       *learnPage
	content *kit.Scrolled
	about   *kit.Prose
	list    *fyne.Container
	rows    []*thingRow
}

var _ learnTab = (*thingList)(nil)

func newThingList(p *learnPage) *thingList {
	l := &thingList{p: p, about: kit.NewProse(""), list: kit.NewColumn(0)}
	l.content = kit.NewScrolled(8, l.about, l.list)
	return l
}

func (l *thingList) object() fyne.CanvasObject { return l.content.Root }
func (l *thingList) scrolled() *kit.Scrolled   { return l.content }
func (l *thingList) name(page learning.LearnPage) string {
	return withNumber("Named things", len(page.Named))
}
func (l *thingList) takeRune(rune) bool { return false }
func (l *thingList) turned()            { l.content.Refit() }

func (l *thingList) Buttons() []*kit.Button {
	var all []*kit.Button
	for _, r := range l.rows {
		all = append(all, r.search, r.forget)
	}
	return all
}

func (l *thingList) Stops() [][]fyne.Focusable {
	var rows [][]fyne.Focusable
	for _, r := range l.rows {
		rows = append(rows, kit.Usable(r.search, r.forget))
	}
	return rows
}

func (l *thingList) show(page learning.LearnPage) {
	l.rows = kit.Arrange(l.rows, page.Named, (*thingRow).id, thingID, func(library.NamedConcept) *thingRow { return newThingRow(l) })
	l.list.Objects = nil
	for i, r := range l.rows {
		r.show(page.Named[i])
		r.rule.Hidden = i == 0
		l.list.Add(r.root)
	}
	about := "A name that no model can know, such as “Bella” or “my red bike”. In a description it stands for what its photos show: “Bella asleep on the sofa”."
	if len(page.Named) == 0 {
		about += " To name something, select three photos of it or more and press n, or choose “" + nameTitle + "” in their menu."
	}
	l.about.SetText(about)
	l.content.Refit()
}

// thingID tells named things apart.
func thingID(t library.NamedConcept) string {
	if t.Tag.Person {
		return "person:" + t.Tag.Name
	}
	return "tag:" + t.Tag.Name
}

// thingRow is a named thing: what it is, how many photos it was learned from.
type thingRow struct {
	l              *thingList
	thing          library.NamedConcept
	root           *fyne.Container
	rule           *widget.Separator
	name           *kit.Line
	facts          *kit.Prose
	search, forget *kit.Button
}

func newThingRow(l *thingList) *thingRow {
	r := &thingRow{l: l, rule: widget.NewSeparator(), name: kit.NewLine(""), facts: kit.NewProse("")}
	r.name.Style.Bold, r.name.Middle = true, true
	r.search = kit.NewQuietButton(l.p, "Search", nil, r.searchIt)
	r.forget = kit.NewQuietButton(l.p, "Forget", nil, r.forgetIt)
	r.search.OnFocus, r.forget.OnFocus = l.p.Reveal, l.p.Reveal
	r.root = kit.NewColumn(0, r.rule, kit.NewInset(kit.Inset{Top: 6, Bottom: 8}, kit.NewColumn(2, kit.NewEnds(r.name, kit.NewLeading(r.search, r.forget)), r.facts)))
	return r
}

func (r *thingRow) id() string { return thingID(r.thing) }

func (r *thingRow) show(t library.NamedConcept) {
	r.thing = t
	r.name.SetText(t.Tag.Name)
	text, colour := thingFacts(t), fynetheme.ColorNamePlaceHolder
	if len(t.Photos) < fewPhotos {
		text += "; three or more work best"
	}
	r.facts.Set(text, colour)
}

// thingFacts says what it is and how many photos show it.
func thingFacts(t library.NamedConcept) string {
	text := message.Plural(len(t.Photos), "photo", "photos")
	switch {
	case t.Noun != "":
		return "a kind of " + t.Noun + " · " + text
	case t.Tag.Person:
		return "a person · " + text
	}
	return text
}

// searchIt looks for it in all photos.
func (r *thingRow) searchIt() {
	r.l.p.w.runQuery(library.Scope{}, query.Quote(lastLevel(r.thing.Tag.Name)))
}

// forgetIt lets searches read the name as any other word; the tag stays.
func (r *thingRow) forgetIt() {
	w, tag := r.l.p.w, r.thing.Tag
	kit.SetEnabled(r.forget, false)
	w.changeWords(func(ctx context.Context) (service.Change, error) { return w.backend.ForgetThing(ctx, tag) },
		func(err error) {
			kit.SetEnabled(r.forget, true)
			w.sayError(err)
			r.l.p.load()
		})
}
