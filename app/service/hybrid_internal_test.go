package service

import (
	"context"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/problem"
	"descry/app/service/learning"
	"descry/internal/figures"
	"descry/library"
	"descry/library/query"
	"descry/library/search"
	"descry/library/sqlite"
	"descry/ml/golden"
)

// wordless is a catalogue in which nothing is written about any photo.
type wordless struct{ *sqlite.Store }

func (wordless) Mentions(context.Context, string, []string, int, func(library.Mention)) error {
	return nil
}

// TestHybridFigures looks for photos by their fifth caption in a library whose user has
// written something about some of them: half have tags, the words of the first
// caption; a third are named by the second; a fifth have the third as description.
// It compares vectors alone, words alone, reciprocal-rank fusion and what Descry
// does.
func TestHybridFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("measures with hundreds of photos")
	}
	photos := golden.Shared(t, "photos", "flickr8k-test")
	set, err := learning.ReadCaptionsFile(filepath.Join(photos, "captions.tsv"))
	if err != nil {
		t.Skip("the Flickr8k test photos are not beside the checkout")
	}
	n := min(figures.Of(120, 1000), len(set.Images))
	dir := writtenLibrary(t, photos, set, n)
	e := indexed(t, dir)
	m := newHybrid(t, e, dir, set, n)
	m.compare(t)
	m.exact(t)
}

// hybrid measures searches of one library.
type hybrid struct {
	e       *Library
	s       *Searcher
	set     learning.CaptionSet
	n       int
	photos  []library.PhotoID // by image
	vectors *search.Index
	plain   *search.Index // the same without words
	names   []string
}

// captionOf is the k-th caption of an image.
func captionOf(set learning.CaptionSet, image, k int) string {
	for i, owner := range set.Owner {
		if owner == image {
			if k == 0 {
				return set.Captions[i]
			}
			k--
		}
	}
	return ""
}

// hybridName is how the user has named a photo.
func hybridName(set learning.CaptionSet, i int) string {
	if i%3 == 0 {
		words := query.Content(captionOf(set, i, 1))
		return fmt.Sprintf("%s %d.jpg", strings.Join(words[:min(4, len(words))], "_"), i)
	}
	return fmt.Sprintf("IMG_%04d.jpg", i)
}

