package learn

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// chooseStep lets the user choose what to learn from.
type chooseStep struct {
	z     *wizard
	root  *fyne.Container
	about *kit.Prose
	note  *kit.Prose // how the last try ended
	list  *tagList
	all   *kit.Button
	none  *kit.Button
	start *kit.Button

	captions, feedback *kit.Check
	page               learning.Page
	ticks              map[library.Tag]bool // what the user ticked and unticked
	noCaptions, noFeed bool
}

func newChooseStep(z *wizard) *chooseStep {
	c := &chooseStep{z: z, ticks: map[library.Tag]bool{}, about: kit.NewProse(message.Text("learn-about", nil)), note: kit.NewProse("")}
	p := z.p
	c.note.SetText("")
	c.list = newTagList(c)
	c.all = kit.NewQuietButton(p, message.Text("learn-choose-all-button", nil), nil, func() { c.tickAll(true) })
	c.none = kit.NewQuietButton(p, message.Text("learn-choose-none-button", nil), nil, func() { c.tickAll(false) })
	c.captions = kit.NewCheck(p, "", func(on bool) { c.noCaptions = !on; c.showStart() })
	c.feedback = kit.NewCheck(p, "", func(on bool) { c.noFeed = !on; c.showStart() })
	c.start = kit.NewMainButton(p, learnButton(learning.Request{}), func() { c.z.start(c.request()) })
	top := kit.NewInset(kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Bottom: 6, Most: kit.PageWidth}, kit.NewColumn(6, c.about, c.note))
	toggles := kit.NewFlow(8, c.captions, c.feedback)
	actions := kit.NewEnds(kit.NewLeading(c.all, c.none), kit.NewLeading(c.start))
	foot := kit.NewInset(kit.Inset{Left: kit.PageMargin - kit.LabelInset, Right: kit.PageMargin, Top: 4, Bottom: 12, Most: kit.PageWidth}, kit.NewColumn(4, kit.NewInset(kit.Inset{Left: tickInset}, toggles), actions))
	middle := kit.NewInset(kit.Inset{Left: kit.PageMargin - kit.RowPad, Right: kit.PageMargin, Most: kit.PageWidth}, c.list)
	c.root = kit.NewFramed(top, middle, foot)
	return c
}

func (c *chooseStep) object() fyne.CanvasObject { return c.root }
func (c *chooseStep) Buttons() []*kit.Button    { return []*kit.Button{c.all, c.none, c.start} }

func (c *chooseStep) Stops() [][]fyne.Focusable {
	var rows [][]fyne.Focusable
	if len(c.page.Tags) > 0 {
		rows = append(rows, []fyne.Focusable{c.list})
	}
	var toggles []fyne.Focusable
	for _, t := range []*kit.Check{c.captions, c.feedback} {
		if t.Visible() {
			toggles = append(toggles, t)
		}
	}
	return append(rows, toggles, kit.Usable(c.start, c.all, c.none))
}

// show takes the tags to learn from. Ticks stay as they were.
func (c *chooseStep) show(page learning.Page) {
	c.page = page
	c.page.Tags = slices.Clone(page.Tags)
	message.SortByCount(c.page.Tags, func(t learning.TagExamples) int { return t.Examples }, func(t learning.TagExamples) string { return t.Tag.Name })
	about := message.Text("learn-about", nil)
	if len(page.Tags) == 0 {
		about = message.Text("learn-no-tags", nil)
	}
	c.about.Set(about, fynetheme.ColorNameForeground)
	c.showCheck(c.captions, page.Captions > 0, message.Count("learn-choose-captions", page.Captions, nil), !c.noCaptions)
	c.showCheck(c.feedback, page.Feedback > 0, message.Count("learn-choose-feedback", page.Feedback, nil), !c.noFeed)
	kit.SetVisible(c.all, len(page.Tags) > 1)
	kit.SetVisible(c.none, len(page.Tags) > 1)
	kit.SetVisible(c.list, len(page.Tags) > 0)
	c.list.Refresh()
	c.showStart()
	c.root.Refresh()
}

func (c *chooseStep) showCheck(k *kit.Check, there bool, text string, on bool) {
	kit.SetVisible(k, there)
	if k.Text != text {
		k.SetText(text)
	}
	k.Put(on)
}

// ticked reports whether a tag is to be learned: by the user's tick, else if the tag has
// enough photos.
func (c *chooseStep) ticked(t learning.TagExamples) bool {
	if on, decided := c.ticks[t.Tag]; decided {
		return on
	}
	return t.Ready
}

func (c *chooseStep) tick(t learning.TagExamples, on bool) {
	c.ticks[t.Tag] = on
	c.list.Refresh()
	c.showStart()
}

func (c *chooseStep) tickAll(on bool) {
	for _, t := range c.page.Tags {
		c.ticks[t.Tag] = on
	}
	c.list.Refresh()
	c.showStart()
}

// request is what is ticked.
func (c *chooseStep) request() learning.Request {
	r := learning.Request{Captions: c.page.Captions > 0 && !c.noCaptions, Feedback: c.page.Feedback > 0 && !c.noFeed}
	for _, t := range c.page.Tags {
		if c.ticked(t) {
			r.Tags = append(r.Tags, t.Tag)
		}
	}
	return r
}

// showStart names on the button what is learned. Without a choice the button is disabled.
func (c *chooseStep) showStart() {
	r := c.request()
	if text := learnButton(r); c.start.Text != text {
		c.start.SetText(text)
		c.root.Refresh() // the button has another width
	}
	kit.SetEnabled(c.start, len(r.Tags) > 0 || r.Captions || r.Feedback)
}

