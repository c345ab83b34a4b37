package cataloguetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/library"
)

// Written makes a catalogue of photos in the order of their ids, from 1 on.
func Written(t testing.TB, s library.Catalogue, photos ...library.Photo) {
	t.Helper()
	folder := AddFolder(t, s, "/home/Pictures")
	var files []library.ScannedFile
	for i, p := range photos {
		files = append(files, File(p.Files[0].Path, i))
	}
	Scan(t, s, folder, files...)
	CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		n := int(f.Size) - 1000
		p := photos[n]
		p.Hash, p.Format, p.Files = Photo(n).Hash, "jpeg", nil
		p.Width, p.Height = 3, 2
		return library.IndexedPhoto{File: f, Photo: p}
	})
}

func at(rel string) library.Photo { return library.Photo{Files: []library.FileRef{{Path: rel}}} }

// Described is a photo with a path and texts.
func Described(rel, title, caption string, people []string, tags ...string) library.Photo {
	p := at(rel)
	p.Title, p.Caption, p.People, p.Keywords = title, caption, people, tags
	return p
}

// Letters is a small library with many texts. The ids of its photos are 1, 2 and so on.
func Letters() []library.Photo {
	return []library.Photo{
		Described("2019/Norway trip/IMG_2043.jpg", "", "A red boat in the fjord, seen from the roof", nil, "sea|boat", "Holiday"),
		Described("2019/Norway trip/roof_party.JPG", "", "", []string{"José Müller", "Ann-Kathrin Lee"}, "animals/dogs"),
		Described("misc/RoofTop.png", "Our dog's party", "", nil),
		Described("misc/東京タワー.jpg", "", "夜の東京", nil, "日本/東京"),
		Described("misc/a.b.jpg", "", "the who live at the party on the roof", nil, "The Who", "C++"),
		Described("tromsø/x.jpg", "", "Łódź, crème brûlée", nil, "🐈"),
	}
}

// Found are the photos in whose texts a text is found.
type Found map[library.PhotoID]library.Mention

// Mentioned searches for a text and phrases, and fails the test unless the best come first and
// none twice.
func Mentioned(t testing.TB, s library.Catalogue, text string, limit int, phrases ...string) Found {
	t.Helper()
	got := Found{}
	before := library.Mention{Rank: math.Inf(1), Exact: true}
	err := s.Mentions(context.Background(), text, phrases, limit, func(m library.Mention) {
		if m.Exact && !before.Exact || m.Exact == before.Exact && m.Rank > before.Rank {
			t.Errorf("%q: %+v comes after %+v", text, m, before)
		}
		if _, twice := got[m.Photo]; twice {
			t.Errorf("%q: %+v twice", text, m)
		}
		before, got[m.Photo] = m, m
	})
	if err != nil {
		t.Errorf("%q: %v", text, err)
	}
	return got
}

