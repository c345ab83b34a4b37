package query

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"descry/library"
	"descry/library/query"
)

// understoodAsFilter checks that the query language takes text for a filter alone.
func understoodAsFilter(t *testing.T, text string) {
	t.Helper()
	q, err := query.Parse(text, thursday)
	if err != nil || q.Ranked() || len(q.Filter.Conditions) == 0 || len(q.Hints) > 0 {
		t.Errorf("%q: %+v, %v", text, q, err)
	}
}

// Everything that can be clicked or completed must be what the language knows.
func TestFiltersOnOfferAreUnderstood(t *testing.T) {
	filters := slices.Concat(ratingFilters(), orientationFilters(), dateFilters())
	for _, f := range filters {
		understoodAsFilter(t, f.Text)
	}
	for _, m := range facetMenus() {
		value := `5D "Mark IV", x`
		if m.Facet == library.FacetType {
			value = "jpeg"
		}
		understoodAsFilter(t, m.Key+":"+query.Quote(value))
	}
	for _, k := range filterKeys() {
		for _, v := range k.Values {
			understoodAsFilter(t, k.Name+":"+v)
		}
	}
	for _, text := range []string{
		"has:caption", "untagged", nearText(&library.Position{Latitude: -59.91234567, Longitude: 10.7}),
		dateRange("2019", ""), dateRange("", "2019-07"), dateRange(" 2019-07-14 ", "2020"),
		"folder:" + query.Quote("/home/ann/my photos"),
	} {
		understoodAsFilter(t, text)
	}
}

func TestNothingFilledInIsNoDate(t *testing.T) {
	if got := dateRange(" ", ""); got != "" {
		t.Errorf("nothing filled in gives %q", got)
	}
}

func menuItem(items []*fyne.MenuItem, name string) *fyne.MenuItem {
	for _, item := range items {
		if item.Label == name {
			return item
		}
	}
	return nil
}

func TestFilterMenu(t *testing.T) {
	b, a := answering(twoGood)
	b.OnFacets = func(f library.Facet, _ string) ([]library.FacetValue, error) {
		if f != library.FacetCamera {
			return nil, nil
		}
		return []library.FacetValue{{Value: "Canon EOS 5D", Photos: 1240}}, nil
	}
	photo := b.OnPhoto
	b.OnPhoto = func(id library.PhotoID) (library.Photo, error) {
		p, err := photo(id)
		p.GPS = &library.Position{Latitude: 59.91, Longitude: 10.75}
		return p, err
	}
	r := newRig(t, b)
	r.grid.Select(2)
	r.filters.open(r.row.filter)
	r.until(t, "the menu", func() bool { return r.win.Canvas().Overlays().Top() != nil })
	r.clock.Elapse(menuPatience)
	r.queue.Pump()
	if n := len(r.win.Canvas().Overlays().List()); n != 1 {
		t.Fatalf("%d menus", n)
	}
	items := r.filters.items(r.filters.frequent)
	camera, near := menuItem(items, "Camera"), menuItem(items, "Near the selected photo")
	if menuItem(items, "Lens").ChildMenu != nil || !menuItem(items, "Lens").Disabled || near.Disabled {
		t.Error("what the library lacks is on offer, or the photo's place isn't")
	}
	if got := camera.ChildMenu.Items[0].Label; got != "Canon EOS 5D  (1,240)" {
		t.Errorf("camera %q", got)
	}
	camera.ChildMenu.Items[0].Action()
	r.waitAsked(t, a, `camera:"Canon EOS 5D"`)
	near.Action()
	r.waitAsked(t, a, onThursday().canonical(`camera:"Canon EOS 5D" near:59.91,10.75,5`))
}

// A library that takes its time must not keep the menu from opening.
func TestFilterMenuDoesNotWaitForLong(t *testing.T) {
	b := threePhotos()
	release := make(chan struct{})
	b.OnFacets = func(library.Facet, string) ([]library.FacetValue, error) {
		<-release
		return nil, nil
	}
	r := newRig(t, b)
	r.filters.open(r.row.filter)
	r.clock.Elapse(menuPatience)
	r.until(t, "the menu", func() bool { return r.win.Canvas().Overlays().Top() != nil })
	close(release)
}

func TestDatesAreFilledIn(t *testing.T) {
	b, a := answering(twoGood)
	r := newRig(t, b)
	r.filters.askForDates()
	from := r.fieldOf(t)
	from.OnSubmitted("")
	if len(r.shell.sheets) != 1 {
		t.Fatal("nothing filled in is taken")
	}
	from.SetText("2019-07")
	from.OnSubmitted("")
	r.until(t, "the search", func() bool { return r.nav.loaded && len(r.bar.chips) == 1 })
	if got := a.Last().Query.Source; got != onThursday().canonical("date:2019-07..") || len(r.shell.sheets) != 0 {
		t.Errorf("asked %q with %d sheets open", got, len(r.shell.sheets))
	}
}
