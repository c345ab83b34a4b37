package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/ui/grid"
	"descry/ui/kit"
)

// The tabs of the page.
const (
	teachTab = iota
	suggestedTab
	namedTab
	versionsTab
)

// learnPage stands in place of the photos: teaching the model the owner's words,
// what it suggests since, named things, and the versions of what was learned.
type learnPage struct {
	kit.PageKeys
	w       *Window
	root    *fyne.Container
	closing *kit.Button
	trouble *kit.Prose // why there is nothing to show, or what became of what was learned before
	tabs    *kit.Pages
	on      []learnTab

	wizard   *wizard
	review   *review
	things   *thingList
	versions *headList

	page     learning.LearnPage
	loaded   bool
	question int // number of the newest question
}

// learnTab is one body of the page.
type learnTab interface {
	kit.Part
	object() fyne.CanvasObject
	name(page learning.LearnPage) string
	show(page learning.LearnPage)
	turned() // the tab came into view
	takeRune(r rune) bool
}

var (
	_ page            = (*learnPage)(nil)
	_ kit.FocusKeeper = (*learnPage)(nil)
)

func newLearnPage(w *Window, dispatch grid.Dispatcher) *learnPage {
	p := &learnPage{w: w, trouble: kit.NewProse("")}
	p.PageKeys = w.newPageKeys(p)
	p.wizard, p.review = newWizard(p), newReview(p, dispatch)
	p.things, p.versions = newThingList(p), newHeadList(p)
	p.on = []learnTab{p.wizard, p.review, p.things, p.versions}
	var names []string
	var bodies []fyne.CanvasObject
	for _, t := range p.on {
		names, bodies = append(names, t.name(learning.LearnPage{})), append(bodies, t.object())
	}
	p.tabs = kit.NewTurning(p, names, bodies...)
	p.tabs.OnTurn = p.turned
	p.trouble.SetText("Loading…")
	p.root = kit.NewFramed(p.buildHead(), p.tabs.Stack, kit.NewColumn(0))
	p.tabs.Stack.Hide()
	return p
}

// buildHead makes the title with the tabs beside it.
func (p *learnPage) buildHead() fyne.CanvasObject {
	p.closing = kit.NewIconButton(p, fynetheme.NavigateBackIcon(), "Back to the photos (Esc)", p.w.closePage)
	title := kit.NewHeading("Learn")
	title.Whole = true
	head := kit.NewLeading(p.closing, kit.NewInset(kit.Inset{Right: 12}, container.NewCenter(title)), p.tabs.Row)
	return kit.NewInset(kit.Inset{Top: 8, Bottom: 8, Left: kit.PageMargin - kit.RowPad, Right: 8}, kit.NewColumn(4, head, p.trouble))
}

func (p *learnPage) object() fyne.CanvasObject         { return p.root }
func (p *learnPage) sideButton(s *sidebar) *kit.Button { return s.learn }
func (p *learnPage) takeRune(r rune) bool              { return p.on[p.tabs.At].takeRune(r) }
func (p *learnPage) left()                             { p.wizard.left() }
func (p *learnPage) close()                            { p.review.grid.Close() }

func (p *learnPage) shown() {
	p.tabs.Turn(p.tabs.At)
	p.load()
}

// turned follows the tabs.
func (p *learnPage) turned(int) {
	p.rescroll()
	p.on[p.tabs.At].turned()
}

// rescroll makes the page's keys scroll what is on show.
func (p *learnPage) rescroll() {
	p.Scroll = nil
	if s, ok := p.on[p.tabs.At].(interface{ scrolled() *kit.Scrolled }); ok && s.scrolled() != nil {
		p.Scroll = s.scrolled().Scroll
	}
}

// load asks anew; the newest answer counts.
func (p *learnPage) load() {
	p.question++
	turn := p.question
	kit.Load(p.w.tasks, p.w.backend.Learn, func(page learning.LearnPage, err error) {
		switch {
		case turn != p.question:
		case err != nil:
			p.say(message.OfError(err))
		default:
			p.show(page)
		}
	})
}

// say tells what went wrong; what was on show stays.
func (p *learnPage) say(wrong string) {
	p.trouble.Say(wrong, true)
	p.root.Refresh()
}

func (p *learnPage) show(page learning.LearnPage) {
	p.page, p.loaded = page, true
	p.trouble.Say(page.Renewed, false)
	p.tabs.Stack.Show()
	for i, t := range p.on {
		if b := p.tabs.Buttons[i]; b.Text != t.name(page) {
			b.SetText(t.name(page))
		}
		t.show(page)
	}
	p.root.Refresh()
	p.KeepFocus()
}

func (p *learnPage) Parts() []kit.Part { return []kit.Part{p.on[p.tabs.At]} }

func (p *learnPage) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(append(append([]*kit.Button{}, p.tabs.Buttons...), p.closing)...)}
	if !p.loaded {
		return rows
	}
	for _, row := range p.on[p.tabs.At].Stops() {
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	return rows
}

// withNumber puts how many there are behind the name of a tab.
func withNumber(name string, n int) string {
	if n == 0 {
		return name
	}
	return name + "  " + message.FormatCount(n)
}

func (w *Window) openLearn()   { w.openPage(w.learn) }
func (w *Window) toggleLearn() { w.togglePage(w.learn) }

// openLearnTab opens the page at a tab.
func (w *Window) openLearnTab(tab int) {
	w.openLearn()
	w.learn.tabs.Turn(tab)
}

// hearLearned follows a change of what was learned: searches find other photos.
func (w *Window) hearLearned() {
	w.learnChanged.Fire()
	w.tasks.Apply(func() {
		if w.nav.at.Kind == searching {
			w.nav.libraryChanged()
		}
	})
}

// updateLearn asks anew after a change, if anybody looks.
func (w *Window) updateLearn(context.Context) {
	w.tasks.Apply(func() {
		if w.page == page(w.learn) {
			w.learn.load()
		}
	})
}
