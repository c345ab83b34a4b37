package query

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/library"
	"descry/ui/grid"
	"descry/ui/kit"
)

// searchRow is the search box with filters, order, size and menu at its right.
type searchRow struct {
	root   *fyne.Container
	line   *fyne.Container // without the margin
	layout *searchRowLayout
	box    *searchBox
	filter *kit.Button
	sort   *kit.Button
	strict *strictnessControl // of a search that ranks
	size   *kit.Slider
	sizing fyne.CanvasObject // holds size
	menu   *kit.Button
}

// searchRowActions are what the controls do; menus open below their button.
type searchRowActions struct {
	filterMenu func(below fyne.CanvasObject)
	sortMenu   func(below fyne.CanvasObject)
	mainMenu   func(below fyne.CanvasObject)
	size       func(rowHeight float32)
	strictness func(strictness float64)
}

func newSearchRow(keys kit.KeySink, box *searchBox, actions searchRowActions) *searchRow {
	r := &searchRow{box: box, layout: &searchRowLayout{}}
	r.filter = kit.NewQuietButton(keys, filterWord(), fynetheme.ContentAddIcon(), nil)
	r.filter.Hint = message.Text("search-filter-tip", nil)
	r.filter.OnTapped = func() { actions.filterMenu(r.filter) }
	r.sort = kit.NewDropDown(keys, sortName(library.NewestFirst), actions.sortMenu)
	r.size = kit.NewSlider(keys, float64(grid.MinRowHeight), float64(grid.MaxRowHeight), 8, func(v float64) { actions.size(float32(v)) })
	r.size.Hint = message.Text("photos-size-tip", nil)
	r.strict = newStrictnessControl(keys, actions.strictness)
	r.strict.root.Hide()
	r.menu = kit.NewIconButton(keys, fynetheme.MoreHorizontalIcon(), message.Text("menu-main-tip", nil), nil)
	r.menu.OnTapped = func() { actions.mainMenu(r.menu) }
	r.sizing = container.NewThemeOverride(r.size, kit.VisibleTrack{})
	r.layout.order = r.sort.Text
	r.line = container.New(r.layout, container.NewStack(box, box.marks), r.filter, r.sort, r.sizing, r.menu, r.strict.root)
	r.root = container.New(layout.NewCustomPaddedLayout(8, 4, 12, 8), r.line)
	return r
}

// setStrictness shows how strict the search is, where there is one that ranks.
func (r *searchRow) setStrictness(strictness float64, ranked bool) {
	r.strict.show(strictness)
	if r.layout.ranked != ranked {
		r.layout.ranked = ranked
		kit.Relayout(r.line)
	}
}

// setSort names the order.
func (r *searchRow) setSort(name string) {
	if name = kit.VisualOrder(name); r.layout.order != name {
		r.layout.order = name
		kit.Relayout(r.line) // it takes another width
	}
}

// searchRowLayout gives the box the width that the controls leave. Where the box would get too
// narrow, controls give way one after the other: the slider of sizes first (Ctrl and the wheel do
// the same), then the words beside the slider of strictness, then the name of the order, then the
// word on the filter, then the slider of strictness, then order and filter. The menu holds the
// controls that are gone.
type searchRowLayout struct {
	ranked bool   // there is something to be strict about
	order  string // name of the order
}

const (
	sliderWidth float32 = 112
	boxNarrow   float32 = 300 // the box never gets less
	controlGap  float32 = 4
)

// filterWord is what the button that adds filters says where there is room.
func filterWord() string { return message.Text("search-filter-button", nil) }

// setWord changes a button's text without having it laid out anew.
func setWord(b *kit.Button, word string) {
	if b.Text != word {
		b.Text = word
		b.Refresh()
	}
}

// Layout is for Fyne.
func (l *searchRowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	box, filter, sort, slider, menu, strict := objects[0], objects[1].(*kit.Button), objects[2].(*kit.Button), objects[3], objects[4], objects[5]
	setWord(filter, filterWord())
	setWord(sort, l.order)
	sort.Hint = ""
	gone := map[fyne.CanvasObject]bool{strict: !l.ranked}
	widths := map[fyne.CanvasObject]float32{slider: sliderWidth, strict: strict.MinSize().Width}
	gives := []func(){
		func() { gone[slider] = true },
		func() { widths[strict] = strictnessTrack },
		func() { setWord(sort, ""); sort.Hint = l.order },
		func() { setWord(filter, "") },
		func() { gone[strict] = true },
		func() { gone[sort] = true },
		func() { gone[filter] = true },
	}
	for _, give := range gives {
		taken := float32(0)
		for _, o := range objects[1:] {
			if !gone[o] {
				taken += controlGap + widthOf(o, widths)
			}
		}
		if size.Width-taken >= boxNarrow {
			break
		}
		give()
	}
	right := size.Width
	for _, o := range []fyne.CanvasObject{menu, slider, sort, strict, filter} {
		kit.SetVisible(o, !gone[o])
		if !gone[o] {
			width := widthOf(o, widths)
			right -= width
			kit.Put(o, right, 0, width, kit.ControlHigh)
			right -= controlGap
		}
	}
	kit.Put(box, 0, 0, right, size.Height)
}

// widthOf is the width that is laid down for an object, else what it needs.
func widthOf(o fyne.CanvasObject, laidDown map[fyne.CanvasObject]float32) float32 {
	if width, ok := laidDown[o]; ok {
		return width
	}
	return o.MinSize().Width
}

// MinSize is as high as the box has grown.
func (*searchRowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, max(objects[0].MinSize().Height, kit.ControlHigh))
}

// RowHeightChanged moves the slider to the height of the photos' rows, in Fyne units.
func (s *Search) RowHeightChanged(height float32) {
	s.row.size.Value = float64(height)
	s.row.size.Refresh()
	s.shell.Remember()
}

// sizeChosen follows the slider.
func (s *Search) sizeChosen(height float32) {
	if height != s.grid.RowHeight() {
		s.grid.SetRowHeight(height)
		s.shell.Remember()
	}
}

// sizeStep is one press of Ctrl++.
const sizeStep float32 = 1.2

// Larger makes the photos larger by a step.
func (s *Search) Larger() { s.resizeRows(s.grid.RowHeight() * sizeStep) }

// Smaller makes the photos smaller by a step.
func (s *Search) Smaller() { s.resizeRows(s.grid.RowHeight() / sizeStep) }

func (s *Search) resizeRows(height float32) {
	s.grid.SetRowHeight(height)
	s.RowHeightChanged(s.grid.RowHeight())
}
