package cataloguetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"testing"
	"time"

	"descry/library"
)

// filterLibrary has photos of all kinds, in two folders, with copies.
type filterLibrary struct {
	rng    *rand.Rand
	s      library.Catalogue
	oracle oracle
	photos []library.Photo
}

var (
	someDirs    = []string{"", "2019", "2019/Norway", "2019/Norway/Tromsé", "norway", "a%b", "Été", "2020/Été_x"}
	someNames   = []string{"IMG_%d.JPG", "été %d.png", "roof_%d.jpeg", "%d", "a'b\"c%%_%d.gif"}
	someMakes   = []string{"", "Canon", "NIKON CORPORATION", "Léica"}
	someModels  = []string{"", "EOS 5D", "D70", "Q2"}
	someLenses  = []string{"", "EF 50mm f/1.4", "Summilux 28", "été lens"}
	someTags    = []string{"animals", "animals/dogs", "animals/dogs/Bella", "animal", "Été", "a_b", "dogs"}
	somePeople  = []string{"Ann Lee", "René", "Ben", "annette"}
	someFormats = []string{"jpeg", "png", "raw", "heic"}
	somePlaces  = []library.Position{{Latitude: 59.9, Longitude: 10.7}, {Latitude: -17.7, Longitude: 179.9},
		{Latitude: -17.7, Longitude: -179.9}, {Latitude: 89.99, Longitude: 20}, {Latitude: 89.99, Longitude: -160},
		{}, {Latitude: 60.1, Longitude: 10.7}, {Latitude: -90, Longitude: 0}}
)

// Pick is a random element of a list.
func Pick[T any](rng *rand.Rand, list []T) T { return list[rng.IntN(len(list))] }

func some[T any](rng *rand.Rand, list []T) (some []T) {
	for _, v := range list {
		if rng.IntN(4) == 0 {
			some = append(some, v)
		}
	}
	return some
}

func newFilterLibrary(t *testing.T, open Open, seed uint64) *filterLibrary {
	t.Helper()
	s, c := open.empty(t)
	l := &filterLibrary{rng: rand.New(rand.NewPCG(seed, 3)), s: s}
	first, second := AddFolder(t, s, "/home/2019 Ärger"), AddFolder(t, s, "/media/x")
	l.oracle = oracle{t: t, roots: map[library.FolderID]string{first: "/home/2019 Ärger", second: "/media/x"}}
	const photos = 120
	for _, folder := range []library.FolderID{first, second} {
		var files []library.ScannedFile
		for range photos {
			n := l.rng.IntN(photos)
			files = append(files, File(path.Join(Pick(l.rng, someDirs), fmt.Sprintf(Pick(l.rng, someNames), n)), n))
		}
		Scan(t, s, folder, files...)
	}
	made := make(map[int]library.Photo)
	CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		n := int(f.Size) - 1000
		if _, ok := made[n]; !ok {
			made[n] = l.photo(n)
		}
		return library.IndexedPhoto{File: f, Photo: made[n]}
	})
	if err := s.SetFolderOffline(t.Context(), second, c.At); err != nil {
		t.Fatal(err)
	}
	for _, id := range tileIDs(t, s, library.Scope{}, library.NewestFirst) {
		p, err := s.Photo(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		l.photos = append(l.photos, p)
	}
	l.labelPhotos(t)
	return l
}

// labelPhotos gives the user's labels to many photos. The oracle treats labels like keywords of
// files.
func (l *filterLibrary) labelPhotos(t *testing.T) {
	t.Helper()
	var e library.Edit
	for i := range l.photos {
		p := &l.photos[i]
		word := library.TagEdit{Photo: p.ID, Label: Pick(l.rng, []library.Label{library.Yes, library.No})}
		switch l.rng.IntN(5) {
		case 0, 1:
			word.Tag = Tag(Pick(l.rng, someTags))
			p.Keywords = withLabel(p.Keywords, word)
		case 2:
			word.Tag = Person(Pick(l.rng, somePeople))
			p.People = withLabel(p.People, word)
		case 3:
			p.Caption = Pick(l.rng, []string{"", "own"})
			e.Captions = append(e.Captions, library.CaptionEdit{Photo: p.ID, Text: Text(p.Caption)})
			continue
		default:
			continue
		}
		e.Tags = append(e.Tags, word)
	}
	Edit(t, l.s, e)
}

// withLabel is a list of tags after the user labelled one.
func withLabel(list []string, e library.TagEdit) []string {
	list = slices.DeleteFunc(list, func(name string) bool { return plain(name) == plain(e.Tag.Name) })
	if e.Label == library.Yes {
		list = append(list, e.Tag.Name)
	}
	return list
}

