//go:build unix

package sqlite_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/internal/cputime"
	"descry/library"
	"descry/library/sqlite"
)

// richPhoto is a photo about which something is written, as in a library whose
// user takes care: a caption in every second, three tags, a person in every third,
// at one of twenty places or at home.
func richPhoto(number int) library.Photo {
	rng := rand.New(rand.NewPCG(uint64(number), 5))
	p := testPhoto(number)
	p.Camera = library.Camera{Make: "Acme", Model: fmt.Sprintf("Shooter %d", rng.IntN(12)), Lens: fmt.Sprintf("%d mm", 10+rng.IntN(40)),
		ISO: 100 << rng.IntN(7), FNumber: 2.8}
	if rng.IntN(3) == 0 {
		p.Width, p.Height = p.Height, p.Width
	}
	p.Format = []string{"jpeg", "jpeg", "jpeg", "heic", "raw", "png"}[rng.IntN(6)]
	p.Rating = max(0, rng.IntN(10)-4)
	home := library.Position{Latitude: 59.9 + rng.NormFloat64()/10, Longitude: 10.7 + rng.NormFloat64()/10}
	p.GPS = &home
	if trip := rng.IntN(40); trip < 20 {
		p.GPS.Latitude, p.GPS.Longitude = p.GPS.Latitude-float64(2*trip), p.GPS.Longitude+float64(5*trip)
	}
	for range 3 {
		p.Keywords = append(p.Keywords, fmt.Sprintf("kind %d|%s", rng.IntN(10), commonWord(rng)))
	}
	if rng.IntN(3) == 0 {
		p.People = []string{"Person " + commonWord(rng)}
	}
	if rng.IntN(2) == 0 {
		words := []string{"a"}
		for range 10 {
			words = append(words, commonWord(rng), "the")
		}
		p.Caption = strings.Join(words, " ")
	}
	return p
}

// commonWord is one of 5,000, the most frequent of which is every twelfth (Zipf).
func commonWord(rng *rand.Rand) string {
	rank := int(math.Exp(rng.Float64() * math.Log(5000)))
	return "word" + string(rune('a'+rank%26)) + string(rune('a'+rank/26%26)) + string(rune('a'+rank/676))
}

// richCatalogue holds 100,000 photos of which every second has a copy elsewhere.
func richCatalogue(b *testing.B, path string) *sqlite.Store {
	b.Helper()
	s := openStore(b, path, sqlite.Options{})
	for i, name := range []string{"/pictures/first", "/pictures/second"} {
		scan(b, s, addFolder(b, s, name), benchFiles(i*benchPhotos/2, benchPhotos)...)
	}
	start := time.Now()
	commitAll(b, s, benchModel, func(f library.PendingFile) library.IndexedPhoto {
		return library.IndexedPhoto{File: f, Photo: richPhoto(int(f.Size) % benchPhotos)}
	})
	b.Logf("200,000 files committed in %v", time.Since(start).Round(time.Millisecond))
	return s
}

func not(t library.Test) library.Filter {
	return library.Filter{Conditions: []library.Condition{{Not: true, Any: []library.Test{t}}}}
}

