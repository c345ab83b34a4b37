package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service/learning"
	"descry/library"
	"descry/ui/kit"
)

// chooseStep asks what to learn from.
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
	page               learning.LearnPage
	said               map[library.Tag]bool // what the owner ticked and unticked
	noCaptions, noFeed bool
}

func newChooseStep(z *wizard) *chooseStep {
	c := &chooseStep{z: z, said: map[library.Tag]bool{}, about: kit.NewProse(learnAbout), note: kit.NewProse("")}
	p := z.p
	c.note.SetText("")
	c.list = newTagList(c)
	c.all = kit.NewQuietButton(p, "All", nil, func() { c.tickAll(true) })
	c.none = kit.NewQuietButton(p, "None", nil, func() { c.tickAll(false) })
	c.captions = kit.NewCheck(p, "", func(on bool) { c.noCaptions = !on; c.showStart() })
	c.feedback = kit.NewCheck(p, "", func(on bool) { c.noFeed = !on; c.showStart() })
	c.start = kit.NewMainButton(p, "Learn", func() { c.z.start(c.request()) })
	top := kit.NewInset(kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Bottom: 6, Most: kit.PageWidth}, kit.NewColumn(6, c.about, c.note))
	toggles := kit.NewFlow(8, c.captions, c.feedback)
	actions := kit.NewEnds(kit.NewLeading(c.all, c.none), kit.NewLeading(c.start))
	foot := kit.NewInset(kit.Inset{Left: kit.PageMargin - kit.LabelInset, Right: kit.PageMargin, Top: 4, Bottom: 12, Most: kit.PageWidth}, kit.NewColumn(4, toggles, actions))
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

// show takes what there is to learn from; what was ticked stays so.
func (c *chooseStep) show(page learning.LearnPage) {
	c.page = page
	about := learnAbout
	if len(page.Tags) == 0 {
		about = noTags
	}
	c.about.Set(about, fynetheme.ColorNameForeground)
	c.showCheck(c.captions, page.Captions > 0, "Captions of "+message.Plural(page.Captions, "photo", "photos"), !c.noCaptions)
	c.showCheck(c.feedback, page.Feedback > 0, "Feedback on "+message.Plural(page.Feedback, "search", "searches"), !c.noFeed)
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

// ticked reports whether a tag is to be learned: as the owner said, else when it
// has enough photos.
func (c *chooseStep) ticked(t learning.LearnTag) bool {
	if on, said := c.said[t.Tag]; said {
		return on
	}
	return t.Ready
}

func (c *chooseStep) tick(t learning.LearnTag, on bool) {
	c.said[t.Tag] = on
	c.list.Refresh()
	c.showStart()
}

func (c *chooseStep) tickAll(on bool) {
	for _, t := range c.page.Tags {
		c.said[t.Tag] = on
	}
	c.list.Refresh()
	c.showStart()
}

// request is what is ticked.
func (c *chooseStep) request() learning.TrainRequest {
	r := learning.TrainRequest{Captions: c.page.Captions > 0 && !c.noCaptions, Feedback: c.page.Feedback > 0 && !c.noFeed}
	for _, t := range c.page.Tags {
		if c.ticked(t) {
			r.Tags = append(r.Tags, t.Tag)
		}
	}
	return r
}

// showStart says on the button what it learns from; without anything it rests.
func (c *chooseStep) showStart() {
	r := c.request()
	if text := learnButton(r); c.start.Text != text {
		c.start.SetText(text)
		c.root.Refresh() // it takes another width
	}
	kit.SetEnabled(c.start, len(r.Tags) > 0 || r.Captions || r.Feedback)
}

// say tells how the last try ended.
func (c *chooseStep) say(text string, wrong bool) {
	c.note.Say(text, wrong)
	c.root.Refresh()
}
