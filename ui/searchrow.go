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
var sortNames = []struct {
	Sort library.Sort
	Name string
}{
	{library.NewestFirst, "Newest first"},
	{library.OldestFirst, "Oldest first"},
	{library.AddedLast, "Last added first"},
	{library.ByName, "By name"},
}

func sortName(s library.Sort) string {
	for _, n := range sortNames {
		if n.Sort == s {
			return n.Name
		}
	}
	return sortNames[0].Name
}

// searchRow is the search box with order, size and menu at its right.
type searchRow struct {
	root *fyne.Container
	box  *searchBox
	sort *button
	size *slider
	menu *button
}

// searchRowActions are what the controls do; menus open below their button.
type searchRowActions struct {
	sortMenu func(below fyne.CanvasObject)
	mainMenu func(below fyne.CanvasObject)
	size     func(rowHeight float32)
}

func newSearchRow(keys keySink, box *searchBox, actions searchRowActions) *searchRow {
	r := &searchRow{box: box}
	r.sort = newDropDown(keys, sortNames[0].Name, actions.sortMenu)
	r.size = newSlider(keys, float64(grid.MinRowHeight), float64(grid.MaxRowHeight), 8, func(v float64) { actions.size(float32(v)) })
	r.menu = newQuietButton(keys, "", fynetheme.MoreHorizontalIcon(), nil)
	r.menu.OnTapped = func() { actions.mainMenu(r.menu) }
	r.root = container.New(layout.NewCustomPaddedLayout(8, 4, 12, 8),
		container.New(&searchRowLayout{}, box, r.sort, container.NewThemeOverride(r.size, visibleTrack{}), r.menu))
	return r
}

// setSort names the order; ranked results have none to choose.
func (r *searchRow) setSort(name string, enabled bool) {
	r.sort.SetText(name)
	if enabled {
		r.sort.Enable()
	} else {
		r.sort.Disable()
	}
}

// searchRowLayout gives the box what the controls leave; the slider goes first
// when it gets narrow (Ctrl and the wheel do the same).
type searchRowLayout struct{}

const (
	sliderWidth float32 = 112
	boxNarrow   float32 = 300
	controlHigh float32 = 36
)

// Layout is for Fyne.
func (*searchRowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	box, sort, slider, menu := objects[0], objects[1], objects[2], objects[3]
	right := size.Width
	right -= menu.MinSize().Width
	put(menu, right, 0, menu.MinSize().Width, controlHigh)
	sortWidth := sort.MinSize().Width
	roomy := right-sliderWidth-sortWidth-8 >= boxNarrow
	setVisible(slider, roomy)
	if roomy {
		right -= sliderWidth
		put(slider, right, 0, sliderWidth, controlHigh)
	}
	right -= sortWidth
	put(sort, right, 0, sortWidth, controlHigh)
	put(box, 0, 0, right-4, size.Height)
}

// MinSize is as high as the box has grown.
func (*searchRowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, max(objects[0].MinSize().Height, controlHigh))
}