func (l *filterLibrary) photo(n int) library.Photo {
	rng, p := l.rng, Photo(n)
	p.Format, p.Width, p.Height = Pick(rng, someFormats), 1+rng.IntN(3), 1+rng.IntN(3)
	p.Camera = library.Camera{Make: Pick(rng, someMakes), Model: Pick(rng, someModels), Lens: Pick(rng, someLenses),
		ISO: Pick(rng, []int{0, 100, 400, 3200})}
	p.Captured = library.CaptureTime{}
	if rng.IntN(3) > 0 {
		p.Captured.Local = l.day()
	}
	if rng.IntN(3) > 0 {
		place := Pick(rng, somePlaces)
		place.Latitude = max(-90, min(90, place.Latitude+rng.NormFloat64()/10))
		p.GPS = &place
	}
	p.Rating = rng.IntN(7) - 1
	p.Title, p.Caption = Pick(rng, []string{"", "", "title"}), Pick(rng, []string{"", "", "caption"})
	p.Keywords, p.People = some(rng, someTags), some(rng, somePeople)
	return p
}

// day is one of few days, so that bounds are met.
func (l *filterLibrary) day() time.Time {
	return time.Date(2019, time.Month(1+l.rng.IntN(12)), 1, 12*l.rng.IntN(2), 0, 0, 0, time.UTC)
}

// test makes up a question.
func (l *filterLibrary) test() library.Test {
	rng := l.rng
	switch rng.IntN(14) {
	case 0:
		days := []time.Time{{}, l.day(), time.Date(2023, 11, 15, 0, 13, 20, 0, time.UTC)}
		return library.DateTest{From: Pick(rng, days), To: Pick(rng, days)}
	case 1:
		return library.InTest{Name: Pick(rng, []string{"NORWAY", "2019", "e", "été", "ete", "media", "x", "home", "arger", "%", "_", "'"})}
	case 2:
		return library.FolderTest{Path: Pick(rng, []string{"/", "/home", "/media/x", "/media/x/2019", "/MEDIA/X/2019/norway", "2019/Norway",
			"2019/norw", "norway", "x", "home", "a%b", "/hom", "Norway/tromse"})}
	case 3:
		return library.NameTest{Text: Pick(rng, []string{"img", "IMG_1", "ete", ".jp", "'b\"", "%", "_", "1", "zz"})}
	case 4:
		return library.CameraTest{Text: Pick(rng, []string{"canon", "NIKON", "leica q2", "eos", "d7", "5d", "n e", "'", "%"})}
	case 5:
		return library.LensTest{Text: Pick(rng, []string{"50MM", "f/1.4", "lux", "ÉTÉ", "ete", "_"})}
	case 6:
		return library.ISOTest{Min: Pick(rng, []int{0, 100, 101, 400}), Max: Pick(rng, []int{0, 100, 399, 3200})}
	case 7:
		return library.TagTest{Name: Pick(rng, []string{"animals", "ANIMALS/dogs", "animals/dogs/bella", "animal", "ete", "a_b", "a%", "dog", "dogs"}), Whole: rng.IntN(2) == 0}
	case 8:
		return library.PersonTest{Name: Pick(rng, []string{"ann", "RENE", "Ann Lee", "b", "%"}), Whole: rng.IntN(2) == 0}
	case 9:
		return library.RatingTest{Min: rng.IntN(7) - 1, Max: rng.IntN(7) - 1}
	case 10:
		return library.NearTest{Position: Pick(rng, somePlaces), Kilometres: Pick(rng, []float64{0, 3, 12, 30, 500, 9000, 30000, -1})}
	case 11:
		return library.TypeTest{Format: Pick(rng, someFormats)}
	case 12:
		return library.OrientationTest{Orientation: library.Orientation(rng.IntN(3))}
	}
	return library.HasTest{Fact: library.Fact(rng.IntN(7))}
}

func (l *filterLibrary) filter() (f library.Filter) {
	for range 1 + l.rng.IntN(3) {
		c := library.Condition{Not: l.rng.IntN(3) == 0}
		for range 1 + l.rng.IntN(2)*l.rng.IntN(3) {
			c.Any = append(c.Any, l.test())
		}
		f.Conditions = append(f.Conditions, c)
	}
	return f
}

// Filters find what a plain evaluation of every photo finds, in any scope.
func testFiltersAgainstOracle(t *testing.T, open Open) {
	for seed := range uint64(4) {
		l := newFilterLibrary(t, open, seed)
		kinds := make(map[string]int)
		for range 400 {
			f := l.filter()
			l.oracle.scope = Pick(l.rng, []library.Scope{{}, {}, {Folder: 1}, {Folder: 2, Rel: "2019"}, {Folder: 2, Rel: "2019/Norway"}})
			var want []library.PhotoID
			for _, p := range l.photos {
				if l.oracle.passes(p, f) {
					want = append(want, p.ID)
				}
			}
			l.require(t, f, want)
			if len(want) > 0 && len(want) < len(l.photos) {
				kinds[fmt.Sprintf("%T", f.Conditions[0].Any[0])]++
			}
			if t.Failed() {
				t.FailNow()
			}
		}
		if len(kinds) != 14 {
			t.Errorf("only these tests found some photos and left some: %v", kinds)
		}
	}
}

