package models

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/models"
	"descry/ui/kit"
)

// listPace is how often the packs are listed anew, at most: sizes and counts change slowly.
const listPace = 500 * time.Millisecond

// pageSection is how much is left above a heading, in Fyne units.
const pageSection float32 = 32

// Page stands in place of the photos and lists the packs, the offers, and the device that
// models run on.
type Page struct {
	kit.PageKeys
	shell        Shell
	backend      Backend
	tasks        *kit.Tasks
	log          *slog.Logger
	now          func() time.Time
	folderOffers *kit.FolderOffers // of the path field that is typed into
	chooser      *kit.Chooser
	changed      kit.Signal // the listing may be out of date
	root         *fyne.Container

	runsOn  *kit.Line
	device  *kit.Button
	card    *cardRow
	closing *kit.Button
	why     *kit.Prose // why the models run on that device
	notice  *kit.Prose // of the device
	trouble *kit.Prose // why nothing is listed
	body    *fyne.Container
	rows    *fyne.Container
	offers  *fyne.Container
	more    *fyne.Container // heading above the offers
	form    *importForm

	page     models.Page
	packs    []*modelRow
	onOffer  []*offerRow
	question int             // number of the newest listing requested
	open     bool            // in place of the photos
	status   service.Status  // the newest
	jobs     map[string]*job // by key; under way or with a note
}

var _ kit.FocusKeeper = (*Page)(nil)

// New makes the page, closed and with nothing listed.
func New(o Options) *Page {
	p := &Page{
		shell: o.Shell, backend: o.Backend, tasks: o.Tasks, log: o.Log, now: o.Now, folderOffers: o.FolderOffers, chooser: o.Chooser,
		changed: kit.NewSignal(), jobs: map[string]*job{},
		runsOn: kit.NewHint(""), why: kit.NewProse(""), notice: kit.NewProse(""), trouble: kit.NewProse(""),
	}
	p.PageKeys = p.shell.PageKeys(p)
	p.rows, p.offers = kit.NewColumn(0), kit.NewColumn(0)
	p.form = newImportForm(p)
	p.card = newCardRow(p)
	p.more = kit.NewInset(kit.Inset{Top: pageSection, Bottom: 4}, kit.NewHeading(message.Text("models-more", nil)))
	p.notice.Set("", fynetheme.ColorNameWarning)
	p.trouble.SetText(message.Text("loading", nil))
	p.body = kit.NewColumn(0, p.trouble, p.rows, p.more, p.offers, p.form.root)
	content := kit.NewInset(kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Bottom: kit.PageMargin, Most: kit.PageWidth}, p.body)
	p.Scroll = container.NewVScroll(content)
	p.Scroll.OnScrolled = func(fyne.Position) { p.folderOffers.Close() } // the offers lie where the field was
	p.root = container.New(p, p.buildHead(), p.Scroll)
	return p
}

// buildHead makes the title with the device at its right, and below the reason, the share of a
// card and a notice.
func (p *Page) buildHead() fyne.CanvasObject {
	p.runsOn.Whole = true
	p.device = kit.NewDropDown(p, "", p.deviceMenu)
	p.device.Hide()
	p.closing = kit.NewIconButton(p, fynetheme.NavigateBackIcon(), message.Text("models-back-tip", nil), p.shell.ClosePage)
	title := kit.NewHeading(message.Text("page-models", nil))
	title.Whole = true
	left := kit.NewLeading(p.closing, container.NewCenter(title))
	right := kit.NewLeading(container.NewCenter(p.runsOn), p.device)
	in := kit.Inset{Left: kit.RowPad, Most: kit.PageWidth}
	return kit.NewInset(kit.Inset{Top: 8, Bottom: 8, Left: kit.PageMargin - kit.RowPad, Right: 8},
		kit.NewColumn(4, kit.NewInset(kit.Inset{Most: kit.PageWidth + kit.RowPad}, kit.NewEnds(left, right)), kit.NewInset(in, kit.NewColumn(4, p.why, p.card.root, p.notice))))
}

// Layout is for Fyne. The text gets its width before the scroll asks for its height.
func (p *Page) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := kit.HeightAt(objects[0], size.Width)
	kit.Put(objects[0], 0, 0, size.Width, head)
	p.body.Layout.(*kit.Column).Width = p.Scroll.Content.(*fyne.Container).Layout.(kit.Inset).Inner(size.Width)
	kit.Put(p.Scroll, 0, head, size.Width, max(size.Height-head, 0))
	p.Scroll.Refresh()
}

// MinSize is for Fyne. The window decides.
func (p *Page) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// refit places everything anew after an object came, went or changed its height.
func (p *Page) refit() {
	p.root.Refresh()
	p.Scroll.Content.Refresh()
}

