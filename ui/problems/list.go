// Package problems is the sheet that lists the files that could not be read, by reason, with
// what to do about them.
package problems

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// Backend is what the sheet asks of the program. All methods may be called from any
// goroutine and return when ctx ends. Errors carry one sentence for the user.
type Backend interface {
	Problems(ctx context.Context) ([]library.Problem, error)
	// IgnoreProblems takes files out of the count of problems, or back into it.
	IgnoreProblems(ctx context.Context, files []library.FileID, ignored bool) (service.Change, error)
	// RetryProblems has all files read again that could not be and aren't ignored.
	RetryProblems(ctx context.Context) error
}

// Shell is what the sheet wants of the window around it. Its methods are called on the
// goroutine of the widgets.
type Shell interface {
	kit.KeySink
	// OpenSheet shows a sheet of the wanted size, in Fyne units.
	OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet
	// CloseSheet closes a sheet wherever it stands.
	CloseSheet(s *kit.Sheet)
	// Focus gives the keyboard to a widget.
	Focus(on fyne.Focusable)
	// Change does something that can be undone, after all changes before it, says so, and
	// calls then.
	Change(do func(ctx context.Context) (service.Change, error), then func(error))
	// CopyText puts text on the clipboard and shows a sentence that says so.
	CopyText(sentence, text string)
	// Reveal shows a file in the file manager.
	Reveal(path string)
}

// Options is what the sheet needs; all of it must be set.
type Options struct {
	Backend Backend
	Shell   Shell
	Tasks   *kit.Tasks
	Now     func() time.Time
}

// Sheet opens and closes the list of problems. Its methods belong to the goroutine of the
// widgets.
type Sheet struct {
	o    Options
	list *problemList // nil while it is closed
}

// New is a sheet that is closed.
func New(o Options) *Sheet { return &Sheet{o: o} }

// Toggle opens the list, or closes it when it is open.
func (s *Sheet) Toggle() {
	if s.list != nil {
		s.o.Shell.CloseSheet(s.list.sheet)
		return
	}
	s.list = openList(s.o)
	s.list.sheet.OnClose = func() { s.list = nil }
}

// Refresh lists the problems anew if the list is open.
func (s *Sheet) Refresh() {
	if s.list != nil {
		s.list.load()
	}
}

// problemList is the open sheet.
type problemList struct {
	Options
	sheet    *kit.Sheet
	list     *problemRows
	title    *kit.Line
	retrying *kit.Button
	copying  *kit.Button

	problems []library.Problem
	groups   []message.ProblemGroup // the ignored last, when there are any
	ignored  int                    // index of their group, -1 for none
	open     map[string]bool        // by the kinds of groups
	rows     []problemIndex
	turn     int // number of the newest question
}

// problemIndex is a row: the heading of a group, or a file of it.
type problemIndex struct {
	group int
	file  int // -1 for the heading
}

func openList(o Options) *problemList {
	p := &problemList{Options: o, title: kit.NewHint(message.Text("problems-loading", nil)), ignored: -1, open: map[string]bool{}}
	p.list = newProblemRows(p)
	body := container.NewBorder(container.New(layout.NewCustomPaddedLayout(0, 8, 4, 4), p.title), nil, nil, nil, p.list)
	p.copying, p.retrying = kit.NewButton(o.Shell, message.Text("problems-copy-button", nil), p.copyAll), kit.NewButton(o.Shell, message.Text("problems-retry-button", nil), p.retry)
	p.sheet = o.Shell.OpenSheet(message.Text("problems-title", nil), fyne.NewSize(760, 520), body,
		p.copying, p.retrying, kit.NewMainButton(o.Shell, message.Text("close", nil), func() { o.Shell.CloseSheet(p.sheet) }))
	p.load()
	o.Shell.Focus(p.list)
	return p
}

// load fetches the problems anew.
func (p *problemList) load() {
	p.turn++
	turn := p.turn
	kit.Load(p.Tasks, p.Backend.Problems, func(found []library.Problem, err error) {
		if turn != p.turn {
			return
		}
		p.take(found)
		switch {
		case err != nil:
			p.title.SetText(message.OfError(err))
		case len(found) == 0:
			p.title.SetText(message.Text("problems-none", nil))
		case p.ignored == 0: // nothing else
			p.title.SetText(message.Text("problems-all-ignored", nil))
		default:
			p.title.SetText(aboutProblems(found, p.Now()))
		}
	})
}