// require compares the listings with the photos wanted, newest first.
func (l *filterLibrary) require(t *testing.T, f library.Filter, want []library.PhotoID) {
	t.Helper()
	var got []library.PhotoID
	err := l.s.PhotosIn(t.Context(), l.oracle.scope, f, func(id library.PhotoID) { got = append(got, id) })
	slices.Sort(got)
	if sorted := slices.Sorted(slices.Values(want)); err != nil || !slices.Equal(got, sorted) {
		t.Errorf("%+v in %+v: photos %v, want %v, %v", f, l.oracle.scope, got, sorted, err)
	}
	for _, sort := range []library.Sort{library.NewestFirst, library.OldestFirst, library.AddedLast, library.ByName} {
		tiles, err := l.s.Tiles(t.Context(), l.oracle.scope, f, sort)
		if err != nil || len(tiles) != len(want) {
			t.Errorf("%+v: %d tiles in order %d, want %d, %v", f, len(tiles), sort, len(want), err)
		}
		for i, tile := range tiles {
			if sort == library.NewestFirst && tile.ID != want[i] || !slices.Contains(want, tile.ID) {
				t.Errorf("%+v: tile %d is photo %d, want one of %v", f, i, tile.ID, want)
			}
		}
	}
}

// A condition on files looks at each file as a whole, a condition on photos at all files of
// the photo.
func testFilterOfCopies(t *testing.T, open Open) {
	s, _ := open.empty(t)
	a := AddFolder(t, s, "/a")
	Scan(t, s, a, File("x/one.jpg", 1), File("y/two.jpg", 1), File("y/three.jpg", 2))
	IndexAll(t, s)
	both := photoAt(t, s, "/a/x/one.jpg")
	filter := library.Filter{Conditions: []library.Condition{
		{Any: []library.Test{library.InTest{Name: "x"}}}, {Any: []library.Test{library.NameTest{Text: "two"}}}}}
	for scope, want := range map[library.Scope][]library.PhotoID{{}: {both}, {Folder: a}: {both}, {Folder: a, Rel: "x"}: nil, {Folder: a, Rel: "y"}: nil} {
		var got []library.PhotoID
		err := s.PhotosIn(t.Context(), scope, filter, func(id library.PhotoID) { got = append(got, id) })
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%+v: %v, want %v, %v", scope, got, want, err)
		}
	}
}

func testStrangeFilters(t *testing.T, open Open) {
	s, _ := open.empty(t)
	Scan(t, s, AddFolder(t, s, "/a"), File("x.jpg", 1))
	IndexAll(t, s)
	count := func(f library.Filter) (n int, err error) {
		err = s.PhotosIn(t.Context(), library.Scope{}, f, func(library.PhotoID) { n++ })
		return n, err
	}
	for _, bad := range []library.Test{nil, library.OrientationTest{Orientation: 9}, library.HasTest{Fact: 99}} {
		if _, err := count(library.Filter{Conditions: []library.Condition{{Any: []library.Test{bad}}}}); err == nil {
			t.Errorf("%#v was accepted", bad)
		}
		if _, err := s.Tiles(t.Context(), library.Scope{}, library.Filter{Conditions: []library.Condition{{Any: []library.Test{bad}}}}, library.ByName); err == nil {
			t.Errorf("%#v was accepted", bad)
		}
	}
	for not, want := range map[bool]int{false: 0, true: 1} {
		if n, err := count(library.Filter{Conditions: []library.Condition{{Not: not}}}); n != want || err != nil {
			t.Errorf("no tests, not %v: %d photos, want %d, %v", not, n, want, err)
		}
	}
	for _, text := range []string{"'", `"`, "\x00", "\xff", "%", "?1", "x') OR 1 --"} {
		f := library.Filter{Conditions: []library.Condition{{Any: []library.Test{library.NameTest{Text: text}, library.InTest{Name: text},
			library.FolderTest{Path: text}, library.TagTest{Name: text}, library.TypeTest{Format: text}}}}}
		if n, err := count(f); n != 0 || err != nil {
			t.Errorf("%q: %d photos, %v", text, n, err)
		}
	}
	if _, err := s.FacetValues(t.Context(), 99, "", 1); err == nil || errors.Is(err, library.ErrNotFound) {
		t.Errorf("unknown facet: %v", err)
	}
}
