package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/service/models"
	"descry/ui/kit"
)

// pageSection is a measure of the Models page in Fyne units.
const pageSection float32 = 32 // above a heading

// modelsPage stands in place of the photos and lists the packs, what else can be
// had, and what they run on.
type modelsPage struct {
	kit.PageKeys
	w    *Window
	root *fyne.Container

	runsOn  *kit.Line
	device  *kit.Button
	card    *cardRow
	closing *kit.Button
	why     *kit.Prose // the models run on that
	notice  *kit.Prose // of the device
	trouble *kit.Prose // why there is nothing to list
	body    *fyne.Container
	rows    *fyne.Container
	offers  *fyne.Container
	more    *fyne.Container // heading above the offers
	form    *importForm

	page     models.ModelPage
	packs    []*modelRow
	onOffer  []*offerRow
	question int // number of the newest listing asked for
}

var (
	_ kit.FocusKeeper = (*modelsPage)(nil)
	_ page            = (*modelsPage)(nil)
)

func newModelsPage(w *Window) *modelsPage {
	p := &modelsPage{w: w, runsOn: kit.NewHint(""), why: kit.NewProse(""), notice: kit.NewProse(""), trouble: kit.NewProse("")}
	p.PageKeys = w.newPageKeys(p)
	p.rows, p.offers = kit.NewColumn(0), kit.NewColumn(0)
	p.form = newImportForm(p)
	p.card = newCardRow(p)
	p.more = kit.NewInset(kit.Inset{Top: pageSection, Bottom: 4}, kit.NewHeading("Get another model"))
	p.notice.Set("", fynetheme.ColorNameWarning)
	p.trouble.SetText("Loading…")
	p.body = kit.NewColumn(0, p.trouble, p.rows, p.more, p.offers, p.form.root)
	content := kit.NewInset(kit.Inset{Left: kit.PageMargin, Right: kit.PageMargin, Bottom: kit.PageMargin, Most: kit.PageWidth}, p.body)
	p.Scroll = container.NewVScroll(content)
	p.Scroll.OnScrolled = func(fyne.Position) { p.w.folderOffers.Close() } // they lie where the field was
	p.root = container.New(p, p.buildHead(), p.Scroll)
	return p
}

// buildHead makes the title with the device at its right, why it is that, what is taken of
// a card, and a notice below.
func (p *modelsPage) buildHead() fyne.CanvasObject {
	p.runsOn.Whole = true
	p.device = kit.NewDropDown(p, "", p.deviceMenu)
	p.device.Hide()
	p.closing = kit.NewIconButton(p, fynetheme.NavigateBackIcon(), "Back to the photos (Esc)", p.w.closePage)
	title := kit.NewHeading("Models")
	title.Whole = true
	left := kit.NewLeading(p.closing, container.NewCenter(title))
	right := kit.NewLeading(container.NewCenter(p.runsOn), p.device)
	in := kit.Inset{Left: kit.RowPad, Most: kit.PageWidth}
	return kit.NewInset(kit.Inset{Top: 8, Bottom: 8, Left: kit.PageMargin - kit.RowPad, Right: 8},
		kit.NewColumn(4, kit.NewInset(kit.Inset{Most: kit.PageWidth + kit.RowPad}, kit.NewEnds(left, right)), kit.NewInset(in, kit.NewColumn(4, p.why, p.card.root, p.notice))))
}

// Layout is for Fyne: the text is told its width before the scroll asks how high
// it is.
func (p *modelsPage) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := kit.HeightAt(objects[0], size.Width)
	kit.Put(objects[0], 0, 0, size.Width, head)
	p.body.Layout.(*kit.Column).Width = p.Scroll.Content.(*fyne.Container).Layout.(kit.Inset).Inner(size.Width)
	kit.Put(p.Scroll, 0, head, size.Width, max(size.Height-head, 0))
	p.Scroll.Refresh()
}

// MinSize is for Fyne; the window decides.
func (p *modelsPage) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// refit places everything anew after something came, went or changed its height.
func (p *modelsPage) refit() {
	p.root.Refresh()
	p.Scroll.Content.Refresh()
}

func (p *modelsPage) object() fyne.CanvasObject         { return p.root }
func (p *modelsPage) sideButton(s *sidebar) *kit.Button { return s.models }
func (p *modelsPage) takeRune(rune) bool                { return false }
func (p *modelsPage) shown()                            { p.load() }

func (p *modelsPage) left() {
	p.w.folderOffers.Close()
	p.w.forgetEnded()
}

func (w *Window) openModels()   { w.openPage(w.models) }
func (w *Window) toggleModels() { w.togglePage(w.models) }

// modelsShown reports whether the Models page is open.
func (w *Window) modelsShown() bool { return w.page == page(w.models) }
