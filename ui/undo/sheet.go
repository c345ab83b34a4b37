package undo

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
	"descry/ui/theme"
)

// list is the sheet that lists what was done in this session, the newest first,
// and goes back to before any of it. What was taken back stands above, pale.
type list struct {
	of    *History
	sheet *kit.Sheet
	title *kit.Line
	rows  *widget.List
	steps []listedStep
	turn  int // number of the newest question
}

// listedStep is a change as the list shows it.
type listedStep struct {
	service.Change
	undone bool
}

// Open opens the sheet, if it isn't open.
func (h *History) Open() {
	if h.list != nil {
		return
	}
	l := &list{of: h, title: kit.NewHint(message.Text("loading", nil))}
	l.rows = widget.NewList(func() int { return len(l.steps) },
		func() fyne.CanvasObject { return newRow(h.shell) },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*row).show(l, l.steps[i]) })
	l.rows.HideSeparators = true
	head := container.New(layout.NewCustomPaddedLayout(0, 8, 4, 4), l.title)
	body := container.NewBorder(head, nil, nil, nil, l.rows)
	l.sheet = h.shell.OpenSheet(message.Text("history-title", nil), fyne.NewSize(620, 460), body, kit.NewMainButton(h.shell, message.Text("close", nil), func() { h.shell.CloseSheet(l.sheet) }))
	l.sheet.OnClose = func() { h.list = nil }
	h.list = l
	l.load()
}

// refresh lists anew what is on show.
func (h *History) refresh() {
	if h.list != nil {
		h.list.load()
	}
}

func (l *list) load() {
	l.turn++
	turn := l.turn
	kit.Load(l.of.tasks, func(ctx context.Context) ([]listedStep, error) {
		done, undone, err := l.of.backend.History(ctx)
		var steps []listedStep
		for i := range undone {
			steps = append(steps, listedStep{undone[len(undone)-1-i], true})
		}
		for _, c := range done {
			steps = append(steps, listedStep{c, false})
		}
		return steps, err
	}, func(steps []listedStep, err error) {
		if turn != l.turn {
			return
		}
		l.steps = steps
		switch {
		case err != nil:
			l.title.SetText(message.OfError(err))
		case len(steps) == 0:
			l.title.SetText(message.Text("history-empty", nil))
		default:
			l.title.SetText(message.Text("history-help", nil))
		}
		l.rows.Refresh()
	})
}

// row is one change, with the way back to before it.
type row struct {
	widget.BaseWidget
	what, when *kit.Line
	back       *kit.Button
}

func newRow(keys kit.KeySink) *row {
	r := &row{what: kit.NewLine(""), when: kit.NewHint("00:00"), back: kit.NewQuietButton(keys, message.Text("history-back", nil), nil, nil)}
	r.when.Whole = true
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *row) show(l *list, s listedStep) {
	r.what.Text, r.what.Colour = message.Capital(message.OfNotice(s.What, s.At)), theme.ColorNameMuted
	if !s.undone {
		r.what.Colour = kit.NewLine("").Colour
	}
	r.what.Refresh()
	r.when.SetText(message.FormatClock(s.At))
	kit.SetVisible(r.back, !s.undone)
	kit.SetVisible(r.when, !s.undone)
	if s.undone {
		r.what.SetText(message.Text("history-step-undone", message.Params{"What": r.what.Text}))
	}
	r.back.OnTapped = func() { l.of.undoTo(s.ID) }
}

// CreateRenderer is for Fyne.
func (r *row) CreateRenderer() fyne.WidgetRenderer {
	right := container.NewHBox(container.NewCenter(r.when), r.back)
	row := container.NewBorder(nil, nil, nil, right, container.New(layout.NewCustomPaddedVBoxLayout(0), layout.NewSpacer(), r.what, layout.NewSpacer()))
	return widget.NewSimpleRenderer(container.New(layout.NewCustomPaddedLayout(2, 2, 8, 4), row))
}
