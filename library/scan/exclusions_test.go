package scan_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"descry/library/scan"
)

func exclusions(t testing.TB, patterns ...string) scan.Exclusions {
	t.Helper()
	x, err := scan.NewExclusions(patterns)
	must(t, err)
	return x
}

func TestExclusionsLeaveOut(t *testing.T) {
	root := filepath.Join(t.TempDir(), "Pictures")
	for _, c := range []struct {
		pattern string
		folders bool // rels are folders
		out, in []string
	}{
		{"Private", true, []string{"Private", "private", "a/PRIVATE", "a/private/b"}, []string{"Private 2", "a/notprivate", "."}},
		{"a/b", true, []string{"a/b", "A/B/c"}, []string{"b", "x/a/b", "a", "a/bc"}},
		{"a/*/c", true, []string{"a/x/c", "a/x/c/d"}, []string{"a/c", "a/x/y/c"}},
		{"a/**/c", true, []string{"a/c", "a/x/c", "a/x/y/c/d"}, []string{"c", "a/x", "b/a/c"}},
		{"**/raw", true, []string{"raw", "a/b/raw"}, []string{"a/rawer"}},
		{"a/**", true, []string{"a/b", "a/b/c"}, []string{"b"}},
		{"*.tmp", false, []string{"x.tmp", "a/y.TMP", "d.tmp/z.jpg"}, []string{"x.tmp.jpg"}},
		{"IMG_????.*", false, []string{"img_0001.jpg", "a/IMG_äöüß.heic"}, []string{"IMG_00012.jpg", "IMG_001.jpg"}},
		{"out/", false, []string{"out/x.jpg", "a/out/b/c.jpg"}, []string{"out", "a/out"}},
		{"out/", true, []string{"out", "a/Out"}, []string{"outer"}},
		{"Ärger", true, []string{"ärger", "A\u0308RGER/x"}, []string{"Arger"}},
		{"[a]{b}!#", true, []string{"[A]{b}!#"}, []string{"a"}},
		{"./a/../b/c/", true, []string{"b/c"}, []string{"a/b/c"}},
		{filepath.Join(root, "x", "y*"), true, []string{"x/y*", "x/y*/z"}, []string{"x/y1", "y*"}},
		{root, true, nil, []string{"a", "."}},
		{filepath.Dir(root), true, nil, []string{"a", "."}},
		{"Pictures", true, []string{"Pictures"}, []string{"a"}},
	} {
		rules := exclusions(t, c.pattern).Rules(root)
		for _, rel := range c.out {
			if !rules.LeaveOut(rel, c.folders) {
				t.Errorf("%s lets %s in", c.pattern, rel)
			}
		}
		for _, rel := range c.in {
			if rules.LeaveOut(rel, c.folders) {
				t.Errorf("%s leaves %s out", c.pattern, rel)
			}
		}
	}
}

func TestPatternsThatCantBeUsed(t *testing.T) {
	for pattern, fault := range map[string]scan.PatternFault{
		"": scan.PatternEmpty, "  ": scan.PatternEmpty, "..": scan.PatternOutside, "../a": scan.PatternOutside, "a/../../b": scan.PatternOutside,
		"*": scan.PatternEverything, "**": scan.PatternEverything, "**/*": scan.PatternEverything, ".": scan.PatternEverything, "./": scan.PatternEverything,
		strings.Repeat("x", 5000): scan.PatternLong,
	} {
		_, err := scan.NewExclusions([]string{"fine", pattern})
		var told *scan.PatternError
		if !errors.As(err, &told) || told.Fault != fault || !errors.Is(err, scan.ErrPattern) {
			t.Errorf("%.20q: %v, want fault %d", pattern, err, fault)
		}
	}
	_, err := scan.NewExclusions(slices.Repeat([]string{"a"}, 1001))
	var told *scan.PatternError
	if !errors.As(err, &told) || told.Fault != scan.PatternMany {
		t.Errorf("too many patterns: %v", err)
	}
}

