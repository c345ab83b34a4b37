package models

import (
	"context"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service/models"
	"descry/ui/kit"
)

// offerRow is a model that can be downloaded. Nothing is fetched before the user has read size
// and source, and has pressed a second time.
type offerRow struct {
	p     *Page
	offer models.Offer
	root  *fyne.Container

	name     *kit.Prose
	get      *kit.Button
	about    *kit.Prose
	here     *kit.Prose // what was fetched before
	pages    *fyne.Container
	links    []*kit.Button   // in pages
	ask      *fyne.Container // the question before a download
	question *kit.Prose
	choice   *quantizeChoice
	start    *kit.Button
	not      *kit.Button
	work     *workView
	note     *kit.Prose
	asking   bool
}

func newOfferRow(p *Page, o models.Offer) *offerRow {
	r := &offerRow{p: p, offer: o, name: kit.NewTitle(""), about: kit.NewProse(""), here: kit.NewProse(""), question: kit.NewProse(""), note: kit.NewProse("")}
	r.get = kit.NewButton(p, "", func() { r.setAsking(true) })
	r.start = kit.NewMainButton(p, "", r.download)
	r.not = kit.NewQuietButton(p, message.Text("models-not-now-button", nil), nil, func() { r.setAsking(false) })
	r.choice = newQuantizeChoice(p)
	r.work = newWorkView(p, func() { p.cancelJob(r.key()) })
	r.pages = kit.NewColumn(0)
	r.ask = kit.NewColumn(8, r.question, kit.NewInset(kit.Inset{Left: -kit.LabelInset}, r.pages), r.choice.root, kit.NewLeading(r.start, r.not))
	for _, b := range r.Buttons() {
		b.OnFocus = p.Reveal
	}
	body := kit.NewColumn(3, kit.NewEnds(r.name, r.get), r.about, r.here, kit.NewInset(kit.Inset{Top: 4}, r.ask), r.work.root, r.note)
	r.root = kit.NewColumn(0, kit.NewInset(kit.Inset{Top: 8, Bottom: 12}, body))
	r.setAsking(false)
	return r
}

func (r *offerRow) id() string  { return r.offer.ID }
func (r *offerRow) key() string { return "offer " + r.offer.ID }

// show fills the row.
func (r *offerRow) show(o models.Offer) {
	r.offer = o
	r.name.SetText(offerTitle(o))
	r.about.SetText(offerText(o))
	get, start := message.Text("models-offer-button", nil), message.Text("models-offer-start", nil)
	switch {
	case offerComplete(o):
		get, start = message.Text("models-offer-complete-button", nil), message.Text("models-offer-complete-start", nil)
	case o.Partial > 0:
		get, start = message.Text("models-offer-part-button", nil), message.Text("models-offer-part-start", nil)
	}
	r.here.SetText(hereText(o))
	r.get.SetText(get)
	r.start.SetText(start)
	r.question.Set(downloadText(o, r.p.page.Folder), fynetheme.ColorNameForeground)
	r.showPages()
}

// hereText says how much of an offer was fetched before, "" for nothing.
func hereText(o models.Offer) string {
	switch {
	case offerComplete(o):
		return message.Text("models-offer-complete", nil)
	case o.Partial <= 0:
		return ""
	case o.Bytes <= 0:
		return message.Text("models-offer-part", message.Params{"Part": message.FormatBytes(o.Partial)})
	}
	return message.Text("models-offer-part", message.Params{"Part": message.FormatBytesPart(o.Partial, o.Bytes)})
}

// showPages names the repositories, to be read before a download.
func (r *offerRow) showPages() {
	r.pages.Objects, r.links = nil, nil
	for _, page := range r.offer.Pages {
		b := kit.NewQuietButton(r.p, pageName(page), nil, func() { r.p.shell.OpenAddress(page) })
		b.OnFocus = r.p.Reveal
		r.links = append(r.links, b)
		r.pages.Add(kit.NewLeading(b))
	}
}

func (r *offerRow) setAsking(asking bool) {
	r.asking = asking
	r.showWork()
	r.p.refit()
	if asking {
		r.p.Reveal(r.ask)
		r.p.shell.Focus(r.choice.button) // not the download: a key held down repeats
	} else {
		r.p.KeepFocus()
	}
}

func (r *offerRow) download() {
	p, offer, quantize := r.p, r.offer, r.choice.value
	r.asking = false
	var id string
	p.startJob(&job{key: r.key(), name: offer.Name, stage: notice.New("models-stage-connecting", nil)},
		func(ctx context.Context, report stageProgress) (err error) {
			id, err = p.backend.DownloadModel(ctx, offer.ID, quantize, report)
			return err
		}, func(_ *job, err error) {
			if err == nil {
				p.welcome(id, offer.Name)
			}
		})
}

// showWork shows the download and reports whether that changed the height.
func (r *offerRow) showWork() bool {
	j := r.p.jobs[r.key()]
	changed := r.work.root.Visible() != j.running()
	kit.SetVisible(r.get, !j.running() && !r.asking)
	kit.SetVisible(r.here, !j.running() && r.offer.Partial > 0)
	kit.SetVisible(r.ask, !j.running() && r.asking)
	r.work.showJob(j, r.p.now())
	note := ""
	if j != nil && j.ended {
		note = j.note
	}
	changed = changed || note != r.note.Words.Text
	r.note.Say(note, true)
	return changed
}

// Buttons are all of the row.
func (r *offerRow) Buttons() []*kit.Button {
	return append([]*kit.Button{r.get, r.start, r.not, r.choice.button, r.work.cancel}, r.links...)
}

// Stops are the buttons that can be used now. A question adds its own.
func (r *offerRow) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(r.get), kit.Usable(kit.Within(r.work.root, r.work.cancel)...)}
	if r.ask.Visible() {
		for _, link := range r.links {
			rows = append(rows, kit.Usable(link))
		}
		rows = append(rows, kit.Usable(r.choice.button), kit.Usable(r.start, r.not))
	}
	return rows
}
