package query

import (
	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
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
		items = append(items, subMenu(message.Text("order-menu", nil), s.sortItems()))
	}
	if s.row.layout.ranked && !s.row.strict.root.Visible() {
		items = append(items, subMenu(message.Text("search-strictness-menu", nil), s.strictnessItems()))
	}
	if !s.row.sizing.Visible() {
		items = append(items, subMenu(message.Text("photos-size-menu", nil), []*fyne.MenuItem{
			kit.MenuItem(message.Text("photos-larger", nil), "Ctrl++", s.Larger),
			kit.MenuItem(message.Text("photos-smaller", nil), "Ctrl+-", s.Smaller),
		}))
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	return items
}

func subMenu(name string, items []*fyne.MenuItem) *fyne.MenuItem {
	item := fyne.NewMenuItem(name, nil)
	item.ChildMenu = fyne.NewMenu("", items...)
	return item
}

// strictnessItems do what the slider of strictness does, a step at a time.
func (s *Search) strictnessItems() []*fyne.MenuItem {
	slider := s.row.strict.slider
	fewer := fyne.NewMenuItem(message.Text("search-fewer", nil), func() { slider.SetValue(slider.Value - slider.Step) })
	judged := fyne.NewMenuItem(message.Text("search-as-judged", nil), slider.reset)
	more := fyne.NewMenuItem(message.Text("search-more", nil), func() { slider.SetValue(slider.Value + slider.Step) })
	fewer.Disabled, judged.Checked, more.Disabled = slider.Value <= slider.Min, slider.Value == 0, slider.Value >= slider.Max
	return []*fyne.MenuItem{fewer, judged, more}
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
