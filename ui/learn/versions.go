package learn

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/finetune"
	"descry/ui/kit"
	"descry/ui/theme"
)

// headEnding is the ending of an exported version.
const headEnding = ".descryhead"

// versionList lists the versions of what was learned, newest first.
type versionList struct {
	p       *Page
	content *kit.Scrolled
	about   *kit.Prose
	note    *kit.Prose // how the last action ended
	back    *kit.Button
	stop    *kit.Button
	bring   *kit.Button
	list    *fyne.Container
	rows    []*versionRow
	page    learning.Page
	busy    bool // a change is under way
}

var _ tab = (*versionList)(nil)

func newVersionList(p *Page) *versionList {
	l := &versionList{p: p, about: kit.NewProse(""), note: kit.NewProse(""), list: kit.NewColumn(0)}
	l.note.SetText("")
	l.back = kit.NewButton(p, message.Text("versions-back-button", nil), func() {
		l.change(p.backend.RollBack, message.Text("versions-back-done", nil))
	})
	l.stop = kit.NewQuietButton(p, message.Text("versions-use-none-button", nil), nil, func() { l.use("") })
	l.bring = kit.NewQuietButton(p, message.Text("versions-import-menu-button", nil), nil, l.importIt)
	l.content = kit.NewScrolled(0, kit.NewEnds(kit.NewLeading(l.back, l.stop), l.bring), kit.NewInset(kit.Inset{Top: 4, Bottom: 4}, l.about), l.note, l.list)
	for _, b := range []*kit.Button{l.back, l.stop, l.bring} {
		b.OnFocus = p.Reveal
	}
	return l
}

func (l *versionList) object() fyne.CanvasObject { return l.content.Root }
func (l *versionList) scrolled() *kit.Scrolled   { return l.content }
func (l *versionList) name(page learning.Page) string {
	return withNumber(message.Text("learn-tab-versions", nil), len(page.Heads))
}
func (l *versionList) takeRune(rune) bool { return false }
func (l *versionList) turned()            { l.content.Refit() }

func (l *versionList) Buttons() []*kit.Button {
	all := []*kit.Button{l.back, l.stop, l.bring}
	for _, r := range l.rows {
		all = append(all, r.buttons()...)
	}
	return all
}

func (l *versionList) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(l.back, l.stop, l.bring)}
	for _, r := range l.rows {
		rows = append(rows, kit.Usable(r.buttons()...))
	}
	return rows
}

func headID(h learning.Head) string { return h.ID }

