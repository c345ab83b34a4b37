package ui

import (
	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
)

// orderNames are the orders of results on offer, in the order of the menu.
var orderNames = []struct {
	Order service.Order
	Name  string
}{
	{service.BestFirst, "Best match first"},
	{service.MostParts, "Most parts first"},
	{service.NewestResults, "Newest first"},
	{service.OldestResults, "Oldest first"},
}

func orderName(o service.Order) string {
	for _, n := range orderNames {
		if n.Order == o {
			return n.Name
		}
	}
	return orderNames[0].Name
}

// sortMenu offers the orders that apply to what is shown.
func (w *Window) sortMenu(below fyne.CanvasObject) { w.dropDown(below, w.sortItems()...) }

// sortItems are the orders that what is on show can have.
func (w *Window) sortItems() []*fyne.MenuItem {
	items := w.browsingOrders(sortNames, w.nav.sort())
	switch at := w.nav.at; {
	case at.Kind == searching && ranks(at.Text):
		items = w.resultOrders()
	case at.Kind == searching:
		sort := library.NewestFirst
		if at.Order == service.OldestResults {
			sort = library.OldestFirst
		}
		items = w.browsingOrders(sortNames[:2], sort) // photos that pass filters stand by date
	}
	return items
}

func (w *Window) browsingOrders(names []sortOrder, now library.Sort) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, s := range names {
		item := fyne.NewMenuItem(s.Name, func() {
			w.nav.setSort(s.Sort)
			w.remember()
		})
		item.Checked = s.Sort == now
		items = append(items, item)
	}
	return items
}

func (w *Window) resultOrders() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, o := range orderNames {
		item := fyne.NewMenuItem(o.Name, func() {
			w.nav.setOrder(o.Order)
			w.remember()
		})
		item.Checked = o.Order == w.nav.order
		items = append(items, item)
	}
	return items
}
