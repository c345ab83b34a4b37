package learn

import (
	"context"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/ui/kit"
)

// The tabs of the page.
const (
	teachTab = iota
	suggestedTab
	namedTab
	versionsTab
)

// Page stands in place of the photos: training, suggestions, named concepts, and the versions
// of the head.
type Page struct {
	kit.PageKeys
	shell   Shell
	backend Backend
	tasks   *kit.Tasks
	now     func() time.Time
	after   func(time.Duration, func()) (stop func())
	log     *slog.Logger

	changed kit.Signal // what is listed changed
	open    bool       // the page is in place of the photos

	root    *fyne.Container
	closing *kit.Button
	trouble *kit.Prose // why the page is empty, or what became of an earlier head
	tabs    *kit.Pages
	on      []tab

	wizard   *wizard
	review   *review
	names    *nameList
	versions *versionList

	page     learning.Page
	loaded   bool
	question int // number of the newest question
}

// tab is one body of the page.
type tab interface {
	kit.Part
	object() fyne.CanvasObject
	name(page learning.Page) string
	show(page learning.Page)
	turned() // the tab came into view
	takeRune(r rune) bool
}

var _ kit.FocusKeeper = (*Page)(nil)

// New makes the page. The page loads nothing before it is shown.
func New(o Options) *Page {
	p := &Page{shell: o.Shell, backend: o.Backend, tasks: o.Tasks, now: o.Now, after: o.After, log: o.Log,
		changed: kit.NewSignal(), trouble: kit.NewProse("")}
	p.PageKeys = kit.NewPageKeys(o.Shell, o.Shell.Canvas(), func() bool { return p.open }, p)
	p.wizard, p.review = newWizard(p), newReview(p, o.Dispatch)
	p.names, p.versions = newNameList(p), newVersionList(p)
	p.on = []tab{p.wizard, p.review, p.names, p.versions}
	var names []string
	var bodies []fyne.CanvasObject
	for _, t := range p.on {
		names, bodies = append(names, t.name(learning.Page{})), append(bodies, t.object())
	}
	p.tabs = kit.NewTurning(p, names, bodies...)
	p.tabs.OnTurn = p.turned
	p.trouble.SetText(message.Text("loading", nil))
	p.root = kit.NewFramed(p.buildHead(), p.tabs.Stack, kit.NewColumn(0))
	p.tabs.Stack.Hide()
	return p
}

// buildHead makes the title with the tabs beside it.
func (p *Page) buildHead() fyne.CanvasObject {
	p.closing = kit.NewIconButton(p, fynetheme.NavigateBackIcon(), message.Text("learn-back-tip", nil), p.shell.ClosePage)
	title := kit.NewHeading(message.Text("page-learn", nil))
	title.Whole = true
	head := kit.NewLeading(p.closing, kit.NewInset(kit.Inset{Right: 12}, container.NewCenter(title)), p.tabs.Row)
	return kit.NewInset(kit.Inset{Top: 8, Bottom: 8, Left: kit.PageMargin - kit.RowPad, Right: 8}, kit.NewColumn(4, head, p.trouble))
}

// Object is what stands in place of the photos while the page is open.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// TakeRune does what a letter means on the page and reports whether the letter has a meaning.
func (p *Page) TakeRune(r rune) bool { return p.on[p.tabs.At].takeRune(r) }

// Shown notes that the page was opened, and loads its content anew.
func (p *Page) Shown() {
	p.open = true
	p.tabs.Turn(p.tabs.At)
	p.load()
}

// Left notes that the page was closed. A training that is under way goes on.
func (p *Page) Left() {
	p.open = false
	p.wizard.left()
}

// Close gives up the page's resources, after its tasks have ended.
func (p *Page) Close() { p.review.grid.Close() }

// changedPace is how often at most what changed is listed anew.
const changedPace = 500 * time.Millisecond

// Follow begins to list anew what changes, until the tasks end.
func (p *Page) Follow() {
	p.tasks.Every(changedPace, p.changed, func(context.Context) {
		p.tasks.Apply(func() {
			if p.open {
				p.load()
			}
		})
	})
}

// Changed tells, on any goroutine, that the tags to learn from or the heads changed.
func (p *Page) Changed() { p.changed.Fire() }

// Brief is the training's state for the status bar, "" without a training.
func (p *Page) Brief() string { return p.wizard.brief() }

// ShowProgress follows learning where it can be seen.
func (p *Page) ShowProgress() { p.wizard.showTraining() }

// openTab opens the page at a tab.
func (p *Page) openTab(tab int) {
	p.shell.OpenPage()
	p.tabs.Turn(tab)
}

// turned follows the tabs.
func (p *Page) turned(int) {
	p.rescroll()
	p.on[p.tabs.At].turned()
}

// rescroll makes the page's keys scroll what is on show.
func (p *Page) rescroll() {
	p.Scroll = nil
	if s, ok := p.on[p.tabs.At].(interface{ scrolled() *kit.Scrolled }); ok && s.scrolled() != nil {
		p.Scroll = s.scrolled().Scroll
	}
}

// load loads the content anew. The newest answer counts.
func (p *Page) load() {
	p.question++
	turn := p.question
	kit.Load(p.tasks, p.backend.Learn, func(page learning.Page, err error) {
		switch {
		case turn != p.question:
		case err != nil:
			p.say(message.OfError(err))
		default:
			p.show(page)
		}
	})
}

// say tells an error. The shown content stays.
func (p *Page) say(wrong string) {
	p.trouble.Say(wrong, true)
	p.root.Refresh()
}

func (p *Page) show(page learning.Page) {
	p.page, p.loaded = page, true
	p.trouble.Say(message.OfNotice(page.Renewed, p.now()), false)
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

// Parts are the controls of the tab in view.
func (p *Page) Parts() []kit.Part { return []kit.Part{p.on[p.tabs.At]} }

// Stops are where the keyboard can be: the tabs, then what is in view.
func (p *Page) Stops() [][]fyne.Focusable {
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
	return message.Text("learn-tab-number", message.Params{"Name": name, "Number": message.FormatCount(n)})
}
