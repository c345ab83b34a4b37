package service

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/internal/largelibrary"
	"descry/library"
)

// searchLimit is what a search of 100,000 photos may take with the built-in model
// on two cores, from the text to the first results.
const searchLimit = 60 * time.Millisecond

// BenchmarkSearch100k asks a library of 100,000 photos what the window asks, a
// text that was never asked before each time. ms/limit is the time as a share of
// the limit, plain the time as a multiple of the plain query's of the same run.
func BenchmarkSearch100k(b *testing.B) {
	home := b.TempDir()
	made := largelibrary.Library{Home: home, Folder: filepath.Join(b.TempDir(), "photos"), Photos: 100_000, Model: "descry-starter-2", Dim: 512}
	if err := made.Make(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Setenv("DESCRY_HOME", home)
	paths, err := config.DefaultPaths()
	if err != nil {
		b.Fatal(err)
	}
	e, err := Open(b.Context(), paths)
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	back := NewSession(e)
	back.PrepareSearch(b.Context())
	ask := func(text string, order Order) error {
		_, err := back.Search(b.Context(), Ask{Query: parsed(b, text), Order: order})
		return err
	}
	if err := ask("warm", BestFirst); err != nil {
		b.Fatal(err)
	}
	var plain float64
	asked := 100 // a number that no text had before
	for _, c := range []struct {
		name, text string
		order      Order
	}{
		{"plain", "two children feeding ducks at a lake, number %d", BestFirst},
		{"word", "ducks%d", BestFirst},
		{"filters", "two children feeding ducks at a lake, number %d date:2015..2019 tag:family rating:>=2 camera:canon", BestFirst},
		{"without", "two children feeding ducks at a lake without people number %d", BestFirst},
		{"parts", "two children feeding ducks at a lake, number %d", MostParts},
		{"newest", "two children feeding ducks at a lake, number %d", NewestResults},
		{"paragraph", "The evening we grilled on the roof, number %d. Red lanterns hang behind a woman's shoulder. A man holds a glass of wine and laughs. The city lights are far below.", BestFirst},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				asked++
				if err := ask(fmt.Sprintf(c.text, asked), c.order); err != nil {
					b.Fatal(err)
				}
			}
			each := float64(b.Elapsed().Milliseconds()) / float64(b.N)
			if c.name == "plain" {
				plain = each
			}
			b.ReportMetric(each/float64(searchLimit.Milliseconds()), "of-limit")
			b.ReportMetric(each/plain, "of-plain")
		})
	}
	b.Run("why", func(b *testing.B) {
		for b.Loop() {
			asked++
			text := fmt.Sprintf("two children feeding ducks, number %d, at a lake", asked)
			if _, err := back.Why(b.Context(), asking(b, text), library.PhotoID(1)); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N)/plain, "of-plain")
	})
}
