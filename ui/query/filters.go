package query

import (
	"context"
	"errors"
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

// filterMenu offers filters to click together.
type filterMenu struct {
	search   *Search
	frequent frequent // what was offered last
}

// open shows the menu below a control. It opens with what is known when
// the library takes longer than one likes to wait.
func (m *filterMenu) open(below fyne.CanvasObject) {
	opened := false
	open := func() {
		if !opened {
			opened = true
			m.search.shell.DropDown(below, m.items(m.frequent)...)
		}
	}
	stop := m.search.after(menuPatience, open)
	ids := m.search.shell.Chosen()
	kit.Load(m.search.tasks, func(ctx context.Context) (frequent, error) { return m.load(ctx, ids) },
		func(f frequent, err error) {
			stop()
			if err != nil {
				m.search.shell.SayError(err)
			} else {
				m.frequent = f
			}
			open()
		})
}

func (m *filterMenu) load(ctx context.Context, ids []library.PhotoID) (frequent, error) {
	f := frequent{Values: map[library.Facet][]library.FacetValue{}}
	for _, facet := range facetMenus {
		values, err := m.search.backend.FacetValues(ctx, facet.Facet, "", mostFrequent)
		if err != nil {
			return frequent{}, err
		}
		f.Values[facet.Facet] = values
	}
	if len(ids) > 0 {
		if photo, err := m.search.backend.Photo(ctx, ids[0]); err == nil {
			f.Place = photo.GPS
		}
	}
	return f, nil
}

func (m *filterMenu) items(f frequent) []*fyne.MenuItem {
	date := fyne.NewMenuItem("Date", nil)
	date.ChildMenu = fyne.NewMenu("", m.dates()...)
	items := []*fyne.MenuItem{date}
	for _, facet := range facetMenus {
		items = append(items, m.facet(facet.Name, facet.Key, f.Values[facet.Facet]))
	}
	near := m.item("Near the selected photo", nearText(f.Place))
	near.Disabled = f.Place == nil
	return append(items, fyne.NewMenuItemSeparator(), m.submenu("Rating", ratingFilters), m.submenu("Orientation", orientationFilters),
		m.item("With a caption", "has:caption"), m.item("Untagged", "untagged"), near,
		fyne.NewMenuItemSeparator(), fyne.NewMenuItem("How to search", m.search.shell.ShowLanguage))
}

// namedFilter is a filter with the name the menu gives it.
type namedFilter struct{ Name, Text string }

var ratingFilters = []namedFilter{
	{"1 star and more", "rating:>=1"}, {"2 stars and more", "rating:>=2"}, {"3 stars and more", "rating:>=3"},
	{"4 stars and more", "rating:>=4"}, {"5 stars", "rating:5"},
}

var orientationFilters = []namedFilter{
	{"Landscape", "orientation:landscape"}, {"Portrait", "orientation:portrait"}, {"Square", "orientation:square"},
}

func (m *filterMenu) item(name, text string) *fyne.MenuItem {
	return fyne.NewMenuItem(name, func() { m.add(text) })
}

func (m *filterMenu) submenu(name string, filters []namedFilter) *fyne.MenuItem {
	item := fyne.NewMenuItem(name, nil)
	item.ChildMenu = fyne.NewMenu("")
	for _, f := range filters {
		item.ChildMenu.Items = append(item.ChildMenu.Items, m.item(f.Name, f.Text))
	}
	return item
}

// longestValue is how much of a value stands in a menu.
const longestValue = 44

// facet is the submenu of a facet's most frequent values.
func (m *filterMenu) facet(name, key string, values []library.FacetValue) *fyne.MenuItem {
	var filters []namedFilter
	for _, v := range values {
		label := message.OneLine(v.Value)
		if letters := kit.Clusters(label); len(letters) > longestValue {
			label = kit.Shortened(letters, longestValue-1, true)
		}
		filters = append(filters, namedFilter{label + "  (" + message.FormatCount(v.Photos) + ")", key + ":" + query.Quote(v.Value)})
	}
	item := m.submenu(name, filters)
	if len(filters) == 0 {
		item.ChildMenu, item.Disabled = nil, true
	}
	return item
}

// add puts a filter on and searches.
func (m *filterMenu) add(text string) {
	m.search.bar.add(text)
	m.search.shell.Focus(m.search.box)
}

// nearText asks for what was taken around a place; five decimals are a metre.
func nearText(p *library.Position) string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("near:%.5f,%.5f,%d", p.Latitude, p.Longitude, nearKilometres)
}

// dates are the spans of time one asks for most, and one to fill in.
func (m *filterMenu) dates() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, f := range dateFilters {
		items = append(items, m.item(f.Name, f.Text))
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem("From … to …", m.askForDates))
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

