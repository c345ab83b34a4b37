package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/library"
	"descry/library/query"
	"descry/ui/kit"
)

// menuPatience is how long the menu of filters waits for the library's values; a
// menu that comes later feels broken.
const menuPatience = 100 * time.Millisecond

// mostFrequent is how many values a submenu holds; for more there is typing.
const mostFrequent = 12

// nearKilometres is how far around a photo "near" reaches: a town with its
// surroundings.
const nearKilometres = 5

// frequent is what the menu of filters offers from the library.
type frequent struct {
	Values map[library.Facet][]library.FacetValue
	Place  *library.Position // of the selected photo, nil when it has none
}

// facetMenus are the submenus with values of the library.
var facetMenus = []struct {
	Facet library.Facet
	Name  string
	Key   string
}{
	{library.FacetCamera, "Camera", "camera"},
	{library.FacetLens, "Lens", "lens"},
	{library.FacetTag, "Tag", "tag"},
	{library.FacetPerson, "Person", "person"},
	{library.FacetIn, "Folder name", "in"},
	{library.FacetType, "Type", "type"},
}

// filterMenu offers filters to click together. It opens with what is known when
// the library takes longer than one likes to wait.
func (w *Window) filterMenu(below fyne.CanvasObject) {
	opened := false
	open := func() {
		if !opened {
			opened = true
			w.dropDown(below, w.filterItems(w.frequent)...)
		}
	}
	stop := w.after(menuPatience, open)
	ids := w.chosen()
	kit.Load(w.tasks, func(ctx context.Context) (frequent, error) { return w.loadFrequent(ctx, ids) },
		func(f frequent, err error) {
			stop()
			if err != nil {
				w.sayError(err)
			} else {
				w.frequent = f
			}
			open()
		})
}

func (w *Window) loadFrequent(ctx context.Context, ids []library.PhotoID) (frequent, error) {
	f := frequent{Values: map[library.Facet][]library.FacetValue{}}
	for _, m := range facetMenus {
		values, err := w.backend.FacetValues(ctx, m.Facet, "", mostFrequent)
		if err != nil {
			return frequent{}, err
		}
		f.Values[m.Facet] = values
	}
	if len(ids) > 0 {
		if photo, err := w.backend.Photo(ctx, ids[0]); err == nil {
			f.Place = photo.GPS
		}
	}
	return f, nil
}

func (w *Window) filterItems(f frequent) []*fyne.MenuItem {
	date := fyne.NewMenuItem("Date", nil)
	date.ChildMenu = fyne.NewMenu("", w.dateItems()...)
	items := []*fyne.MenuItem{date}
	for _, m := range facetMenus {
		items = append(items, w.facetItem(m.Name, m.Key, f.Values[m.Facet]))
	}
	near := w.filterItem("Near the selected photo", nearText(f.Place))
	near.Disabled = f.Place == nil
	return append(items, fyne.NewMenuItemSeparator(), w.submenu("Rating", ratingFilters), w.submenu("Orientation", orientationFilters),
		w.filterItem("With a caption", "has:caption"), w.filterItem("Untagged", "untagged"), near,
		fyne.NewMenuItemSeparator(), fyne.NewMenuItem("How to search", w.showLanguage))
}

// namedFilter is a filter with the name the menu gives it.
type namedFilter struct{ Name, Text string }

var ratingFilters = []namedFilter{
	{"★ and more", "rating:>=1"}, {"★★ and more", "rating:>=2"}, {"★★★ and more", "rating:>=3"},
	{"★★★★ and more", "rating:>=4"}, {"★★★★★", "rating:5"},
}

var orientationFilters = []namedFilter{
	{"Landscape", "orientation:landscape"}, {"Portrait", "orientation:portrait"}, {"Square", "orientation:square"},
}

func (w *Window) filterItem(name, text string) *fyne.MenuItem {
	return fyne.NewMenuItem(name, func() { w.addFilter(text) })
}

func (w *Window) submenu(name string, filters []namedFilter) *fyne.MenuItem {
	item := fyne.NewMenuItem(name, nil)
	item.ChildMenu = fyne.NewMenu("")
	for _, f := range filters {
		item.ChildMenu.Items = append(item.ChildMenu.Items, w.filterItem(f.Name, f.Text))
	}
	return item
}

// longestValue is how much of a value stands in a menu.
const longestValue = 44

// facetItem is the submenu of a facet's most frequent values.
func (w *Window) facetItem(name, key string, values []library.FacetValue) *fyne.MenuItem {
	var filters []namedFilter
	for _, v := range values {
		label := message.OneLine(v.Value)
		if letters := kit.Clusters(label); len(letters) > longestValue {
			label = kit.Shortened(letters, longestValue-1, true)
		}
		filters = append(filters, namedFilter{label + "  (" + message.FormatCount(v.Photos) + ")", key + ":" + query.Quote(v.Value)})
	}
	item := w.submenu(name, filters)
	if len(filters) == 0 {
		item.ChildMenu, item.Disabled = nil, true
	}
	return item
}

// addFilter puts a filter on and searches.
func (w *Window) addFilter(text string) {
	w.bar.add(text)
	w.win.Canvas().Focus(w.box)
}

// nearText asks for what was taken around a place; five decimals are a metre.
func nearText(p *library.Position) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("near:%.5f,%.5f,%d", p.Latitude, p.Longitude, nearKilometres)
}

// dateItems are the spans of time one asks for most, and one to fill in.
func (w *Window) dateItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, f := range dateFilters {
		items = append(items, w.filterItem(f.Name, f.Text))
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem("From … to …", w.askForDates))
}

// dateFilters are in words that move with the time, so that a search that is saved
// with them does.
var dateFilters = []namedFilter{
	{"This year", "date:this-year"}, {"Last year", "date:last-year"},
	{"This month", "date:this-month"}, {"Last 30 days", "date:last-30-days"}, {"No date", "date:none"},
}

// dateRange writes a span of time from what was filled in, "" when nothing was.
func dateRange(from, to string) string {
	from, to = strings.TrimSpace(from), strings.TrimSpace(to)
	if from == "" && to == "" {
		return ""
	}
	return "date:" + query.Quote(from+".."+to)
}