// FuzzExclusions compares names that match with a regular expression.
func FuzzExclusions(f *testing.F) {
	f.Add("a/**/b*?", "a/x/bc")
	f.Add("**/**/a*a*a*a*b", strings.Repeat("a", 200))
	f.Add("Ä*", "ä/b")
	f.Fuzz(func(t *testing.T, pattern, rel string) {
		x, err := scan.NewExclusions([]string{pattern})
		if err != nil || rel == "" || !filepath.IsLocal(rel) || len(rel)+len(pattern) > 500 {
			return
		}
		got := x.Rules("/photos").LeaveOut(rel, true)
		if filepath.IsAbs(pattern) || strings.ContainsFunc(pattern+rel, func(r rune) bool { return r >= 0x80 || r < ' ' }) || scan.IgnoredPath(rel) ||
			strings.ContainsAny(pattern, " .\\") || strings.ContainsAny(rel, ".") || strings.Contains(rel, "//") || strings.HasSuffix(rel, "/") {
			return
		}
		names := strings.Split(strings.Trim(regexp.MustCompile("/+").ReplaceAllString(pattern, "/"), "/"), "/")
		if len(names) == 1 {
			names = []string{"**", names[0]}
		}
		expr := "(?i)^"
		for _, name := range names {
			if name == "**" {
				expr += "([^/]*/)*"
				continue
			}
			name = regexp.QuoteMeta(name)
			name = strings.NewReplacer(`\*`, "[^/]*", `\?`, "[^/]").Replace(name)
			expr += name + "/"
		}
		want := regexp.MustCompile(expr).MatchString(rel + "/")
		if got != want {
			t.Errorf("%q, %q: left out %v, want %v", pattern, rel, got, want)
		}
	})
}

func TestWalkLeavesOut(t *testing.T) {
	var many []string
	for i := range 3000 {
		many = append(many, fmt.Sprintf("large/%04d.jpg", i))
	}
	for _, c := range []struct {
		name    string
		files   []string
		exclude []string
		only    []string
		want    []string
		marked  []string
	}{
		{"Android", []string{"a.jpg", "cache/.nomedia", "cache/b.jpg", "cache/deep/c.jpg", ".nomedia"}, nil, nil, []string{"a.jpg"}, []string{"cache"}},
		{"Android's of a part", []string{"cache/.nomedia", "cache/b.jpg", "cache/deep/c.jpg"}, nil, []string{"cache/b.jpg", "cache/deep"}, nil, []string{"cache"}},
		{"Android's of a folder", []string{"cache/.nomedia", "cache/b.jpg"}, nil, []string{"cache"}, nil, []string{"cache"}},
		{"a folder with the name", []string{"a/.nomedia/x.jpg", "a/b.jpg"}, nil, nil, []string{"a/b.jpg"}, nil},
		{"a large folder", append(many, "large/.nomedia", "b.jpg"), nil, nil, []string{"b.jpg"}, []string{"large"}},
		{"Photos", []string{"X.photoslibrary/originals/A/1.jpeg", "X.photoslibrary/resources/derivatives/A/1.jpeg", "x.photosLibrary/Masters/2.jpg",
			"X.photoslibrary/cover.jpg", "i.photolibrary/Masters/3.jpg", "i.photolibrary/Thumbnails/3.jpg", "a.aplibrary/Previews/4.jpg", "a.aplibrary/Masters/4.jpg"}, nil, nil,
			[]string{"X.photoslibrary/originals/A/1.jpeg", "a.aplibrary/Masters/4.jpg", "i.photolibrary/Masters/3.jpg", "x.photosLibrary/Masters/2.jpg"}, nil},
		{"Lightroom", []string{"Catalog Previews.lrdata/0/x.jpg", "Smart Previews.lrdata/x.dng", "a.lrdata.jpg"}, nil, nil, []string{"a.lrdata.jpg"}, nil},
		{"Capture One", []string{"s/CaptureOne/Cache/Proxies/a.jpg", "s/Output/a.jpg", "c.cocatalog/Cache/b.jpg", "c.cocatalog/Originals/b.jpg", "Cache/c.jpg"}, nil, nil,
			[]string{"Cache/c.jpg", "c.cocatalog/Originals/b.jpg", "s/Output/a.jpg"}, nil},
		{"Immich", []string{"thumbs/.immich", "thumbs/u/1.jpg", "library/.immich", "library/1.jpg", "own/thumbs/2.jpg", "encoded-video/.immich", "encoded-video/1"}, nil, nil,
			[]string{"library/1.jpg", "own/thumbs/2.jpg"}, []string{"encoded-video", "thumbs"}},
		{"PhotoPrism", []string{"storage/.ppstorage", "storage/cache/1.jpg", "2.jpg"}, nil, nil, []string{"2.jpg"}, []string{"storage"}},
		{"Nextcloud", []string{"appdata_oc1/preview/1/64.png", "jane/files/1.png"}, nil, nil, []string{"jane/files/1.png"}, nil},
		{"patterns", []string{"a/Private/1.jpg", "a/2.jpg", "b/x_draft.jpg", "b/3.jpg"}, []string{"private/", "*_draft.*"}, nil, []string{"a/2.jpg", "b/3.jpg"}, nil},
		{"patterns of parts", []string{"a/Private/1.jpg", "b/x_draft.jpg", "b/3.jpg"}, []string{"private/", "*_draft.*"},
			[]string{"a/Private", "a/Private/1.jpg", "b/x_draft.jpg", "b"}, []string{"b/3.jpg"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := tree(t, c.files...)
			got, report := walk(t, root, scan.Options{Exclude: exclusions(t, c.exclude...), Only: c.only})
			equal(t, "files", got, c.want)
			slices.Sort(report.Marked)
			equal(t, "marked", slices.Compact(report.Marked), c.marked)
		})
	}
}