// show lists the versions. Rows that stay keep the keyboard.
func (l *versionList) show(page learning.Page) {
	l.page = page
	l.rows = kit.Arrange(l.rows, page.Heads, (*versionRow).id, headID, func(learning.Head) *versionRow { return newVersionRow(l) })
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
func (l *versionList) aboutText() string {
	switch {
	case len(l.page.Heads) == 0:
		return message.Text("versions-none", nil)
	case l.page.Used == "":
		return message.Text("versions-none-in-use", nil)
	}
	return message.Text("versions-about", nil)
}

// backText says what rolling back leads to.
func (l *versionList) backText() string {
	if l.page.Before == "" {
		return message.Text("versions-back-to-none-button", nil)
	}
	for _, h := range l.page.Heads {
		if h.ID == l.page.Before {
			return message.Text("versions-back-to-button", message.Params{"Moment": message.MomentWords(h.Created, l.p.now())})
		}
	}
	return message.Text("versions-back-button", nil)
}

func (l *versionList) use(id string) {
	done := message.Text("versions-used", nil)
	if id == "" {
		done = message.Text("versions-none-used", nil)
	}
	l.change(func(ctx context.Context) error { return l.p.backend.UseHead(ctx, id) }, done)
}

// change makes one change of a version at a time and tells the outcome.
func (l *versionList) change(do func(context.Context) error, done string) {
	if l.busy {
		return
	}
	l.busy = true
	l.showBusy()
	l.p.KeepFocus()
	kit.Load(l.p.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) },
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

// say tells an outcome, in the list or else in a passing message.
func (l *versionList) say(text string, wrong bool) {
	l.note.Say(text, wrong)
	l.content.Refit()
	if !l.p.open {
		l.p.shell.Say(text, message.Text("page-learn", nil), func() { l.p.openTab(versionsTab) })
	}
}

func (l *versionList) showBusy() {
	for _, b := range []*kit.Button{l.back, l.stop, l.bring} {
		kit.SetEnabled(b, !l.busy)
	}
	for _, r := range l.rows {
		for _, b := range r.buttons() {
			kit.SetEnabled(b, !l.busy)
		}
	}
}

// versionRow is one version: when and on what the head was trained, and how good it is.
type versionRow struct {
	l    *versionList
	head learning.Head
	root *fyne.Container
	rule *widget.Separator // above the row

	name, mark                  *kit.Line
	facts, scores, note         *kit.Prose
	use, compare, export, erase *kit.Button
}

func newVersionRow(l *versionList) *versionRow {
	r := &versionRow{l: l, rule: widget.NewSeparator(), name: kit.NewLine(""), mark: kit.NewHint("")}
	r.name.Style.Bold, r.mark.Whole, r.mark.Colour = true, true, fynetheme.ColorNameSuccess
	r.facts, r.scores, r.note = kit.NewProse(""), kit.NewProse(""), kit.NewProse("")
	p := l.p
	r.compare = kit.NewQuietButton(p, message.Text("versions-compare-button", nil), nil, r.compareIt)
	r.export = kit.NewQuietButton(p, message.Text("versions-export-menu-button", nil), nil, r.exportIt)
	r.erase = kit.NewQuietButton(p, message.Text("versions-delete-menu-button", nil), nil, r.askToDelete)
	r.use = kit.NewButton(p, message.Text("versions-use-button", nil), func() { l.use(r.head.ID) })
	for _, b := range r.buttons() {
		b.OnFocus = p.Reveal
	}
	title := kit.NewBehindText(r.name, r.mark)
	actions := container.NewHBox(r.compare, r.export, r.erase, r.use)
	body := kit.NewColumn(3, kit.NewEnds(title, actions), r.facts, r.scores, r.note)
	r.root = kit.NewColumn(0, r.rule, kit.NewInset(kit.Inset{Top: 8, Bottom: 12}, body))
	return r
}

func (r *versionRow) id() string { return r.head.ID }

func (r *versionRow) buttons() []*kit.Button {
	return []*kit.Button{r.compare, r.export, r.erase, r.use}
}

// show fills the row. A version of another model is grey and says so.
func (r *versionRow) show(h learning.Head, used bool) {
	r.head = h
	r.name.Colour = fynetheme.ColorNameForeground
	if !h.Fits || h.Problem != nil {
		r.name.Colour = theme.ColorNameMuted
	}
	r.name.SetText(message.FormatMoment(h.Created, r.l.p.now()))
	r.name.Refresh()
	mark := ""
	if used {
		mark = message.Text("versions-in-use", nil)
	}
	r.mark.SetText(mark)
	r.facts.SetText(versionFacts(h))
	r.scores.SetText(versionScores(h))
	switch {
	case h.Problem != nil:
		r.note.Set(message.OfError(h.Problem), fynetheme.ColorNameError)
	case !h.Fits:
		r.note.Set(message.AsSentence(message.Text("versions-other-model", message.Params{"Model": message.InLanguage(h.Model)})), fynetheme.ColorNameWarning)
	default:
		r.note.SetText("")
	}
	fits := h.Fits && h.Problem == nil
	kit.SetVisible(r.use, fits && !used)
	kit.SetVisible(r.compare, fits)
	kit.SetVisible(r.erase, !used)
}

// versionFacts says what the head was trained on and how large the head is.
func versionFacts(h learning.Head) string {
	var parts []string
	for _, text := range []string{message.OfNotice(learning.NoteOf(h.Note), time.Now()), message.InLanguage(h.Model)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if h.Bytes > 0 {
		parts = append(parts, message.FormatBytes(h.Bytes))
	}
	return message.Phrases(parts)
}

// versionScores says how good the head is.
func versionScores(h learning.Head) string {
	r := reportOf(h)
	parts := []string{mapText(r)}
	if r.Guard.Checked {
		parts = append(parts, message.Text("version-general-search", message.Params{"Points": formatPoints(generalGain(r))}))
	}
	return message.Phrases(parts)
}

// reportOf is a version's report, an empty one if it has none.
func reportOf(h learning.Head) finetune.Report {
	if h.Report == nil {
		return finetune.Report{}
	}
	return *h.Report
}

// compareIt shows the comparison of this version.
func (r *versionRow) compareIt() {
	p := r.l.p
	if p.wizard.running != nil {
		r.l.say(message.Text("versions-compare-wait", nil), true)
		return
	}
	p.wizard.compare.show(learning.Result{Head: r.head.ID, Report: reportOf(r.head)})
	p.tabs.Turn(teachTab)
	p.wizard.lead(compareAt)
}

// askToDelete asks first: a deleted version can't be brought back unless it was exported.
func (r *versionRow) askToDelete() {
	p, h := r.l.p, r.head
	var asking *kit.Sheet
	keep := kit.NewButton(p.shell, message.Text("versions-keep-button", nil), func() { p.shell.CloseSheet(asking) })
	erase := kit.NewButton(p.shell, message.Text("versions-delete-button", nil), func() {
		p.shell.CloseSheet(asking)
		r.l.change(func(ctx context.Context) error { return p.backend.DeleteHead(ctx, h.ID) }, message.Text("versions-deleted", nil))
	})
	erase.Importance = widget.DangerImportance
	question := message.Text("versions-delete-question", message.Params{"Moment": message.MomentWords(h.Created, p.now())})
	asking = p.shell.OpenSheet(question, fyne.NewSize(520, 0), kit.NewSheetText(message.Text("versions-delete-about", nil)), keep, erase)
	p.shell.Canvas().Focus(keep)
}

// exportIt writes the version into a file of the user's choice.
func (r *versionRow) exportIt() {
	p, h := r.l.p, r.head
	name := "descry-" + h.Created.In(p.now().Location()).Format("2006-01-02") + headEnding
	p.shell.AskForPath(kit.PathRequest{
		Title: message.Text("versions-export-title", nil), Confirm: message.Text("versions-export-button", nil),
		About:  message.Text("versions-export-about", nil),
		Start:  kit.CleanPath("~/" + name),
		Chosen: func(folder string) string { return filepath.Join(folder, name) },
		Do:     func(ctx context.Context, path string) error { return p.backend.ExportHead(ctx, h.ID, path) },
		Done: func(path string) {
			r.l.say(message.Text("versions-exported", message.Params{"Path": path}), false)
		},
	})
}

// importIt imports a version from a file of the user's choice.
func (l *versionList) importIt() {
	p := l.p
	p.shell.AskForPath(kit.PathRequest{
		Title: message.Text("versions-import-title", nil), Confirm: message.Text("versions-import-button", nil), File: true,
		About: message.Text("versions-import-about", nil),
		Do: func(ctx context.Context, path string) error {
			_, err := p.backend.ImportHead(ctx, path)
			return err
		},
		Done: func(string) {
			l.say(message.Text("versions-imported", message.Params{"Button": message.Text("versions-use-button", nil)}), false)
			p.load()
		},
	})
}
