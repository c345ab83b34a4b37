package query

import (
	"fyne.io/fyne/v2"

	"descry/app/service"
	"descry/library"
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

// RowItems stand for the controls of the row that a narrow window has no room for; menus open below
// a control of theirs.
func (s *Search) RowItems(below fyne.CanvasObject) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	if !s.row.filter.Visible() {
		items = append(items, fyne.NewMenuItem(filterWord+"…", func() { s.filters.open(below) }))
	}
	if !s.row.sort.Visible() {
		order := fyne.NewMenuItem("Order", nil)
		order.ChildMenu = fyne.NewMenu("", s.sortItems()...)
		items = append(items, order)
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	return items
}

// sortMenu offers the orders that apply to what is shown.
func (s *Search) sortMenu(below fyne.CanvasObject) { s.shell.DropDown(below, s.sortItems()...) }

// sortItems are the orders that what is on show can have.
func (s *Search) sortItems() []*fyne.MenuItem {
	items := s.browsingOrders(sortNames, s.nav.sort())
	switch at := s.nav.at; {
	case at.Searching && s.read.ranks(at.Text):
		items = s.resultOrders()
	case at.Searching:
		sort := library.NewestFirst
		if at.Order == service.OldestResults {
			sort = library.OldestFirst
		}
		items = s.browsingOrders(sortNames[:2], sort) // photos that pass filters stand by date
	}
	return items
}

func (s *Search) browsingOrders(names []sortOrder, now library.Sort) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, n := range names {
		item := fyne.NewMenuItem(n.Name, func() {
			s.nav.setSort(n.Sort)
			s.shell.Remember()
		})
		item.Checked = n.Sort == now
		items = append(items, item)
	}
	return items
}

func (s *Search) resultOrders() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, o := range orderNames {
		item := fyne.NewMenuItem(o.Name, func() {
			s.nav.setOrder(o.Order)
			s.shell.Remember()
		})
		item.Checked = o.Order == s.nav.order
		items = append(items, item)
	}
	return items
}
