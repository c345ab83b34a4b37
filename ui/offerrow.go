package ui

import (
	"context"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/service/models"
	"descry/internal/filesize"
)

// offerRow is a model that can be downloaded. Nothing is fetched before the owner
// has read how much it is and from where, and has pressed a second time.
type offerRow struct {
	p     *modelsPage
	offer models.ModelOffer
	root  *fyne.Container

	name     *line
	get      *button
	about    *prose
	here     *prose // what was fetched before
	pages    *fyne.Container
	links    []*button       // in pages
	ask      *fyne.Container // the question before a download
	question *prose
	choice   *quantizeChoice
	start    *button
	not      *button
	work     *workView
	note     *prose
	asking   bool
}

func newOfferRow(p *modelsPage, o models.ModelOffer) *offerRow {
	r := &offerRow{p: p, offer: o, name: newLine(""), about: newProse(""), here: newProse(""), question: newProse(""), note: newProse("")}
	r.name.style.Bold, r.name.middle = true, true
	r.get = newButton(p, "", func() { r.setAsking(true) })
	r.start = newMainButton(p, "", r.download)
	r.not = newQuietButton(p, "Not now", nil, func() { r.setAsking(false) })
	r.choice = newQuantizeChoice(p)
	r.work = newWorkView(p, func() { p.w.cancelJob(r.key()) })
	r.pages = newColumn(0)
	r.ask = newColumn(8, r.question, newInset(inset{left: -labelInset}, r.pages), r.choice.root, newLeading(r.start, r.not))
	for _, b := range r.buttons() {
		b.onFocus = p.reveal
	}
	body := newColumn(3, newEnds(r.name, r.get), r.about, r.here, newInset(inset{top: 4}, r.ask), r.work.root, r.note)
	r.root = newColumn(0, newInset(inset{top: 8, bottom: 12}, body))
	r.setAsking(false)
	return r
}

func (r *offerRow) id() string  { return r.offer.ID }
func (r *offerRow) key() string { return "offer " + r.offer.ID }

// show fills the row.
func (r *offerRow) show(o models.ModelOffer) {
	r.offer = o
	r.name.setText(offerTitle(o))
	r.about.setText(offerText(o))
	here, get, start := "", "Download…", "Start the download"
	switch {
	case offerComplete(o):
		here, get, start = "All of it is here.", "Set up…", "Set it up"
	case o.Partial > 0:
		here, get, start = filesize.FormatPart(o.Partial, o.Bytes)+" are here.", "Resume…", "Resume the download"
		if o.Bytes <= 0 {
			here = filesize.Format(o.Partial) + " are here."
		}
	}
	r.here.setText(here)
	r.get.SetText(get)
	r.start.SetText(start)
	r.question.set(downloadText(o, r.p.page.Folder), fynetheme.ColorNameForeground)
	r.showPages()
}

// showPages names the repositories, to be read before a download.
func (r *offerRow) showPages() {
	r.pages.Objects, r.links = nil, nil
	for _, page := range r.offer.Pages {
		b := newQuietButton(r.p, pageName(page), nil, func() { r.p.w.openAddress(page) })
		b.onFocus = r.p.reveal
		r.links = append(r.links, b)
		r.pages.Add(newLeading(b))
	}
}

func (r *offerRow) setAsking(asking bool) {
	r.asking = asking
	r.showWork()
	r.p.refit()
	if asking {
		r.p.reveal(r.ask)
		r.p.w.win.Canvas().Focus(r.choice.button) // not the download: a key held down repeats
	} else {
		r.p.keepFocus()
	}
}

func (r *offerRow) download() {
	w, offer, quantize := r.p.w, r.offer, r.choice.value
	r.asking = false
	var id string
	w.startJob(&job{key: r.key(), name: offer.Name, stage: "Connecting"},
		func(ctx context.Context, report func(string, int64, int64)) (err error) {
			id, err = w.backend.DownloadModel(ctx, offer.ID, quantize, report)
			return err
		}, func(_ *job, err error) {
			if err == nil {
				w.welcome(id, offer.Name)
			}
		})
}

// showWork shows the download and reports whether that changed the height.
func (r *offerRow) showWork() bool {
	j := r.p.w.jobs[r.key()]
	changed := r.work.root.Visible() != j.running()
	setVisible(r.get, !j.running() && !r.asking)
	setVisible(r.here, !j.running() && r.offer.Partial > 0)
	setVisible(r.ask, !j.running() && r.asking)
	r.work.showJob(j, r.p.w)
	note := ""
	if j != nil && j.ended {
		note = j.note
	}
	changed = changed || note != r.note.words.Text
	r.note.say(note, true)
	return changed
}