func writtenLibrary(t *testing.T, photos string, set learning.CaptionSet, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		data, err := os.ReadFile(filepath.Join(photos, set.Images[i]))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, hybridName(set, i))
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
		var tags []string
		if i%2 == 0 {
			tags = query.Content(captionOf(set, i, 0))
		}
		description := ""
		if i%5 == 0 {
			description = captionOf(set, i, 2)
		}
		if err := os.WriteFile(name+".xmp", sidecar(tags, description), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func sidecar(tags []string, description string) []byte {
	var b strings.Builder
	b.WriteString(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>`)
	for _, tag := range tags {
		b.WriteString("<rdf:li>")
		_ = xml.EscapeText(&b, []byte(tag))
		b.WriteString("</rdf:li>")
	}
	b.WriteString(`</rdf:Bag></dc:subject><dc:description><rdf:Alt><rdf:li xml:lang="x-default">`)
	_ = xml.EscapeText(&b, []byte(description))
	b.WriteString(`</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`)
	return []byte(b.String())
}

func newHybrid(t *testing.T, e *Library, dir string, set learning.CaptionSet, n int) *hybrid {
	t.Helper()
	m := &hybrid{e: e, s: e.Searcher(), set: set, n: n}
	var err error
	if m.vectors, err = m.s.OpenVectors(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := m.s.Pack
	m.plain, err = search.Open(t.Context(), wordless{e.Store}, p.ID, p.JointDim, filepath.Join(t.TempDir(), "v"),
		search.Space{Scale: p.Scale, Calibration: m.s.calibration}, e.Log)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		name := hybridName(set, i)
		id, err := e.Store.PhotoByPath(t.Context(), filepath.Join(problem.FollowLinks(dir), name))
		if err != nil {
			t.Fatal(err)
		}
		m.photos, m.names = append(m.photos, id), append(m.names, name)
	}
	return m
}

// ranking is the order of photos that an index answers a text with.
func (m *hybrid) ranking(t *testing.T, x *search.Index, text string) []library.PhotoID {
	t.Helper()
	q, err := query.Parse(text, query.Now())
	if err != nil {
		t.Fatal(err)
	}
	answer, err := x.Ask(t.Context(), m.s.Learned.TextEncoder(t.Context()), search.Request{Query: q, Limit: m.n, Weak: m.n})
	if err != nil {
		t.Fatal(err)
	}
	return photosOf(answer)
}

func photosOf(a search.Answer) []library.PhotoID {
	ids := make([]library.PhotoID, len(a.Results))
	for i, r := range a.Results {
		ids[i] = r.Photo
	}
	return ids
}

// words ranks by what is written alone.
func (m *hybrid) words(t *testing.T, text string) []library.PhotoID {
	t.Helper()
	var found []library.Mention
	if err := m.e.Store.Mentions(t.Context(), text, nil, 500, func(x library.Mention) { found = append(found, x) }); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(found, func(a, b library.Mention) int {
		if a.Rank > b.Rank {
			return -1
		}
		return 1
	})
	ids := make([]library.PhotoID, len(found))
	for i, x := range found {
		ids[i] = x.Photo
	}
	return ids
}

// fuse is reciprocal-rank fusion with the customary constant of 60.
func fuse(lists ...[]library.PhotoID) []library.PhotoID {
	scores := map[library.PhotoID]float64{}
	var ids []library.PhotoID
	for _, list := range lists {
		for rank, id := range list {
			if scores[id] == 0 {
				ids = append(ids, id)
			}
			scores[id] += 1 / float64(60+rank+1)
		}
	}
	slices.SortStableFunc(ids, func(a, b library.PhotoID) int {
		if scores[a] > scores[b] {
			return -1
		}
		if scores[a] < scores[b] {
			return 1
		}
		return 0
	})
	return ids
}

// compare prints recall of the ways to rank and fails if words do harm.
func (m *hybrid) compare(t *testing.T) {
	names := []string{"vectors alone", "words alone", "reciprocal-rank fusion", "Descry"}
	found := make([][3]int, len(names))
	for i := range m.n {
		text := captionOf(m.set, i, 4)
		vectors, words := m.ranking(t, m.plain, text), m.words(t, text)
		for w, list := range [][]library.PhotoID{vectors, words, fuse(vectors, words), m.ranking(t, m.vectors, text)} {
			at := slices.Index(list, m.photos[i])
			for k, limit := range []int{1, 5, 10} {
				if at >= 0 && at < limit {
					found[w][k]++
				}
			}
		}
	}
	for w, name := range names {
		f := found[w]
		t.Logf("%-24s R@1 %5.1f  R@5 %5.1f  R@10 %5.1f", name,
			100*float64(f[0])/float64(m.n), 100*float64(f[1])/float64(m.n), 100*float64(f[2])/float64(m.n))
	}
	if found[3][0] < found[0][0] || found[3][2] < found[0][2] {
		t.Error("what is written made the ranking worse")
	}
}

// exact wants what is named outright before everything else.
func (m *hybrid) exact(t *testing.T) {
	for i, name := range m.names {
		for _, text := range []string{name, strings.TrimSuffix(name, ".jpg")} {
			if list := m.ranking(t, m.vectors, text); list[0] != m.photos[i] {
				t.Errorf("%q is photo %d of the answer", text, slices.Index(list, m.photos[i])+1)
			}
		}
	}
	tagged := map[string][]library.PhotoID{}
	for i := 0; i < m.n; i += 2 {
		for _, tag := range query.Content(captionOf(m.set, i, 0)) {
			if !slices.Contains(tagged[tag], m.photos[i]) {
				tagged[tag] = append(tagged[tag], m.photos[i])
			}
		}
	}
	for tag, photos := range tagged {
		first := m.ranking(t, m.vectors, tag)[:len(photos)]
		for _, id := range photos {
			if !slices.Contains(first, id) {
				t.Errorf("photo %d with the tag %q is not among the first %d", id, tag, len(first))
			}
		}
	}
}
