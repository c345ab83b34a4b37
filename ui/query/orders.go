package query

import (
	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
)

// sortNames are the orders on offer, in the order of the menu.
func sortNames() []sortOrder {
	return []sortOrder{
		{library.NewestFirst, message.Text("order-newest", nil)},
		{library.OldestFirst, message.Text("order-oldest", nil)},
		{library.AddedLast, message.Text("order-added", nil)},
		{library.ByName, message.Text("order-name", nil)},
	}
}

type sortOrder struct {
	Sort library.Sort
	Name string
}

func sortName(s library.Sort) string {
	names := sortNames()
	for _, n := range names {
		if n.Sort == s {
			return n.Name
		}
	}
	return names[0].Name
}

// resultOrder is an order of results with its name.
type resultOrder struct {
	Order service.Order
	Name  string
}

// orderNames are the orders of results on offer, in the order of the menu.
func orderNames() []resultOrder {
	return []resultOrder{
		{service.BestFirst, message.Text("order-best", nil)},
		{service.MostParts, message.Text("order-parts", nil)},
		{service.NewestResults, message.Text("order-newest", nil)},
		{service.OldestResults, message.Text("order-oldest", nil)},
	}
}

func orderName(o service.Order) string {
	names := orderNames()
	for _, n := range names {
		if n.Order == o {
			return n.Name
		}
	}
	return names[0].Name
}

// RowItems stand for the controls of the row that a narrow window has no room for; menus open below
// a control of theirs.
func (s *Search) RowItems(below fyne.CanvasObject) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	if !s.row.filter.Visible() {
		items = append(items, fyne.NewMenuItem(message.Text("search-filter-menu", nil), func() { s.filters.open(below) }))
	}
	if !s.row.sort.Visible() {
		order := fyne.NewMenuItem(message.Text("order-menu", nil), nil)
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
	items := s.browsingOrders(sortNames(), s.nav.sort())
	switch at := s.nav.at; {
	case at.Searching && s.read.ranks(at.Text):
		items = s.resultOrders()
	case at.Searching:
		sort := library.NewestFirst
		if at.Order == service.OldestResults {
			sort = library.OldestFirst
		}
		items = s.browsingOrders(sortNames()[:2], sort) // photos that pass filters stand by date
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
	for _, o := range orderNames() {
		item := fyne.NewMenuItem(o.Name, func() {
			s.nav.setOrder(o.Order)
			s.shell.Remember()
		})
		item.Checked = o.Order == s.nav.order
		items = append(items, item)
	}
	return items
}
