package cataloguetest

import (
	"math"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode"

	"descry/library"

	"golang.org/x/text/unicode/norm"
)

// oracle evaluates filters the plain way, photo by photo.
type oracle struct {
	t     *testing.T
	roots map[library.FolderID]string
	scope library.Scope
}

func (o oracle) passes(p library.Photo, f library.Filter) bool {
	places := o.inScope(p)
	if len(places) == 0 {
		return false
	}
	for _, c := range f.Conditions {
		any := slices.ContainsFunc(c.Any, func(t library.Test) bool { return o.test(p, places, t) })
		if any == c.Not {
			return false
		}
	}
	return true
}

// place is where a file lies: the library's folder, and the rest.
type place struct{ root, rel string }

func (o oracle) inScope(p library.Photo) (places []place) {
	for _, f := range p.Files {
		root := o.roots[f.Folder]
		rel := strings.TrimPrefix(f.Path, root+"/")
		if o.scope.Folder != 0 && (f.Folder != o.scope.Folder || o.scope.Rel != "" && !strings.HasPrefix(rel, o.scope.Rel+"/")) {
			continue
		}
		places = append(places, place{root, rel})
	}
	return places
}

// plain folds texts that have no letters but those with accents.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

func has(text, part string) bool { return strings.Contains(plain(text), plain(part)) }

func (o oracle) test(p library.Photo, places []place, t library.Test) bool {
	switch t := t.(type) {
	case library.DateTest:
		taken := p.Captured.Local
		return !p.Captured.IsZero() && (t.From.IsZero() || !taken.Before(t.From)) && (t.To.IsZero() || !p.Captured.End().After(t.To))
	case library.InTest:
		return slices.ContainsFunc(places, func(at place) bool {
			dirs := strings.Split(path.Join(path.Base(at.root), path.Dir(at.rel)), "/")
			return slices.ContainsFunc(dirs, func(dir string) bool { return has(dir, t.Name) })
		})
	case library.FolderTest:
		return slices.ContainsFunc(places, func(at place) bool { return below(path.Dir(path.Join(at.root, at.rel)), t.Path) })
	case library.NameTest:
		return slices.ContainsFunc(places, func(at place) bool { return has(path.Base(at.rel), t.Text) })
	case library.CameraTest:
		written := strings.Trim(p.Camera.Make+" "+p.Camera.Model, " ")
		return p.Camera.Name() != "" && (has(p.Camera.Name(), t.Text) || has(written, t.Text))
	case library.LensTest:
		return p.Camera.Lens != "" && has(p.Camera.Lens, t.Text)
	case library.ISOTest:
		return p.Camera.ISO > 0 && p.Camera.ISO >= t.Min && (t.Max == 0 || p.Camera.ISO <= t.Max)
	case library.TagTest:
		return slices.ContainsFunc(p.Keywords, func(tag string) bool {
			if !t.Whole && !strings.Contains(t.Name, "/") {
				return slices.Contains(strings.Split(plain(tag), "/"), plain(t.Name))
			}
			return strings.HasPrefix(plain(tag)+"/", plain(t.Name)+"/")
		})
	case library.PersonTest:
		return slices.ContainsFunc(p.People, func(name string) bool {
			return has(name, t.Name) && (!t.Whole || plain(name) == plain(t.Name))
		})
	}
	return o.factTest(p, t)
}

func (o oracle) factTest(p library.Photo, t library.Test) bool {
	switch t := t.(type) {
	case library.RatingTest:
		return t.Min <= p.Rating && p.Rating <= t.Max
	case library.NearTest:
		return p.GPS != nil && haversine(*p.GPS, t.Position) <= t.Kilometres
	case library.TypeTest:
		return p.Format == t.Format
	case library.OrientationTest:
		return t.Orientation == orientationOf(p)
	case library.HasTest:
		return map[library.Fact]bool{
			library.HasCaption: p.Title != "" || p.Caption != "",
			library.HasTag:     len(p.Keywords) > 0,
			library.HasPlace:   p.GPS != nil,
			library.HasDate:    !p.Captured.IsZero(),
			library.HasPerson:  len(p.People) > 0,
			library.HasRating:  p.Rating != 0,
			library.HasCamera:  p.Camera.Make != "" || p.Camera.Model != "",
		}[t.Fact]
	}
	o.t.Fatalf("the oracle doesn't know %T", t)
	return false
}

func orientationOf(p library.Photo) library.Orientation {
	switch {
	case p.Width > p.Height:
		return library.Landscape
	case p.Width < p.Height:
		return library.Portrait
	}
	return library.Square
}

// below reports that dir or a directory above is, or ends in, the path.
func below(dir, want string) bool {
	for {
		if plain(dir) == plain(want) || !path.IsAbs(want) && strings.HasSuffix(plain(dir), "/"+plain(want)) {
			return true
		}
		if dir == "/" {
			return false
		}
		dir = path.Dir(dir)
	}
}

// haversine is the way between two places in kilometres.
func haversine(a, b library.Position) float64 {
	rad := func(degrees float64) float64 { return degrees * math.Pi / 180 }
	square := func(x float64) float64 { return x * x }
	h := square(math.Sin(rad(b.Latitude-a.Latitude)/2)) +
		math.Cos(rad(a.Latitude))*math.Cos(rad(b.Latitude))*square(math.Sin(rad(b.Longitude-a.Longitude)/2))
	return 2 * 6371.0088 * math.Asin(math.Sqrt(min(1, h)))
}