// benchFilters are one filter of every kind, those that find much among them.
func benchFilters() []struct {
	name   string
	scope  library.Scope
	filter library.Filter
} {
	year := library.DateTest{From: time.Unix(1_502_000_000, 0).UTC(), To: time.Unix(1_504_000_000, 0).UTC()}
	home := library.NearTest{Position: library.Position{Latitude: 59.9, Longitude: 10.7}, Kilometres: 50}
	all := library.Scope{}
	return []struct {
		name   string
		scope  library.Scope
		filter library.Filter
	}{
		{"Everything", all, library.Filter{}},
		{"Date", all, filterOf(year)},
		{"In", all, filterOf(library.InTest{Name: "album 01"})},
		{"InEverything", all, filterOf(library.InTest{Name: "first"})},
		{"Folder", all, filterOf(library.FolderTest{Path: "/pictures/first/2003"})},
		{"FolderEverything", all, filterOf(library.FolderTest{Path: "/pictures"})},
		{"Name", all, filterOf(library.NameTest{Text: "0042"})},
		{"NameEverything", all, filterOf(library.NameTest{Text: "img"})},
		{"Camera", all, filterOf(library.CameraTest{Text: "shooter 1"})},
		{"Lens", all, filterOf(library.LensTest{Text: "5"})},
		{"ISO", all, filterOf(library.ISOTest{Min: 400, Max: 1600})},
		{"Tag", all, filterOf(library.TagTest{Name: "kind 3"})},
		{"NotTag", all, not(library.TagTest{Name: "kind 3"})},
		{"Untagged", all, not(library.HasTest{Fact: library.HasTag})},
		{"Person", all, filterOf(library.PersonTest{Name: "wordb"})},
		{"Rating", all, filterOf(library.RatingTest{Min: 3, Max: 5})},
		{"Near", all, filterOf(home)},
		{"Type", all, filterOf(library.TypeTest{Format: "raw"})},
		{"Orientation", all, filterOf(library.OrientationTest{Orientation: library.Portrait})},
		{"HasCaption", all, filterOf(library.HasTest{Fact: library.HasCaption})},
		{"DateCamera", all, filterOf(year, library.CameraTest{Text: "shooter 1"})},
		{"TagRating", all, filterOf(library.TagTest{Name: "kind 3"}, library.RatingTest{Min: 3, Max: 5})},
		{"InTag", all, filterOf(library.InTest{Name: "2003"}, library.TagTest{Name: "kind 3"})},
		{"NearPerson", all, filterOf(home, library.PersonTest{Name: "wordb"})},
		{"InFolder", library.Scope{Folder: 1}, library.Filter{}},
		{"InFolderName", library.Scope{Folder: 1}, filterOf(library.NameTest{Text: "0042"})},
		{"InDirectory", library.Scope{Folder: 1, Rel: "2003"}, filterOf(library.RatingTest{Min: 3, Max: 5})},
	}
}

// BenchmarkFilters lists what passes a filter, of 100,000 photos in 200,000 files.
// "Everything" is the plain listing to compare with.
func BenchmarkFilters(b *testing.B) {
	ctx := context.Background()
	s := richCatalogue(b, filepath.Join(b.TempDir(), "catalogue.db"))
	var listing time.Duration // of everything, which comes first
	for _, c := range benchFilters() {
		b.Run(c.name, func(b *testing.B) {
			n, before := 0, cputime.Used()
			for b.Loop() {
				n = 0
				if err := s.PhotosIn(ctx, c.scope, c.filter, func(library.PhotoID) { n++ }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((cputime.Used()-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(n), "photos")
			each := b.Elapsed() / time.Duration(b.N)
			if listing == 0 {
				listing = each
			}
			b.ReportMetric(float64(each)/float64(listing), "x-listing")
		})
	}
	benchWritten(b, s)
}

// benchWritten measures full text and facets in the same catalogue.
func benchWritten(b *testing.B, s *sqlite.Store) {
	ctx := context.Background()
	for name, text := range map[string]string{"Common": "wordbaa", "ThreeWords": "wordbaa wordcaa worddca", "Rare": "wordcgh",
		"Name": "IMG_000042", "Everything": "img",
		"Paragraph": "a wordbaa and wordcba in the worddba with wordeca of wordfda wordgea wordhfa wordiga wordjha wordkia wordlja wordmka wordnla wordoma"} {
		b.Run("Mentions/"+name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = 0
				if err := s.Mentions(ctx, text, nil, 500, func(library.Mention) { n++ }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n), "photos")
		})
	}
	for name, facet := range map[string]library.Facet{"Tag": library.FacetTag, "Person": library.FacetPerson,
		"Camera": library.FacetCamera, "In": library.FacetIn, "Type": library.FacetType} {
		for _, prefix := range []string{"", "wordb", "k"} {
			b.Run("Facet/"+name+"/\""+prefix+"\"", func(b *testing.B) {
				for b.Loop() {
					if _, err := s.FacetValues(ctx, facet, prefix, 20); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
