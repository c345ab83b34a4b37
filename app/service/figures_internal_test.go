package service

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/problem"
	"descry/app/service/learning"
	"descry/internal/figures"
	"descry/library"
	"descry/ml/golden"
)

// photoHome copies photos as 0000.jpg and so on into a folder, of which those that
// are there already are left alone, and indexes them in a home beside it.
func photoHome(t *testing.T, dir string, files []string) (home, photos string) {
	t.Helper()
	home, photos = filepath.Join(dir, "home"), filepath.Join(dir, "photos")
	if err := os.MkdirAll(photos, 0o700); err != nil {
		t.Fatal(err)
	}
	for i, name := range files {
		to := filepath.Join(photos, numbered(i))
		if _, err := os.Stat(to); err == nil {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv(config.HomeVariable, home)
	if code := Program([]string{"index", photos}, strings.NewReader(""), os.Stderr, os.Stderr); code != 0 {
		t.Fatal("index failed")
	}
	return home, photos
}

func numbered(i int) string { return fmt.Sprintf("%04d.jpg", i) }

// openFigures opens a home and finds the photos by their place.
func openFigures(t *testing.T, home, photos string, n int) (*Library, []library.PhotoID) {
	t.Helper()
	e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	ids := make([]library.PhotoID, n)
	for i := range ids {
		if ids[i], err = e.Store.PhotoByPath(t.Context(), filepath.Join(problem.FollowLinks(photos), numbered(i))); err != nil {
			t.Fatal(err)
		}
	}
	return e, ids
}

// personalPhotos are groceries, then photos with captions, in one library.
type personalPhotos struct {
	b        *Session
	ids      []library.PhotoID
	place    map[library.PhotoID]int
	class    []string // of groceries, by place
	train    []bool   // of groceries
	captions learning.CaptionSet
	full     bool
}

// newPersonalPhotos is the library of all 1,864 photos where the figures are wanted, else a
// small one. To look at all takes minutes, so that it is kept between runs, each of which
// works on a copy of the catalogue.
func newPersonalPhotos(t *testing.T) *personalPhotos {
	t.Helper()
	p := &personalPhotos{place: map[library.PhotoID]int{}, full: figures.Dir() != ""}
	files := append(p.groceries(t, golden.Shared(t, "photos", "grocery")), p.captioned(t, golden.Shared(t, "photos", "flickr8k-test"))...)
	dir := figures.Dir()
	if !p.full {
		dir = t.TempDir()
	}
	home, photos := photoHome(t, dir, files)
	if p.full {
		work := t.TempDir()
		if err := os.CopyFS(work, os.DirFS(home)); err != nil {
			t.Fatal(err)
		}
		home = work
	}
	e, ids := openFigures(t, home, photos, len(files))
	p.b, p.ids = NewSession(e), ids
	for i, id := range ids {
		p.place[id] = i
	}
	return p
}

// fewKinds are the classes of the small library, whose photos have nothing in common;
// it has seven photos to teach with and three others of each.
var fewKinds = []string{"Banana", "Kiwi", "Garlic", "Watermelon", "Carrots", "Pineapple", "Aubergine", "Yellow-Bell-Pepper"}

func (p *personalPhotos) groceries(t *testing.T, dir string) (files []string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "labels.tsv"))
	if err != nil {
		t.Skip("the grocery photos are not beside the checkout")
	}
	taken := map[string]int{}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		fields := strings.Split(line, "\t")
		class, train := fields[1], fields[2] == "train"
		most := 3
		if train {
			most = 7
		}
		key := fields[2] + class
		if !p.full && (!slices.Contains(fewKinds, class) || taken[key] == most) {
			continue
		}
		taken[key]++
		files = append(files, filepath.Join(dir, fields[0]))
		p.class, p.train = append(p.class, class), append(p.train, train)
	}
	return files
}

func (p *personalPhotos) captioned(t *testing.T, dir string) (files []string) {
	t.Helper()
	set, err := learning.ReadCaptionsFile(filepath.Join(dir, "captions.tsv"))
	if err != nil {
		t.Skip("the Flickr8k test photos are not beside the checkout")
	}
	if !p.full {
		set.Images = set.Images[:100]
		n := slices.Index(set.Owner, len(set.Images))
		set.Captions, set.Owner = set.Captions[:n], set.Owner[:n]
	}
	p.captions = set
	for _, name := range set.Images {
		files = append(files, filepath.Join(dir, name))
	}
	return files
}

// classes are those of the groceries, in the order of their photos.
func (p *personalPhotos) classes() (list []string) {
	for _, c := range p.class {
		if !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// isOf reports whether the photo at a place is of a class.
func (p *personalPhotos) isOf(place int, class string) bool {
	return place < len(p.class) && p.class[place] == class
}