// String lists the photos. "!" marks the exact ones, "*" those with all words.
func (m Found) String() string {
	var list []string
	for id, one := range m {
		mark := ""
		if one.Exact {
			mark += "!"
		}
		if one.All {
			mark += "*"
		}
		list = append(list, fmt.Sprint(id, mark))
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

func testMentions(t *testing.T, open Open) {
	s, _ := open.empty(t)
	Written(t, s, Letters()...)
	for _, test := range []struct {
		text    string
		phrases []string
		want    string
	}{
		{text: "2043", want: "1*"},
		{text: "img_2043", want: "1!*"},
		{text: "IMG_2043.JPG", want: "1!*"},
		{text: "IMG_2043.png", want: "1*"},
		{text: "party", want: "2* 3* 5*"},
		{text: "roof party", want: "1 2* 3* 5*"},
		{text: "roof party", phrases: []string{"roof party"}, want: "2*"},
		{text: "roof party norway", phrases: []string{"Roof party"}, want: "1 2*"},
		{text: "roof_party", want: "2!*"},
		{text: "rooftop", want: "3!*"},
		{text: "RoofTop", want: "3!*"},
		{text: "roof top", want: "1 2 3* 5"},
		{text: "dog", want: "3*"},
		{text: "DOGS", want: "2!*"},
		{text: "animals / dogs", want: "2!*"},
		{text: "animals", want: "2*"},
		{text: "boat", want: "1!*"},
		{text: "norway", want: "1* 2*"},
		{text: "pictures", want: "1* 2* 3* 4* 5* 6*"},
		{text: "home", want: ""},
		{text: "jose muller", want: "2!*"},
		{text: "Ann-Kathrin Lee", want: "2!*"},
		{text: "Kathrin", want: "2*"},
		{text: "lee jose", want: "2*"},
		{text: "lee jose", phrases: []string{"lee jose"}, want: ""},
		{text: "jose lee", phrases: []string{"muller ann"}, want: "2"},
		{text: "the", want: ""},
		{text: "the who", want: "5!*"},
		{text: "the who", phrases: []string{"the who"}, want: "5!*"},
		{text: "in the fjord", want: "1*"},
		{text: "東京", want: "4!*"},
		{text: "京タ", want: "4*"},
		{text: "東タ", want: ""},
		{text: "夜", want: "4*"},
		{text: "a.b", want: "5!*"},
		{text: "a", want: ""},
		{text: "c++", want: "5!*"},
		{text: "TROMSO", want: "6*"},
		{text: "lodz", want: "6*"},
		{text: "creme brulee", want: "6*"},
		{text: "🐈", want: "6!*"},
		{text: "zebra", want: ""},
		{text: "zebra fjord", want: "1"},
		{text: "", want: ""},
		{text: `fjord" OR "zebra`, want: "1"},
		{text: "names:fjord", want: "1"},
		{text: "fjo*", want: ""},
		{text: "NOT boat", want: "1*"},
	} {
		got := Mentioned(t, s, test.text, 100, test.phrases...).String()
		if got != test.want {
			t.Errorf("%q %q: %s, want %s", test.text, test.phrases, got, test.want)
		}
	}
}

// A tag, a person or a name that equals the text is better than any number of words. Otherwise
// tags count more than names, and names more than captions.
func testMentionsRank(t *testing.T, open Open) {
	s, _ := open.empty(t)
	photos := []library.Photo{
		Described("x/1.jpg", "", "a sunset", nil),
		Described("x/sunset at home.jpg", "", "", nil),
		Described("x/3.jpg", "", "", nil, "sunset sky"),
		Described("x/4.jpg", "", "", nil, "sunset"),
		Described("sunset/5.jpg", "", "", nil),
	}
	for i := range 40 {
		photos = append(photos, at(fmt.Sprintf("y/%d.jpg", i)))
	}
	Written(t, s, photos...)
	var order []library.PhotoID
	err := s.Mentions(t.Context(), "sunset", nil, 10, func(m library.Mention) { order = append(order, m.Photo) })
	if want := []library.PhotoID{4, 3, 2, 5, 1}; err != nil || !slices.Equal(order, want) {
		t.Errorf("order %v, want %v, %v", order, want, err)
	}
	if got := Mentioned(t, s, "sunset", 1).String(); got != "4!*" {
		t.Errorf("the first one is %s", got)
	}
}

// Texts are found as they are now, however they came to be so.
func testMentionsFollowChanges(t *testing.T, open Open) {
	ctx := t.Context()
	s, c := open.empty(t)
	Written(t, s, Described("Norway/roof.jpg", "", "boat", []string{"Ann"}, "sea"), Described("Norway/other.jpg", "", "", nil, "sea"))
	require := func(what string, wants ...string) {
		t.Helper()
		for i := 0; i < len(wants); i += 2 {
			if got := Mentioned(t, s, wants[i], 10).String(); got != wants[i+1] {
				t.Errorf("%s: %q is found in %s, want %s", what, wants[i], got, wants[i+1])
			}
		}
		CheckClean(t, s)
	}
	require("at first", "roof", "1!*", "norway", "1* 2*", "pictures", "1* 2*", "sea", "1!* 2!*", "boat", "1*", "ann", "1!*")

	apply(t, s, 1, library.ScanDelta{Moved: []library.MovedFile{moved(fileOf(t, s, 1, "Norway/roof.jpg"), "Norway/party.jpg", 0)}})
	require("renamed", "roof", "", "party", "1!*")
	apply(t, s, 1, library.ScanDelta{Moved: []library.MovedFile{moved(fileOf(t, s, 1, "Norway/party.jpg"), "Sweden/party.jpg", 0)}})
	require("moved", "norway", "2*", "sweden", "1*")

	Scan(t, s, 1, File("Finland/copy.jpg", 0))
	index := func(photo library.Photo) {
		CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
			return library.IndexedPhoto{File: f, Photo: photo}
		})
	}
	index(library.Photo{Hash: Photo(0).Hash})
	require("copied", "finland", "1*", "copy", "1!*", "party", "1!*", "boat", "1*")
	apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, 1, "Sweden/party.jpg")}})
	require("one of the copies gone", "party", "", "sweden", "", "copy", "1!*", "sea", "1!* 2!*")

	f, err := s.AddFolder(ctx, "/home")
	if err != nil {
		t.Fatal(err)
	}
	require("absorbed", "home", "1* 2*", "pictures", "1* 2*", "copy", "1!*")

	apply(t, s, f.ID, library.ScanDelta{Changed: []library.MovedFile{moved(fileOf(t, s, f.ID, "Pictures/Finland/copy.jpg"), "", 7)}})
	again := library.Photo{Hash: Photo(0).Hash, Format: "jpeg", Width: 1, Height: 1, Caption: "ship", Keywords: []string{"Lake", "SEA"}}
	index(again)
	require("read again", "boat", "", "ann", "", "ship", "1*", "lake", "1!*", "sea", "1!* 2!*")

	apply(t, s, f.ID, library.ScanDelta{Changed: []library.MovedFile{moved(fileOf(t, s, f.ID, "Pictures/Norway/other.jpg"), "", 8)}})
	CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Err: errors.New("broken")}
	})
	require("damaged", "other", "", "sea", "1!*")

	if err := s.RemoveFolder(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	require("removed", "ship", "", "copy", "", "sea", "", "home", "")

	Scan(t, s, AddFolder(t, s, "/other"), File("back.jpg", 0))
	index(library.Photo{Hash: Photo(0).Hash})
	require("back", "ship", "1*", "back", "1!*", "lake", "1!*", "finland", "")

	apply(t, s, f.ID+1, library.ScanDelta{Gone: []library.FileID{fileOf(t, s, f.ID+1, "back.jpg")}})
	c.At = c.At.Add(time.Hour)
	if ids, err := s.Purge(ctx, c.At); err != nil || len(ids) != 2 {
		t.Errorf("purged %v, %v", ids, err)
	}
	require("purged", "ship", "", "sea", "")
}