// Object is the page for the window.
func (p *Page) Object() fyne.CanvasObject { return p.root }

// Follow lists the packs anew after each Changed, until the tasks end.
func (p *Page) Follow() { p.tasks.Every(listPace, p.changed, p.update) }

// Changed notes that the listing may be out of date. Changed is called on any goroutine.
func (p *Page) Changed() { p.changed.Fire() }

// Shown is called when the page was put in place of the photos: the packs are listed anew.
func (p *Page) Shown() {
	p.open = true
	p.load()
}

// Left is called when the page was closed, so the notes of jobs were read. Jobs under way go
// on.
func (p *Page) Left() {
	p.open = false
	p.folderOffers.Close()
	p.forgetEnded()
}

// TakeDropped puts paths that were dropped onto the page into the import form.
func (p *Page) TakeDropped(paths []string) { p.form.take(paths) }

// load loads the packs anew. The newest answer counts.
func (p *Page) load() {
	p.question++
	turn := p.question
	kit.Load(p.tasks, p.backend.Models, func(page models.Page, err error) {
		switch {
		case turn != p.question:
		case err != nil:
			p.trouble.Say(message.OfError(err), true)
			p.refit()
		default:
			p.trouble.SetText("")
			p.show(page)
		}
	})
}

// show lists the packs and offers. Rows that stay keep the keyboard.
func (p *Page) show(page models.Page) {
	p.page = page
	p.packs = kit.Arrange(p.packs, page.Models, (*modelRow).id, modelID, func(m models.Model) *modelRow { return newModelRow(p, m) })
	p.onOffer = kit.Arrange(p.onOffer, page.Offers, (*offerRow).id, offerID, func(o models.Offer) *offerRow { return newOfferRow(p, o) })
	p.rows.Objects, p.offers.Objects = nil, nil
	for i, r := range p.packs {
		r.show(page.Models[i])
		r.rule.Hidden = i == 0
		p.rows.Add(r.root)
	}
	for i, r := range p.onOffer {
		r.show(page.Offers[i])
		p.offers.Add(r.root)
	}
	p.showDevice()
	p.showWork()
	p.refit()
	p.KeepFocus()
}

func modelID(m models.Model) string { return m.ID }
func offerID(o models.Offer) string { return o.ID }

// showWork shows all progress and reports whether heights changed.
func (p *Page) showWork() bool {
	changed := false
	for _, r := range p.packs {
		changed = r.showWork() || changed
	}
	for _, r := range p.onOffer {
		changed = r.showWork() || changed
	}
	return p.form.showWork() || changed
}

// ShowWork shows the progress of everything under way, while the page is open.
func (p *Page) ShowWork() {
	if !p.open {
		return
	}
	before := p.notice.Words.Text
	p.showNotice()
	if p.showWork() || before != p.notice.Words.Text {
		p.refit()
		p.KeepFocus()
	}
}

// active is the name of the pack that searches.
func (p *Page) active() string {
	for _, m := range p.page.Models {
		if m.Active {
			return m.Name
		}
	}
	return ""
}

// update lists the packs anew after a change, while the page is open.
func (p *Page) update(context.Context) {
	p.tasks.Apply(func() {
		if p.open {
			p.load()
		}
	})
}

// ShowStatus takes the part of a new status that concerns models. A notice to the user is
// shown once and stays on the page.
func (p *Page) ShowStatus(s service.Status) {
	before := p.status
	p.status = s
	if !s.News.IsZero() && !s.News.Same(before.News) {
		p.shell.Say(message.AsSentence(message.OfNotice(s.News, p.now())), "", nil)
	}
	if !s.ModelNotice.IsZero() && !p.open && !s.ModelNotice.Same(before.ModelNotice) {
		p.shell.Say(message.AsSentence(message.OfNotice(s.ModelNotice, p.now())), message.Text("page-models", nil), p.shell.OpenPage)
	}
	if s.Filling != before.Filling || s.Model != before.Model || !s.Device.Same(before.Device) {
		p.Changed()
	}
	p.ShowWork()
}

// Parts are the packs, the offers and the form, in their order.
func (p *Page) Parts() []kit.Part {
	var parts []kit.Part
	for _, r := range p.packs {
		parts = append(parts, r)
	}
	for _, r := range p.onOffer {
		parts = append(parts, r)
	}
	return append(parts, p.form)
}

// Stops are the controls of the head and those of the parts.
func (p *Page) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(p.device, p.closing), p.card.stops()}
	for _, part := range p.Parts() {
		rows = append(rows, part.Stops()...)
	}
	return slices.DeleteFunc(rows, func(r []fyne.Focusable) bool { return len(r) == 0 })
}
