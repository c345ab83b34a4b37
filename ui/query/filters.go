package query

import (
	"context"
	"fmt"
	"slices"
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

// facetMenu is a submenu with values of the library.
type facetMenu struct {
	Facet library.Facet
	Name  string
	Key   string
}

// facetMenus are the submenus with values of the library.
func facetMenus() []facetMenu {
	return []facetMenu{
		{library.FacetCamera, message.Text("filter-camera", nil), "camera"},
		{library.FacetLens, message.Text("filter-lens", nil), "lens"},
		{library.FacetTag, message.Text("filter-tag", nil), "tag"},
		{library.FacetPerson, message.Text("filter-person", nil), "person"},
		{library.FacetIn, message.Text("filter-folder-name", nil), "in"},
		{library.FacetType, message.Text("filter-type", nil), "type"},
	}
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
	for _, facet := range facetMenus() {
		values, err := m.search.backend.FacetValues(ctx, facet.Facet, "", mostFrequent)
		if err != nil {
			return frequent{}, err
		}
		sortValues(values)
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
	date := fyne.NewMenuItem(message.Text("filter-date", nil), nil)
	date.ChildMenu = fyne.NewMenu("", m.dates()...)
	items := []*fyne.MenuItem{date}
	for _, facet := range facetMenus() {
		items = append(items, m.facet(facet.Name, facet.Key, f.Values[facet.Facet]))
	}
	near := m.item(message.Text("filter-near", nil), nearText(f.Place))
	near.Disabled = f.Place == nil
	return append(items, fyne.NewMenuItemSeparator(), m.submenu(message.Text("filter-rating", nil), ratingFilters()), m.submenu(message.Text("filter-orientation", nil), orientationFilters()),
		m.item(message.Text("filter-caption", nil), "has:caption"), m.item(message.Text("filter-untagged", nil), "untagged"), near,
		fyne.NewMenuItemSeparator(), fyne.NewMenuItem(message.Text("help-how-to-search", nil), m.search.shell.ShowLanguage))
}

// sortValues has the values of most photos first.
func sortValues(values []library.FacetValue) {
	message.SortByCount(values, func(v library.FacetValue) int { return v.Photos }, func(v library.FacetValue) string { return v.Value })
}

// namedFilter is a filter with the name the menu gives it.
type namedFilter struct{ Name, Text string }

func ratingFilters() []namedFilter {
	return []namedFilter{
		{message.Text("filter-stars-1", nil), "rating:>=1"}, {message.Text("filter-stars-2", nil), "rating:>=2"}, {message.Text("filter-stars-3", nil), "rating:>=3"},
		{message.Text("filter-stars-4", nil), "rating:>=4"}, {message.Text("filter-stars-5", nil), "rating:5"},
	}
}

func orientationFilters() []namedFilter {
	return []namedFilter{
		{message.Text("filter-landscape", nil), "orientation:landscape"}, {message.Text("filter-portrait", nil), "orientation:portrait"}, {message.Text("filter-square", nil), "orientation:square"},
	}
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
	for _, f := range dateFilters() {
		items = append(items, m.item(f.Name, f.Text))
	}
	return append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(message.Text("filter-dates", nil), m.askForDates))
}

// dateFilters are in words that move with the time, so that a search that is saved
// with them does.
func dateFilters() []namedFilter {
	return []namedFilter{
		{message.Text("filter-this-year", nil), "date:this-year"}, {message.Text("filter-last-year", nil), "date:last-year"},
		{message.Text("filter-this-month", nil), "date:this-month"}, {message.Text("filter-last-30-days", nil), "date:last-30-days"}, {message.Text("filter-no-date", nil), "date:none"},
	}
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
func filterKeys() []filterKey {
	return []filterKey{
		{Name: "date", Meaning: message.Text("filter-meaning-date", nil), Values: []string{
			"today", "yesterday", "this-week", "last-week", "this-month", "last-month", "this-year", "last-year", "none"}},
		{Name: "tag", Meaning: message.Text("filter-meaning-tag", nil), Facet: library.FacetTag, Listed: true},
		{Name: "person", Meaning: message.Text("filter-meaning-person", nil), Facet: library.FacetPerson, Listed: true},
		{Name: "camera", Meaning: message.Text("filter-meaning-camera", nil), Facet: library.FacetCamera, Listed: true},
		{Name: "lens", Meaning: message.Text("filter-meaning-lens", nil), Facet: library.FacetLens, Listed: true},
		{Name: "in", Meaning: message.Text("filter-meaning-in", nil), Facet: library.FacetIn, Listed: true},
		{Name: "type", Meaning: message.Text("filter-meaning-type", nil), Facet: library.FacetType, Listed: true},
		{Name: "rating", Meaning: message.Text("filter-meaning-rating", nil), Values: []string{">=1", ">=2", ">=3", ">=4", "5", "none", "rejected"}},
		{Name: "orientation", Meaning: message.Text("filter-meaning-orientation", nil), Values: []string{"landscape", "portrait", "square"}},
		{Name: "has", Meaning: message.Text("filter-meaning-has", nil), Values: []string{"caption", "tag", "place", "date", "person", "rating", "camera"}},
		{Name: "name", Meaning: message.Text("filter-meaning-name", nil)},
		{Name: "iso", Meaning: message.Text("filter-meaning-iso", nil)},
		{Name: "near", Meaning: message.Text("filter-meaning-near", nil)},
		{Name: "folder", Meaning: message.Text("filter-meaning-folder", nil)},
	}
}

// keyNamed finds the filter of a name, in English or in the language of queries.
func keyNamed(name string) (filterKey, bool) {
	for _, k := range filterKeys() {
		if k.Name == name || slices.Contains(message.QueryWords().Names(query.FilterNames, k.Name), name) {
			return k, true
		}
	}
	return filterKey{}, false
}

// keyOffers completes the name of a filter.
func keyOffers(prefix string) []kit.Offer {
	var offers []kit.Offer
	for _, k := range filterKeys() {
		if name, ok := offered(query.FilterNames, k.Name, prefix); ok {
			offers = append(offers, kit.Offer{Text: name + ":", Label: name + ":", Note: k.Meaning})
		}
	}
	return offers
}

// fixedOffers completes the value of a filter that has values of its own.
func fixedOffers(k filterKey, prefix string) []kit.Offer {
	var offers []kit.Offer
	filter := message.QueryWords().Name(query.FilterNames, k.Name)
	for _, v := range k.Values {
		if word, ok := offered(k.Name, v, strings.ToLower(prefix)); ok && word != prefix {
			offers = append(offers, kit.Offer{Text: word, Label: filter + ":" + word, Closed: true})
		}
	}
	return offers
}

// offered is the name in the language of queries for an English word of the query language. ok
// reports that one of the word's names begins with what was typed.
func offered(group, word, typed string) (name string, ok bool) {
	words := message.QueryWords()
	begins := func(name string) bool { return strings.HasPrefix(name, typed) }
	return words.Name(group, word), begins(word) || slices.ContainsFunc(words.Names(group, word), begins)
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
			problem.Say(message.Text("filter-dates-empty", nil), true)
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
	from.SetPlaceHolder(message.Text("filter-dates-from-placeholder", nil))
	to.SetPlaceHolder(message.Text("filter-dates-to-placeholder", nil))
	body := kit.NewColumn(8, kit.NewField(message.Text("filter-dates-from", nil), from), kit.NewField(message.Text("filter-dates-to", nil), to), problem)
	sheet = m.search.shell.OpenSheet(message.Text("filter-dates-title", nil), fyne.NewSize(420, 0), body,
		kit.NewButton(m.search.shell, message.Text("cancel", nil), func() { m.search.shell.CloseSheet(sheet) }), kit.NewMainButton(m.search.shell, message.Text("filter-dates-button", nil), confirm))
	m.search.shell.Focus(from)
}

// plainError says what is wrong with a part of the query language.
func plainError(source string, err error) string {
	if wrong := message.Mistakes(err); len(wrong) > 0 {
		return remarkOn(source, wrong[0].Span, wrong[0].Text)
	}
	return message.OfError(err)
}