// filterKey is a filter that the box can complete. Those with a facet have values
// in the library, others a few of their own.
type filterKey struct {
	Name    string
	Meaning string
	Facet   library.Facet
	Listed  bool // Facet counts
	Values  []string
}

// filterKeys are the filters on offer, the usual ones first.
var filterKeys = []filterKey{
	{Name: "date", Meaning: "when it was taken", Values: []string{
		"today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-year", "last-year", "none"}},
	{Name: "tag", Meaning: "a tag", Facet: library.FacetTag, Listed: true},
	{Name: "person", Meaning: "who is in it", Facet: library.FacetPerson, Listed: true},
	{Name: "camera", Meaning: "make and model", Facet: library.FacetCamera, Listed: true},
	{Name: "lens", Meaning: "the lens", Facet: library.FacetLens, Listed: true},
	{Name: "in", Meaning: "name of a folder", Facet: library.FacetIn, Listed: true},
	{Name: "type", Meaning: "kind of file", Facet: library.FacetType, Listed: true},
	{Name: "rating", Meaning: "stars", Values: []string{">=1", ">=2", ">=3", ">=4", "5", "none", "rejected"}},
	{Name: "orientation", Meaning: "how it stands", Values: []string{"landscape", "portrait", "square"}},
	{Name: "has", Meaning: "what is known of it", Values: []string{"caption", "tag", "place", "date", "person", "rating", "camera"}},
	{Name: "name", Meaning: "the file's name"},
	{Name: "iso", Meaning: "sensitivity"},
	{Name: "near", Meaning: "latitude,longitude,km"},
	{Name: "folder", Meaning: "path of a folder"},
}

// keyNamed finds the filter of a name.
func keyNamed(name string) (filterKey, bool) {
	for _, k := range filterKeys {
		if k.Name == name {
			return k, true
		}
	}
	return filterKey{}, false
}

// keyOffers completes the name of a filter.
func keyOffers(prefix string) []kit.Offer {
	var offers []kit.Offer
	for _, k := range filterKeys {
		if strings.HasPrefix(k.Name, prefix) {
			offers = append(offers, kit.Offer{Text: k.Name + ":", Label: k.Name + ":", Note: k.Meaning})
		}
	}
	return offers
}

// fixedOffers completes the value of a filter that has values of its own.
func fixedOffers(k filterKey, prefix string) []kit.Offer {
	var offers []kit.Offer
	for _, v := range k.Values {
		if strings.HasPrefix(v, strings.ToLower(prefix)) && v != prefix {
			offers = append(offers, kit.Offer{Text: v, Label: k.Name + ":" + v, Closed: true})
		}
	}
	return offers
}

// valueOffers completes the value of a filter from what is in the library.
func valueOffers(values []library.FacetValue) []kit.Offer {
	var offers []kit.Offer
	for _, v := range values[:min(len(values), kit.MostOffers)] {
		offers = append(offers, kit.Offer{Text: query.Quote(v.Value), Label: v.Value, Note: message.FormatCount(v.Photos), Closed: true})
	}
	return offers
}

// askForDates asks for a span of time to search in.
func (m *filterMenu) askForDates() {
	var sheet *kit.Sheet
	problem := kit.NewProse("")
	problem.Say("", true)
	var from, to *kit.PathEntry
	confirm := func() {
		text := dateRange(from.Text, to.Text)
		if text == "" {
			problem.Say("Fill in at least one of the two.", true)
			return
		}
		if _, err := m.search.read.of(text); err != nil {
			problem.Say(plainError(text, err), true)
			return
		}
		m.search.shell.CloseSheet(sheet)
		m.add(text)
	}
	from, to = kit.NewPathEntry(m.search.shell, confirm), kit.NewPathEntry(m.search.shell, confirm)
	from.SetPlaceHolder("2019, 2019-07 or 2019-07-14")
	to.SetPlaceHolder("the same; included")
	body := kit.NewColumn(8, kit.NewField("From", from), kit.NewField("To", to), problem)
	sheet = m.search.shell.OpenSheet("Photos taken", fyne.NewSize(420, 0), body,
		kit.NewButton(m.search.shell, "Cancel", func() { m.search.shell.CloseSheet(sheet) }), kit.NewMainButton(m.search.shell, "Show", confirm))
	m.search.shell.Focus(from)
}

// plainError says what is wrong with a part of the query language.
func plainError(source string, err error) string {
	var wrong *query.Error
	if errors.As(err, &wrong) {
		return remarkOn(source, wrong.Span, wrong.Text)
	}
	return message.OfError(err)
}