func fileOf(t *testing.T, s library.Catalogue, folder library.FolderID, rel string) (id library.FileID) {
	t.Helper()
	err := s.KnownFiles(t.Context(), folder, rel, func(f library.KnownFile) { id = f.ID })
	if err != nil || id == 0 {
		t.Fatalf("%s is not there, %v", rel, err)
	}
	return id
}

func testFacetValues(t *testing.T, open Open) {
	ctx := t.Context()
	s, _ := open.empty(t)
	photos := []library.Photo{
		Described("2019/Norway trip/a.jpg", "", "", []string{"José Müller", "Ann-Kathrin Lee"}, "animals/dogs", "Animals|dogs", "animals/cats"),
		Described("2019/Norway trip/Oslo/b.jpg", "", "", []string{"ann lee"}, "Animals", "animals-to-be"),
		Described("2020/norway trip/c.jpg", "", "", nil, "sea"),
		Described("2020/d.jpg", "", "", nil, "dogs"),
		Described("gone/e.jpg", "", "", []string{"Ann Lee"}, "gone", "sea"),
	}
	photos[0].Camera = library.Camera{Make: "NIKON CORPORATION", Model: "NIKON D70", Lens: "EF 50mm"}
	photos[1].Camera = library.Camera{Model: "Pixel 7"}
	photos[2].Camera = photos[1].Camera
	photos[4].Camera = library.Camera{Make: "Gone"}
	Written(t, s, photos...)
	copies := File("2020/copy of a.jpg", 0)
	Scan(t, s, 1, copies)
	CommitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: library.Photo{Hash: Photo(0).Hash}}
	})
	for id, name := range knownIDs(t, s, 1) {
		if strings.HasPrefix(name, "gone/") {
			apply(t, s, 1, library.ScanDelta{Gone: []library.FileID{id}})
		}
	}
	for _, test := range []struct {
		facet  library.Facet
		prefix string
		limit  int
		want   string
	}{
		{library.FacetTag, "", 0, "animals 2, animals-to-be 1, animals/cats 1, animals/dogs 1, dogs 1, sea 1"},
		{library.FacetTag, "DOG", 0, "animals/dogs 1, dogs 1"},
		{library.FacetTag, "to", 0, "animals-to-be 1"},
		{library.FacetTag, "ogs", 0, ""},
		{library.FacetTag, "", 1, "animals 2"},
		{library.FacetPerson, "l", 0, "Ann-Kathrin Lee 1, ann lee 1"},
		{library.FacetPerson, "jose m", 0, "José Müller 1"},
		{library.FacetCamera, "", 0, "Pixel 7 2, Nikon D70 1"},
		{library.FacetCamera, "nikon d", 0, "Nikon D70 1"},
		{library.FacetCamera, "g", 0, ""},
		{library.FacetLens, "50", 0, "EF 50mm 1"},
		{library.FacetIn, "", 0, "Pictures 4, 2020 3, Norway trip 3, 2019 2, Oslo 1"},
		{library.FacetIn, "nor", 0, "Norway trip 3"},
		{library.FacetIn, "trip", 0, "Norway trip 3"},
		{library.FacetIn, "orway", 0, ""},
		{library.FacetType, "", 5, "jpeg 4"},
	} {
		values, err := s.FacetValues(ctx, test.facet, test.prefix, test.limit)
		var got []string
		for _, v := range values {
			got = append(got, fmt.Sprint(v.Value, " ", v.Photos))
		}
		if list := strings.Join(got, ", "); list != test.want || err != nil {
			t.Errorf("facet %d %q: %s, want %s, %v", test.facet, test.prefix, list, test.want, err)
		}
	}
}
