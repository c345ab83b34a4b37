package sqlite_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/library/sqlite"
)

// written is a catalogue of photos in the order of their ids, from 1 on.
func written(t testing.TB, s *sqlite.Store, photos ...library.Photo) {
	t.Helper()
	folder := addFolder(t, s, "/home/Pictures")
	var files []library.ScannedFile
	for i, p := range photos {
		files = append(files, newFile(p.Files[0].Path, i))
	}
	scan(t, s, folder, files...)
	commitAll(t, s, "", func(f library.PendingFile) library.IndexedPhoto {
		n := int(f.Size) - 1000
		p := photos[n]
		p.Hash, p.Format, p.Files = testPhoto(n).Hash, "jpeg", nil
		p.Width, p.Height = 3, 2
		return library.IndexedPhoto{File: f, Photo: p}
	})
}

func at(rel string) library.Photo { return library.Photo{Files: []library.FileRef{{Path: rel}}} }

func said(rel, title, caption string, people []string, tags ...string) library.Photo {
	p := at(rel)
	p.Title, p.Caption, p.People, p.Keywords = title, caption, people, tags
	return p
}

// letters is a small library in which much is written. The ids of its photos are 1, 2 and
// so on.
func letters() []library.Photo {
	return []library.Photo{
		said("2019/Norway trip/IMG_2043.jpg", "", "A red boat in the fjord, seen from the roof", nil, "sea|boat", "Holiday"),
		said("2019/Norway trip/roof_party.JPG", "", "", []string{"José Müller", "Ann-Kathrin Lee"}, "animals/dogs"),
		said("misc/RoofTop.png", "Our dog's party", "", nil),
		said("misc/東京タワー.jpg", "", "夜の東京", nil, "日本/東京"),
		said("misc/a.b.jpg", "", "the who live at the party on the roof", nil, "The Who", "C++"),
		said("tromsø/x.jpg", "", "Łódź, crème brûlée", nil, "🐈"),
	}
}

type mentions map[library.PhotoID]library.Mention

func mentioned(t testing.TB, s *sqlite.Store, text string, limit int, phrases ...string) mentions {
	t.Helper()
	got := mentions{}
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

// String lists the photos; "!" marks the exact ones, "*" those with all words.
func (m mentions) String() string {
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

func TestMentions(t *testing.T) {
	s, _ := newStore(t)
	written(t, s, letters()...)
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
		got := mentioned(t, s, test.text, 100, test.phrases...).String()
		if got != test.want {
			t.Errorf("%q %q: %s, want %s", test.text, test.phrases, got, test.want)
		}
	}
}

// Whatever a tag, a person or a name is just is better than any number of words;
// beyond that, tags count more than names, and those more than captions.
func TestMentionsRank(t *testing.T) {
	s, _ := newStore(t)
	photos := []library.Photo{
		said("x/1.jpg", "", "a sunset", nil),
		said("x/sunset at home.jpg", "", "", nil),
		said("x/3.jpg", "", "", nil, "sunset sky"),
		said("x/4.jpg", "", "", nil, "sunset"),
		said("sunset/5.jpg", "", "", nil),
	}
	for i := range 40 {
		photos = append(photos, at(fmt.Sprintf("y/%d.jpg", i)))
	}
	written(t, s, photos...)
	var order []library.PhotoID
	err := s.Mentions(t.Context(), "sunset", nil, 10, func(m library.Mention) { order = append(order, m.Photo) })
	if want := []library.PhotoID{4, 3, 2, 5, 1}; err != nil || !slices.Equal(order, want) {
		t.Errorf("order %v, want %v, %v", order, want, err)
	}
	if got := mentioned(t, s, "sunset", 1).String(); got != "4!*" {
		t.Errorf("the first one is %s", got)
	}
}

func FuzzMentions(f *testing.F) {
	for _, seed := range []string{"", `"`, `a"b`, "a OR b", "NEAR(a b)", "^a", "a*", "{a}:b", "a:b", "(", "a\x00b", "\xff", "-a", "+", "東京a1B2",
		"½ ㎒ ﬁ", "\ue000", "\x1f", "é", "👨‍👩‍👧", strings.Repeat("a ", 1000), "กำ", "'s", "AAa"} {
		f.Add(seed, seed)
	}
	s := openStore(f, f.TempDir()+"/catalogue.db", sqlite.Options{})
	written(f, s, letters()...)
	f.Fuzz(func(t *testing.T, text, phrase string) {
		mentioned(t, s, text, 10, phrase)
	})
}
