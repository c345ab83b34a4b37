package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/service/models"
)

// pageSection is a measure of the Models page in Fyne units.
const pageSection float32 = 32 // above a heading

// modelsPage stands in place of the photos and lists the packs, what else can be
// had, and what they run on.
type modelsPage struct {
	pageKeys
	w    *Window
	root *fyne.Container

	runsOn  *line
	device  *button
	card    *cardRow
	closing *button
	why     *prose // the models run on that
	notice  *prose // of the device
	trouble *prose // why there is nothing to list
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
	_ focusKeeper = (*modelsPage)(nil)
	_ page        = (*modelsPage)(nil)
)

func newModelsPage(w *Window) *modelsPage {
	p := &modelsPage{w: w, runsOn: newHint(""), why: newProse(""), notice: newProse(""), trouble: newProse("")}
	p.pageKeys = w.newPageKeys(p)
	p.rows, p.offers = newColumn(0), newColumn(0)
	p.form = newImportForm(p)
	p.card = newCardRow(p)
	p.more = newInset(inset{top: pageSection, bottom: 4}, newHeading("Get another model"))
	p.notice.set("", fynetheme.ColorNameWarning)
	p.trouble.setText("Loading…")
	p.body = newColumn(0, p.trouble, p.rows, p.more, p.offers, p.form.root)
	content := newInset(inset{left: pageMargin, right: pageMargin, bottom: pageMargin, most: pageWidth}, p.body)
	p.scroll = container.NewVScroll(content)
	p.scroll.OnScrolled = func(fyne.Position) { p.w.folderOffers.close() } // they lie where the field was
	p.root = container.New(p, p.buildHead(), p.scroll)
	return p
}

// buildHead makes the title with the device at its right, why it is that, what is taken of
// a card, and a notice below.
func (p *modelsPage) buildHead() fyne.CanvasObject {
	p.runsOn.whole = true
	p.device = newDropDown(p, "", p.deviceMenu)
	p.device.Hide()
	p.closing = newIconButton(p, fynetheme.NavigateBackIcon(), "Back to the photos (Esc)", p.w.closePage)
	title := newHeading("Models")
	title.whole = true
	left := newLeading(p.closing, container.NewCenter(title))
	right := newLeading(container.NewCenter(p.runsOn), p.device)
	in := inset{left: rowPad, most: pageWidth}
	return newInset(inset{top: 8, bottom: 8, left: pageMargin - rowPad, right: 8},
		newColumn(4, newInset(inset{most: pageWidth + rowPad}, newEnds(left, right)), newInset(in, newColumn(4, p.why, p.card.root, p.notice))))
}

// Layout is for Fyne: the text is told its width before the scroll asks how high
// it is.
func (p *modelsPage) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head := heightAt(objects[0], size.Width)
	put(objects[0], 0, 0, size.Width, head)
	p.body.Layout.(*column).width = p.scroll.Content.(*fyne.Container).Layout.(inset).inner(size.Width)
	put(p.scroll, 0, head, size.Width, max(size.Height-head, 0))
	p.scroll.Refresh()
}

// MinSize is for Fyne; the window decides.
func (p *modelsPage) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 0) }

// refit places everything anew after something came, went or changed its height.
func (p *modelsPage) refit() {
	p.root.Refresh()
	p.scroll.Content.Refresh()
}

func (p *modelsPage) object() fyne.CanvasObject     { return p.root }
func (p *modelsPage) sideButton(s *sidebar) *button { return s.models }
func (p *modelsPage) takeRune(rune) bool            { return false }
func (p *modelsPage) shown()                        { p.load() }

func (p *modelsPage) left() {
	p.w.folderOffers.close()
	p.w.forgetEnded()
}

func (w *Window) openModels()   { w.openPage(w.models) }
func (w *Window) toggleModels() { w.togglePage(w.models) }

// modelsShown reports whether the Models page is open.
func (w *Window) modelsShown() bool { return w.page == page(w.models) }
