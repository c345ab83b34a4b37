package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/library"
	"descry/ui/grid"
)

// sortNames are the orders on offer, in the order of the menu.
var sortNames = []sortOrder{
	{library.NewestFirst, "Newest first"},
	{library.OldestFirst, "Oldest first"},
	{library.AddedLast, "Last added first"},
	{library.ByName, "By name"},
}

type sortOrder struct {
	Sort library.Sort
	Name string
}

func sortName(s library.Sort) string {
	for _, n := range sortNames {
		if n.Sort == s {
			return n.Name
		}
	}
	return sortNames[0].Name
}

// searchRow is the search box with filters, order, size and menu at its right.
type searchRow struct {
	root   *fyne.Container
	line   *fyne.Container // without the margin
	box    *searchBox
	filter *button
	sort   *button
	size   *slider
	menu   *button
}

// searchRowActions are what the controls do; menus open below their button.
type searchRowActions struct {
	filterMenu func(below fyne.CanvasObject)
	sortMenu   func(below fyne.CanvasObject)
	mainMenu   func(below fyne.CanvasObject)
	size       func(rowHeight float32)
}

func newSearchRow(keys keySink, box *searchBox, actions searchRowActions) *searchRow {
	r := &searchRow{box: box}
	r.filter = newQuietButton(keys, filterWord, fynetheme.ContentAddIcon(), nil)
	r.filter.OnTapped = func() { actions.filterMenu(r.filter) }
	r.sort = newDropDown(keys, sortNames[0].Name, actions.sortMenu)
	r.size = newSlider(keys, float64(grid.MinRowHeight), float64(grid.MaxRowHeight), 8, func(v float64) { actions.size(float32(v)) })
	r.menu = newQuietButton(keys, "", fynetheme.MoreHorizontalIcon(), nil)
	r.menu.OnTapped = func() { actions.mainMenu(r.menu) }
	r.line = container.New(&searchRowLayout{}, box, r.filter, r.sort, container.NewThemeOverride(r.size, visibleTrack{}), r.menu)
	r.root = container.New(layout.NewCustomPaddedLayout(8, 4, 12, 8), r.line)
	return r
}

// setSort names the order.
func (r *searchRow) setSort(name string) {
	if r.sort.Text != name {
		r.sort.SetText(name)
		relayout(r.line) // it takes another width
	}
}

// searchRowLayout gives the box what the controls leave. Where it gets narrow the
// slider goes first (Ctrl and the wheel do the same), then a word.
type searchRowLayout struct{}

const (
	sliderWidth float32 = 112
	boxNarrow   float32 = 300
	boxTight    float32 = 150 // below it the box gets all the room; filters can be typed
	controlHigh float32 = 36
)

// filterWord is what the button that adds filters says where there is room.
const filterWord = "Filter"

// setWord changes a button's text without having it laid out anew.
func setWord(b *button, word string) {
	if b.Text != word {
		b.Text = word
		b.Refresh()
	}
}

// Layout is for Fyne.
func (*searchRowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	box, filter, sort, slider, menu := objects[0], objects[1].(*button), objects[2], objects[3], objects[4]
	right := size.Width
	setWord(filter, filterWord)
	right -= menu.MinSize().Width
	put(menu, right, 0, menu.MinSize().Width, controlHigh)
	sortWidth := sort.MinSize().Width
	filterWidth := filter.MinSize().Width
	roomy := right-sliderWidth-sortWidth-filterWidth-12 >= boxNarrow
	setVisible(slider, roomy)
	if roomy {
		right -= sliderWidth
		put(slider, right, 0, sliderWidth, controlHigh)
	}
	right -= sortWidth
	put(sort, right, 0, sortWidth, controlHigh)
	right -= 4
	if right-filterWidth-4 < boxNarrow {
		setWord(filter, "")
		filterWidth = filter.MinSize().Width
	}
	usable := right-filterWidth-4 >= boxTight
	setVisible(filter, usable)
	if usable {
		right -= filterWidth
		put(filter, right, 0, filterWidth, controlHigh)
	}
	put(box, 0, 0, right-4, size.Height)
}

// MinSize is as high as the box has grown.
func (*searchRowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, max(objects[0].MinSize().Height, controlHigh))
}
