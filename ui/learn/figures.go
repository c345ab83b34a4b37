package learn

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/finetune"
	"descry/ui/kit"
)

// Measures of the table in Fyne units.
const (
	reportColumn = float32(72) // of a number
	reportFirst  = 12          // tags until the user wants all
)

// reportTable compares tag by tag: before, with the training-free cache, after.
type reportTable struct {
	root   *fyne.Container
	rows   *fyne.Container
	more   *kit.Button
	total  *kit.Prose // recalls
	grown  func()
	report finetune.Report
	ranked []finetune.TagReport
}

func newReportTable(keys kit.KeySink) *reportTable {
	t := &reportTable{rows: kit.NewColumn(2), total: kit.NewProse("")}
	t.more = kit.NewQuietButton(keys, "", nil, func() { t.fill(len(t.ranked)); t.grown() })
	about := kit.NewProse(message.Text("learn-figures-about", nil))
	t.root = kit.NewColumn(6, kit.NewInset(kit.Inset{Top: 24}, kit.NewHeading(message.Text("learn-figures-tags", nil))), about, t.rows, kit.NewLeading(t.more), t.total)
	return t
}

func (t *reportTable) show(r finetune.Report) {
	t.report, t.ranked = r, byGain(r.Tags)
	kit.SetVisible(t.root, len(t.ranked) > 0)
	t.fill(reportFirst)
	t.total.SetText(recallsText(r))
}

// fill shows the first n tags and their mean.
func (t *reportTable) fill(n int) {
	n = min(n, len(t.ranked))
	t.rows.Objects = []fyne.CanvasObject{reportRow(true, message.Text("learn-figures-tag", nil), message.Text("learn-figures-photos", nil),
		message.Text("learn-figures-before", nil), message.Text("learn-figures-cache", nil), message.Text("learn-figures-after", nil),
		message.Text("learn-figures-change", nil))}
	for _, tag := range t.ranked[:n] {
		t.rows.Add(reportRow(false, tag.Tag, message.FormatCount(tag.Examples), formatScore(tag.Before.AveragePrecision),
			formatScore(tag.Cache.AveragePrecision), formatScore(tag.After.AveragePrecision), formatPoints(gain(tag))))
	}
	r := t.report
	all := reportRow(false, message.Text("learn-figures-mean", nil), "", formatScore(r.Before.Map), formatScore(r.Cache.Map),
		formatScore(r.After.Map), formatPoints(r.After.Map-r.Before.Map))
	for _, o := range all.Objects {
		o.(*kit.Line).Style.Bold = true
	}
	t.rows.Add(all)
	kit.SetVisible(t.more, n < len(t.ranked))
	t.more.SetText(message.Count("learn-figures-all-button", len(t.ranked), nil))
	t.rows.Refresh()
}

// recallsText tells of the recalls behind the mean.
func recallsText(r finetune.Report) string {
	three := func(f finetune.Recalls) string {
		return message.Enumerated([]string{formatScore(f.R1), formatScore(f.R5), formatScore(f.R10)})
	}
	after := r.After.Captions
	if after == nil {
		return message.Text("learn-figures-recalls", message.Params{"After": three(r.After.Recalls), "Before": three(r.Before.Recalls)})
	}
	before := finetune.Recalls{}
	if r.Before.Captions != nil {
		before = *r.Before.Captions
	}
	return message.Text("learn-figures-recalls-captions", message.Params{"After": three(r.After.Recalls), "Before": three(r.Before.Recalls),
		"CaptionsAfter": three(*after), "CaptionsBefore": three(before)})
}

// reportRow is a name and numbers in columns.
func reportRow(head bool, name string, numbers ...string) *fyne.Container {
	row := &fyne.Container{Layout: reportColumns{}}
	for i, text := range append([]string{name}, numbers...) {
		l := kit.NewLine(text)
		l.TextSize, l.Middle = fynetheme.SizeNameCaptionText, i == 0
		if head {
			l.Colour = fynetheme.ColorNamePlaceHolder
		}
		if i > 0 {
			l.Align = fyne.TextAlignTrailing
		}
		row.Add(l)
	}
	return row
}

// reportColumns gives numbers a column each and the name the rest.
type reportColumns struct{}

// Layout is for Fyne.
func (reportColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	numbers := float32(len(objects)-1) * reportColumn
	kit.Put(objects[0], 0, 0, max(size.Width-numbers, 0), size.Height)
	for i, o := range objects[1:] {
		kit.Put(o, max(size.Width-numbers, 0)+float32(i)*reportColumn, 0, reportColumn, size.Height)
	}
}

// MinSize is for Fyne.
func (reportColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(len(objects))*reportColumn, objects[0].MinSize().Height+4)
}

// Widths of the chart in Fyne units.
const (
	sureName float32 = 110
	sureBar  float32 = 220
)

// reliability shows how many of the suggestions with a confidence were right.
type reliability struct {
	root *fyne.Container
	text *kit.Prose
	bins *fyne.Container
}

func newReliability() *reliability {
	r := &reliability{text: kit.NewProse(""), bins: kit.NewColumn(4)}
	r.root = kit.NewColumn(6, kit.NewInset(kit.Inset{Top: 24}, kit.NewHeading(message.Text("learn-figures-reliability", nil))), r.text, r.bins)
	return r
}

// show draws a bar for each bin that has photos.
func (r *reliability) show(report finetune.Report) {
	kit.SetVisible(r.root, report.Measured != "")
	r.text.SetText(reliabilityText(report.Reliability))
	r.bins.Objects = nil
	for _, b := range report.Reliability {
		if b.Photos == 0 {
			continue
		}
		bar := kit.NewStrengthBar(float32(b.Right), fynetheme.ColorNamePrimary)
		sure := message.Text("learn-figures-sure", message.Params{"Percent": message.FormatDecimal(100*b.Confidence, 0)})
		right := message.Count("learn-figures-right", b.Photos, message.Params{"Percent": message.FormatDecimal(100*b.Right, 0)})
		r.bins.Add(&fyne.Container{Layout: sureColumns{}, Objects: []fyne.CanvasObject{kit.NewHint(sure), bar, kit.NewHint(right)}})
	}
	r.bins.Refresh()
}

// sureColumns places a bin: the confidence, a bar, the share that was right.
type sureColumns struct{}

// Layout is for Fyne.
func (sureColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	bar := min(sureBar, max(size.Width-sureName, 0)/2)
	kit.Put(objects[0], 0, 0, sureName, size.Height)
	kit.Put(objects[1], sureName, (size.Height-kit.BarHigh)/2, bar, kit.BarHigh)
	kit.Put(objects[2], sureName+bar+12, 0, max(size.Width-sureName-bar-12, 0), size.Height)
}

// MinSize is for Fyne.
func (sureColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(sureName+sureBar, objects[0].MinSize().Height)
}