// say tells how the last try ended.
func (c *chooseStep) say(text string, wrong bool) {
	c.note.Say(text, wrong)
	c.root.Refresh()
}

// Measures of a row in Fyne units.
const (
	tickIcon    float32 = 20
	tickInset   float32 = 4   // of a check box below the rows, so that its box stands below theirs
	tickName    float32 = 0.3 // of the row, for the tag's name
	tickStrip   float32 = 168 // for photos that have the tag
	tickNarrow  float32 = 720 // of the row, below which a photo less leaves its room to the words
	tickBarWide float32 = 64
)

// tagList lists the tags with a tick for each. Space ticks the tag with the keyboard. Beyond
// the list's ends the arrow keys lead to the controls above and below.
type tagList struct {
	widget.List
	c  *chooseStep
	at int // row with the keyboard
}

func newTagList(c *chooseStep) *tagList {
	l := &tagList{c: c}
	l.HideSeparators = true
	l.Length = func() int { return len(c.page.Tags) }
	l.CreateItem = func() fyne.CanvasObject { return newTickRow(c.z.p) }
	l.UpdateItem = l.fill
	l.OnHighlighted = func(i widget.ListItemID) { l.at = i }
	l.ExtendBaseWidget(l)
	return l
}

func (l *tagList) fill(i int, o fyne.CanvasObject) {
	if i >= len(l.c.page.Tags) {
		return
	}
	t, r := l.c.page.Tags[i], o.(*tickRow)
	r.onTap = func() { l.c.tick(t, !l.c.ticked(t)) }
	r.show(t, l.c.page.Enough, l.c.ticked(t))
}

// TypedKey is for Fyne.
func (l *tagList) TypedKey(ev *fyne.KeyEvent) {
	last := len(l.c.page.Tags) - 1
	l.at = min(max(l.at, 0), max(last, 0))
	switch {
	case ev.Name == fyne.KeyUp && l.at > 0, ev.Name == fyne.KeyDown && l.at < last:
		l.List.TypedKey(ev)
	case last >= 0 && (ev.Name == fyne.KeySpace || ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter):
		t := l.c.page.Tags[l.at]
		l.c.tick(t, !l.c.ticked(t))
	default:
		l.c.z.p.TypedKey(ev)
	}
}

// TypedRune is for Fyne.
func (l *tagList) TypedRune(r rune) {
	if r != ' ' {
		l.c.z.p.TypedRune(r)
	}
}

// tickRow is a tag: whether the tag is learned, its name, how many photos have it.
type tickRow struct {
	widget.BaseWidget
	tick  *widget.Icon
	name  *kit.Line
	text  *kit.Line
	strip *thumbStrip
	bar   *kit.StrengthBar
	box   *fyne.Container
	onTap func()
}

var _ fyne.Tappable = (*tickRow)(nil)

func newTickRow(p *Page) *tickRow {
	r := &tickRow{tick: widget.NewIcon(fynetheme.CheckButtonIcon()), name: kit.NewLine(""), text: kit.NewHint(""), bar: kit.NewStrengthBar(0, fynetheme.ColorNamePrimary)}
	r.strip = newSmallStrip(p)
	r.name.Middle = true
	r.box = container.New(tickLayout{r}, r.tick, r.name, r.strip, r.bar, r.text)
	r.ExtendBaseWidget(r)
	return r
}

func (r *tickRow) show(t learning.TagExamples, enough int, ticked bool) {
	icon := fynetheme.CheckButtonIcon()
	if ticked {
		icon = fynetheme.NewPrimaryThemedResource(fynetheme.CheckButtonCheckedIcon())
	}
	r.tick.SetResource(icon)
	r.name.SetText(t.Tag.Name)
	if !slices.Equal(r.strip.tiles, t.Shown) { // otherwise the photos would be fetched again
		r.strip.show(t.Shown, nil)
	}
	r.text.Colour = theme.ColorNameMuted
	r.bar.Colour = fynetheme.ColorNamePrimary
	if !t.Ready {
		r.bar.Colour = theme.ColorNameMuted
	}
	r.bar.Share = 0
	if enough > 0 {
		r.bar.Share = min(float32(t.Examples)/float32(enough), 1)
	}
	r.bar.Refresh()
	r.text.Text = examplesText(t, enough)
	r.text.Refresh()
}

// Tapped is for Fyne.
func (r *tickRow) Tapped(*fyne.PointEvent) { r.onTap() }

// CreateRenderer is for Fyne.
func (r *tickRow) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.box) }

type tickLayout struct{ *tickRow }

// Layout is for Fyne.
func (l tickLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	middle := func(o fyne.CanvasObject, x, width, high float32) {
		kit.Put(o, x, (size.Height-high)/2, max(width, 0), high)
	}
	x := kit.RowPad
	middle(l.tick, x, tickIcon, tickIcon)
	x += tickIcon + 8
	name := size.Width*tickName - x
	middle(l.name, x, name, l.name.MinSize().Height)
	x += name + 8
	strip := tickStrip
	if size.Width < tickNarrow {
		strip = tickStrip / 2
	}
	middle(l.strip, x, strip, l.strip.MinSize().Height)
	x += strip + 12
	middle(l.bar, x, tickBarWide, kit.BarHigh)
	x += tickBarWide + 12
	middle(l.text, x, size.Width-x-kit.RowPad, l.text.MinSize().Height)
}

// MinSize is for Fyne.
func (tickLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(160, smallHigh+10) }
