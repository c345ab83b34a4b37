package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service/learning"
)

// headList lists the versions of what was learned, newest first.
type headList struct {
	p       *learnPage
	content *scrolled
	about   *prose
	note    *prose // how the last action ended
	back    *button
	stop    *button
	bring   *button
	list    *fyne.Container
	rows    []*headRow
	page    learning.LearnPage
	busy    bool // something is being changed
}

var _ learnTab = (*headList)(nil)

func newHeadList(p *learnPage) *headList {
	l := &headList{p: p, about: newProse(""), note: newProse(""), list: newColumn(0)}
	l.note.setText("")
	l.back = newButton(p, "Back", func() { l.change(p.w.backend.RollBack, "Back to the version before.") })
	l.stop = newQuietButton(p, "Use none", nil, func() { l.use("") })
	l.bring = newQuietButton(p, "Import…", nil, p.w.askForHead)
	l.content = newScrolled(0, newEnds(newLeading(l.back, l.stop), l.bring), newInset(inset{top: 4, bottom: 4}, l.about), l.note, l.list)
	for _, b := range []*button{l.back, l.stop, l.bring} {
		b.onFocus = p.reveal
	}
	return l
}

func (l *headList) object() fyne.CanvasObject { return l.content.root }
func (l *headList) scrolled() *scrolled       { return l.content }
func (l *headList) name(page learning.LearnPage) string {
	return withNumber("Versions", len(page.Heads))
}
func (l *headList) takeRune(rune) bool { return false }
func (l *headList) turned()            { l.content.refit() }

func (l *headList) buttons() []*button {
	all := []*button{l.back, l.stop, l.bring}
	for _, r := range l.rows {
		all = append(all, r.buttons()...)
	}
	return all
}

func (l *headList) stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{usable(l.back, l.stop, l.bring)}
	for _, r := range l.rows {
		rows = append(rows, usable(r.buttons()...))
	}
	return rows
}

func headID(h learning.Head) string { return h.ID }

// show lists the versions. Rows that stay keep the keyboard.
func (l *headList) show(page learning.LearnPage) {
	l.page = page
	l.rows = arrange(l.rows, page.Heads, (*headRow).id, headID, func(learning.Head) *headRow { return newHeadRow(l) })
	l.list.Objects = nil
	for i, r := range l.rows {
		r.show(page.Heads[i], page.Heads[i].ID == page.Used)
		r.rule.Hidden = i == 0
		l.list.Add(r.root)
	}
	l.about.setText(l.aboutText())
	setVisible(l.back, page.CanRollBack)
	if text := l.backText(); l.back.Text != text {
		l.back.SetText(text)
	}
	setVisible(l.stop, page.Used != "")
	l.showBusy()
	l.content.refit()
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
			return "Back to " + madeWords(h.Made, l.p.w.now())
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
	l.p.keepFocus()
	w := l.p.w
	load(w.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) },
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
	l.note.say(text, wrong)
	l.content.refit()
	if l.p.w.page != page(l.p) {
		l.p.w.toasts.say(text, "Learn", func() { l.p.w.openLearnTab(versionsTab) })
	}
}

func (l *headList) showBusy() {
	for _, b := range []*button{l.back, l.stop, l.bring} {
		setEnabled(b, !l.busy)
	}
	for _, r := range l.rows {
		for _, b := range r.buttons() {
			setEnabled(b, !l.busy)
		}
	}
}