// aboutProblems tells of problems when files are tried again.
func aboutProblems(problems []library.Problem, now time.Time) string {
	files, first := 0, time.Time{}
	for _, p := range problems {
		if p.Ignored || p.RetryAt.IsZero() {
			continue
		}
		if files++; files == 1 || p.RetryAt.Before(first) {
			first = p.RetryAt
		}
	}
	if files == 0 {
		return message.Text("problems-about", nil)
	}
	return message.Text("problems-about-retries", message.Params{"Retries": message.RetriesWords(files, first, now)})
}

// take shows problems. A single group is open from the start.
func (p *problemList) take(found []library.Problem) {
	first := p.problems == nil
	p.problems = found
	groups, ignored := message.GroupProblems(found)
	p.groups, p.ignored = groups, -1
	if len(ignored) > 0 {
		p.ignored = len(groups)
		p.groups = append(p.groups, message.ProblemGroup{
			Kind: "ignored", Title: message.Text("problems-ignored", nil), Problems: ignored,
			Advice: message.Text("problems-ignored-advice", nil),
		})
	}
	if first && len(p.groups) == 1 && p.ignored < 0 {
		p.open[p.groups[0].Kind] = true
	}
	kit.SetEnabled(p.copying, len(groups) > 0)
	kit.SetEnabled(p.retrying, len(groups) > 0)
	p.arrange()
}

// arrange lists the rows anew.
func (p *problemList) arrange() {
	p.rows = p.rows[:0]
	for i, g := range p.groups {
		p.rows = append(p.rows, problemIndex{i, -1})
		if !p.open[g.Kind] {
			continue
		}
		for j := range g.Problems {
			p.rows = append(p.rows, problemIndex{i, j})
		}
	}
	p.list.Refresh()
}

// fold opens the group of a heading, or closes it.
func (p *problemList) fold(row int) {
	if row < 0 || row >= len(p.rows) || p.rows[row].file >= 0 {
		return
	}
	kind := p.groups[p.rows[row].group].Kind
	p.open[kind] = !p.open[kind]
	p.arrange()
}

// about are the files that a row is about: one, or those of its group.
func (p *problemList) about(row problemIndex) []library.Problem {
	all := p.groups[row.group].Problems
	if row.file < 0 {
		return all
	}
	return all[row.file : row.file+1]
}

// setIgnored takes files out of the count, or back into it.
func (p *problemList) setIgnored(problems []library.Problem, ignored bool) {
	files := make([]library.FileID, len(problems))
	for i, problem := range problems {
		files[i] = problem.File
	}
	p.Shell.Change(func(ctx context.Context) (service.Change, error) {
		return p.Backend.IgnoreProblems(ctx, files, ignored)
	}, p.changed)
}

func (p *problemList) retry() {
	p.title.SetText(message.Text("problems-retrying", nil))
	kit.Load(p.Tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, p.Backend.RetryProblems(ctx) },
		func(_ struct{}, err error) { p.changed(err) })
}

// changed lists the problems anew after something was done to them.
func (p *problemList) changed(err error) {
	if err != nil {
		p.title.SetText(message.OfError(err))
		return
	}
	p.load()
}

// copyAll copies the paths of those that are not ignored.
func (p *problemList) copyAll() {
	var paths []string
	for _, problem := range p.problems {
		if !problem.Ignored {
			paths = append(paths, problem.Path)
		}
	}
	p.Shell.CopyText(message.Count("copied-all-paths", len(paths), nil), strings.Join(paths, "\n"))
}

// problemRows is Fyne's list, in which Space and Enter open a group or close it.
type problemRows struct {
	widget.List
	of *problemList
	at int // highlighted
}

func newProblemRows(p *problemList) *problemRows {
	l := &problemRows{of: p}
	l.HideSeparators = true
	l.Length = func() int { return len(p.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newProblemRow(p.Shell) }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		if i < len(p.rows) {
			o.(*problemRow).show(p, p.rows[i])
		}
	}
	l.OnHighlighted = func(i widget.ListItemID) { l.at = i }
	l.OnSelected = func(i widget.ListItemID) {
		l.Unselect(i)
		p.fold(i)
	}
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey is for Fyne.
func (l *problemRows) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown:
		l.List.TypedKey(ev)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		l.of.fold(l.at)
	default:
		l.of.Shell.TypedKey(ev)
	}
}

// TypedRune is for Fyne.
func (l *problemRows) TypedRune(rune) {}
