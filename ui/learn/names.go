package learn

import (
	"context"
	"slices"

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

// nameList lists the named concepts.
type nameList struct {
	p       *Page
	content *kit.Scrolled
	about   *kit.Prose
	list    *fyne.Container
	rows    []*nameRow
}

var _ tab = (*nameList)(nil)

func newNameList(p *Page) *nameList {
	l := &nameList{p: p, about: kit.NewProse(""), list: kit.NewColumn(0)}
	l.content = kit.NewScrolled(8, l.about, l.list)
	return l
}

func (l *nameList) object() fyne.CanvasObject { return l.content.Root }
func (l *nameList) scrolled() *kit.Scrolled   { return l.content }
func (l *nameList) name(page learning.Page) string {
	return withNumber(message.Text("learn-tab-named", nil), len(page.Named))
}
func (l *nameList) takeRune(rune) bool { return false }
func (l *nameList) turned()            { l.content.Refit() }

func (l *nameList) Buttons() []*kit.Button {
	var all []*kit.Button
	for _, r := range l.rows {
		all = append(all, r.search, r.forget)
	}
	return all
}

func (l *nameList) Stops() [][]fyne.Focusable {
	var rows [][]fyne.Focusable
	for _, r := range l.rows {
		rows = append(rows, kit.Usable(r.search, r.forget))
	}
	return rows
}

func (l *nameList) show(page learning.Page) {
	named := slices.Clone(page.Named)
	message.SortByName(named, func(n library.NamedConcept) string { return n.Tag.Name })
	l.rows = kit.Arrange(l.rows, named, (*nameRow).id, nameID, func(library.NamedConcept) *nameRow { return newNameRow(l) })
	l.list.Objects = nil
	for i, r := range l.rows {
		r.show(named[i])
		r.rule.Hidden = i == 0
		l.list.Add(r.root)
	}
	about := message.Text("named-about", nil)
	if len(page.Named) == 0 {
		about = message.Text("named-about-none", message.Params{"Item": NameMenuItem()})
	}
	l.about.SetText(about)
	l.content.Refit()
}

// nameID tells named concepts apart.
func nameID(t library.NamedConcept) string {
	if t.Tag.Person {
		return "person:" + t.Tag.Name
	}
	return "tag:" + t.Tag.Name
}

// nameRow is a named concept: its noun, and the number of photos it was learned from.
type nameRow struct {
	l              *nameList
	named          library.NamedConcept
	root           *fyne.Container
	rule           *widget.Separator
	name           *kit.Line
	facts          *kit.Prose
	search, forget *kit.Button
}

func newNameRow(l *nameList) *nameRow {
	r := &nameRow{l: l, rule: widget.NewSeparator(), name: kit.NewLine(""), facts: kit.NewProse("")}
	r.name.Style.Bold, r.name.Middle = true, true
	r.search = kit.NewQuietButton(l.p, message.Text("named-search-button", nil), nil, r.searchIt)
	r.forget = kit.NewQuietButton(l.p, message.Text("named-forget-button", nil), nil, r.forgetIt)
	r.search.OnFocus, r.forget.OnFocus = l.p.Reveal, l.p.Reveal
	r.root = kit.NewColumn(0, r.rule, kit.NewInset(kit.Inset{Top: 6, Bottom: 8}, kit.NewColumn(2, kit.NewEnds(r.name, kit.NewLeading(r.search, r.forget)), r.facts)))
	return r
}

func (r *nameRow) id() string { return nameID(r.named) }

func (r *nameRow) show(t library.NamedConcept) {
	r.named = t
	r.name.SetText(t.Tag.Name)
	r.facts.Set(nameFacts(t), fynetheme.ColorNamePlaceHolder)
}

// nameFacts says the noun, how many photos show the concept, and whether more would help.
func nameFacts(t library.NamedConcept) string {
	var parts []string
	switch {
	case t.Noun != "":
		parts = append(parts, message.Text("named-kind", message.Params{"Noun": t.Noun}))
	case t.Tag.Person:
		parts = append(parts, message.Text("named-person", nil))
	}
	photos := message.Photos(len(t.Photos))
	if len(t.Photos) < fewPhotos {
		photos = message.Count("named-few-photos", len(t.Photos), nil)
	}
	return message.Phrases(append(parts, photos))
}

// searchIt searches for the concept in all photos.
func (r *nameRow) searchIt() {
	r.l.p.shell.ShowQuery(query.Quote(lastLevel(r.named.Tag.Name)))
}

// forgetIt lets searches read the name as any other word. The tag stays.
func (r *nameRow) forgetIt() {
	p, tag := r.l.p, r.named.Tag
	kit.SetEnabled(r.forget, false)
	p.shell.ChangeAnnotations(func(ctx context.Context) (service.Change, error) { return p.backend.ForgetConcept(ctx, tag) },
		func(err error) {
			kit.SetEnabled(r.forget, true)
			p.shell.SayError(err)
			p.load()
		})
}
