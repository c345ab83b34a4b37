package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/ui/kit"
	"descry/ui/theme"
)

// historyList is the sheet that lists what was done in this session, the newest first,
// and goes back to before any of it. What was taken back stands above, pale.
type historyList struct {
	w     *Window
	sheet *kit.Sheet
	title *kit.Line
	list  *widget.List
	steps []listedStep
	turn  int // number of the newest question
}

// listedStep is a change as the list shows it.
type listedStep struct {
	service.Change
	undone bool
}

// showHistory opens the list, if it isn't open.
func (w *Window) showHistory() {
	if w.historyList != nil {
		return
	}
	l := &historyList{w: w, title: kit.NewHint("Loading…")}
	l.list = widget.NewList(func() int { return len(l.steps) },
		func() fyne.CanvasObject { return newHistoryRow(w) },
		func(i widget.ListItemID, o fyne.CanvasObject) { o.(*historyRow).show(l, l.steps[i]) })
	l.list.HideSeparators = true
	head := container.New(layout.NewCustomPaddedLayout(0, 8, 4, 4), l.title)
	body := container.NewBorder(head, nil, nil, nil, l.list)
	l.sheet = w.openSheet("History", fyne.NewSize(620, 460), body, kit.NewMainButton(w, "Close", func() { w.closeSheet(l.sheet) }))
	l.sheet.OnClose = func() { w.historyList = nil }
	w.historyList = l
	l.load()
}

// historyMoved lists anew what is on show.
func (w *Window) historyMoved() {
	if w.historyList != nil {
		w.historyList.load()
	}
}

func (l *historyList) load() {
	l.turn++
	turn := l.turn
	kit.Load(l.w.tasks, func(ctx context.Context) ([]listedStep, error) {
		done, undone, err := l.w.backend.History(ctx)
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
			l.title.SetText("Nothing was changed yet. What you change stands here until Descry is closed.")
		default:
			l.title.SetText("Ctrl+Z takes back the newest, Ctrl+Shift+Z does it again.")
		}
		l.list.Refresh()
	})
}

// historyRow is one change, with the way back to before it.
type historyRow struct {
	widget.BaseWidget
	what, when *kit.Line
	back       *kit.Button
}

func newHistoryRow(keys kit.KeySink) *historyRow {
	r := &historyRow{what: kit.NewLine(""), when: kit.NewHint("00:00"), back: kit.NewQuietButton(keys, "Undo up to here", nil, nil)}
	r.when.Whole = true
	r.ExtendBaseWidget(r)
	return r
}

// show fills the row.
func (r *historyRow) show(l *historyList, s listedStep) {
	r.what.Text, r.what.Colour = message.Capital(s.What), theme.ColorNameMuted
	if !s.undone {
		r.what.Colour = kit.NewLine("").Colour
	}
	r.what.Refresh()
	r.when.SetText(clockText(s.At))
	kit.SetVisible(r.back, !s.undone)
	kit.SetVisible(r.when, !s.undone)
	if s.undone {
		r.what.SetText(r.what.Text + " (undone)")
	}
	r.back.OnTapped = func() { l.w.undoTo(s.ID) }
}

// CreateRenderer is for Fyne.
func (r *historyRow) CreateRenderer() fyne.WidgetRenderer {
	right := container.NewHBox(container.NewCenter(r.when), r.back)
	row := container.NewBorder(nil, nil, nil, right, container.New(layout.NewCustomPaddedVBoxLayout(0), layout.NewSpacer(), r.what, layout.NewSpacer()))
	return widget.NewSimpleRenderer(container.New(layout.NewCustomPaddedLayout(2, 2, 8, 4), row))
}

func clockText(t time.Time) string { return t.Format("15:04") }
