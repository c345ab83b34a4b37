package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/ui/kit"
)

// headList lists the versions of what was learned, newest first.
type headList struct {
	p       *learnPage
	content *kit.Scrolled
	about   *kit.Prose
	note    *kit.Prose // how the last action ended
	back    *kit.Button
	stop    *kit.Button
	bring   *kit.Button
	list    *fyne.Container
	rows    []*headRow
	page    learning.LearnPage
	busy    bool // something is being changed
}

var _ learnTab = (*headList)(nil)

func newHeadList(p *learnPage) *headList {
	l := &headList{p: p, about: kit.NewProse(""), note: kit.NewProse(""), list: kit.NewColumn(0)}
	l.note.SetText("")
	l.back = kit.NewButton(p, "Back", func() { l.change(p.w.backend.RollBack, "Back to the version before.") })
	l.stop = kit.NewQuietButton(p, "Use none", nil, func() { l.use("") })
	l.bring = kit.NewQuietButton(p, "Import…", nil, p.w.askForHead)
	l.content = kit.NewScrolled(0, kit.NewEnds(kit.NewLeading(l.back, l.stop), l.bring), kit.NewInset(kit.Inset{Top: 4, Bottom: 4}, l.about), l.note, l.list)
	for _, b := range []*kit.Button{l.back, l.stop, l.bring} {
		b.OnFocus = p.Reveal
	}
	return l
}

func (l *headList) object() fyne.CanvasObject { return l.content.Root }
func (l *headList) scrolled() *kit.Scrolled   { return l.content }
func (l *headList) name(page learning.LearnPage) string {
	return withNumber("Versions", len(page.Heads))
}
func (l *headList) takeRune(rune) bool { return false }
func (l *headList) turned()            { l.content.Refit() }

func (l *headList) Buttons() []*kit.Button {
	all := []*kit.Button{l.back, l.stop, l.bring}
	for _, r := range l.rows {
		all = append(all, r.buttons()...)
	}
	return all
}

func (l *headList) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(l.back, l.stop, l.bring)}
	for _, r := range l.rows {
		rows = append(rows, kit.Usable(r.buttons()...))
	}
	return rows
}

func headID(h learning.Head) string { return h.ID }

// show lists the versions. Rows that stay keep the keyboard.
func (l *headList) show(page learning.LearnPage) {
	l.page = page
	l.rows = kit.Arrange(l.rows, page.Heads, (*headRow).id, headID, func(learning.Head) *headRow { return newHeadRow(l) })
	l.list.Objects = nil
	for i, r := range l.rows {
		r.show(page.Heads[i], page.Heads[i].ID == page.Used)
		r.rule.Hidden = i == 0
		l.list.Add(r.root)
	}
	l.about.SetText(l.aboutText())
	kit.SetVisible(l.back, page.CanRollBack)
	if text := l.backText(); l.back.Text != text {
		l.back.SetText(text)
	}
	kit.SetVisible(l.stop, page.Used != "")
	l.showBusy()
	l.content.Refit()
}

// aboutText says what the list is, or why it is empty.
func (l *headList) aboutText() string {
	switch {
	case len(l.page.Heads) == 0:
		return "Nothing was learned yet. What you teach is kept here as versions; you can go back to any of them, or import one."
	case l.page.Used == "":
		return "None is in use: searches are those of the model alone."
	}
	return "A version works with the model that it was learned with. Changing it takes no time: no photo is looked at again."
}

// backText says what rolling back leads to.
func (l *headList) backText() string {
	if l.page.Before == "" {
		return "Back to none"
	}
	for _, h := range l.page.Heads {
		if h.ID == l.page.Before {
			return "Back to " + message.MomentWords(h.Made, l.p.w.now())
		}
	}
	return "Back"
}

func (l *headList) use(id string) {
	done := "Searches use it from now on."
	if id == "" {
		done = "None is in use."
	}
	l.change(func(ctx context.Context) error { return l.p.w.backend.UseHead(ctx, id) }, done)
}

// change does something with a version and says how it went. One thing at a time.
func (l *headList) change(do func(context.Context) error, done string) {
	if l.busy {
		return
	}
	l.busy = true
	l.showBusy()
	l.p.KeepFocus()
	w := l.p.w
	kit.Load(w.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) },
		func(_ struct{}, err error) {
			l.busy = false
			l.showBusy()
			if err != nil {
				done = message.OfError(err)
			}
			l.say(done, err != nil)
			l.p.load()
		})
}

// say tells how something ended, in the list or else in a passing message.
func (l *headList) say(text string, wrong bool) {
	l.note.Say(text, wrong)
	l.content.Refit()
	if l.p.w.page != page(l.p) {
		l.p.w.toasts.say(text, "Learn", func() { l.p.w.openLearnTab(versionsTab) })
	}
}

func (l *headList) showBusy() {
	for _, b := range []*kit.Button{l.back, l.stop, l.bring} {
		kit.SetEnabled(b, !l.busy)
	}
	for _, r := range l.rows {
		for _, b := range r.buttons() {
			kit.SetEnabled(b, !l.busy)
		}
	}
}