// TestWalkOfAPackage walks a library of Photos that is itself the root.
func TestWalkOfAPackage(t *testing.T) {
	root := filepath.Join(tree(t, "X.photoslibrary/originals/1.jpg", "X.photoslibrary/resources/1.jpg"), "X.photoslibrary")
	got, _ := walk(t, root, scan.Options{})
	equal(t, "files", got, []string{"originals/1.jpg"})
}

// TestPhotoLibraryCase walks the case of the shared cases that has a library of Photos.
func TestPhotoLibraryCase(t *testing.T) {
	text, err := os.ReadFile("../../../shared/cases/cases.json")
	if err != nil {
		t.Skip("the shared cases are not here")
	}
	var all struct {
		Scenarios []struct {
			ID     string
			Steps  []string
			Expect struct{ Photos int }
		}
	}
	must(t, json.Unmarshal(text, &all))
	for _, s := range all.Scenarios {
		if s.ID != "photo-library-package" {
			continue
		}
		var files []string
		for _, name := range regexp.MustCompile(`'([^']*)'`).FindAllStringSubmatch(s.Steps[0], -1) {
			files = append(files, name[1])
		}
		got, _ := walk(t, tree(t, files...), scan.Options{})
		if len(files) == 0 || len(got) != s.Expect.Photos {
			t.Errorf("found %q of %q, want %d", got, files, s.Expect.Photos)
		}
		return
	}
	t.Skip("the case is not there")
}

func TestWalkTellsOfLinkedFolders(t *testing.T) {
	root, other := tree(t, "a/1.jpg"), tree(t, "2.jpg")
	other, err := filepath.EvalSymlinks(other)
	must(t, err)
	for link, target := range map[string]string{"trip": other, "a/nas.jpg": other, "file": filepath.Join(other, "2.jpg"), "broken": other + "x", ".hidden": other, "private": other, "loop": "loop"} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Skip(err)
		}
	}
	o := scan.Options{Candidate: jpegOnly, Exclude: exclusions(t, "private")}
	_, report := walk(t, root, o)
	if want := []scan.LinkedFolder{{"a/nas.jpg", other}, {"trip", other}}; !slices.Equal(report.Linked, want) {
		t.Errorf("got %v, want %v", report.Linked, want)
	}
	o.Only = []string{"."}
	if _, report := walk(t, root, o); report.Linked != nil {
		t.Errorf("a walk of parts tells %v", report.Linked)
	}
}
