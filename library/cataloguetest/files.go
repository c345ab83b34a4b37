package cataloguetest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"descry/library"
)

// oddNames are names that file systems allow and databases get wrong.
var oddNames = []string{
	"plain.jpg", "new\nline.jpg", "tab\t.jpg", "quote'\".jpg", "percent%_.jpg", "caf\xe9.jpg", "\xff\xfe\xfd",
	"dir\xe9/\x80.jpg", "dir\xe9.jpg", "emoji 🐈.jpg", " lead and trail ", "back\\slash.jpg", "a?b#c&d.jpg", "1", "1.0", "NULL",
}

func testOddNames(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	root := "/odd\n\xf0 folder"
	id := AddFolder(t, s, root)
	files := make([]library.ScannedFile, len(oddNames))
	for i, name := range oddNames {
		files[i] = File(name, i)
	}
	Scan(t, s, id, files...)
	var known []library.ScannedFile
	err := s.KnownFiles(ctx, id, "", func(f library.KnownFile) {
		known = append(known, library.ScannedFile{Rel: f.Rel, FileStamp: f.FileStamp})
	})
	if err != nil {
		t.Fatal(err)
	}
	byName := func(a, b library.ScannedFile) int { return int(a.Size - b.Size) }
	slices.SortFunc(known, byName)
	if !slices.Equal(known, files) {
		t.Errorf("known files differ:\n%+v\n%+v", known, files)
	}
	IndexAll(t, s)
	for _, name := range oddNames {
		photo := photoAt(t, s, root+"/"+name)
		paths, err := s.Paths(ctx, []library.PhotoID{photo})
		if err != nil || paths[0] != root+"/"+name {
			t.Errorf("path %q, want %q, %v", paths, name, err)
		}
	}
	Scan(t, s, id, files...)
	if n := Totals(t, s); n.Files != len(files) || n.Pending != 0 {
		t.Errorf("names are not found again: %+v", n)
	}
}

func testKnownFilesBelow(t *testing.T, open Open) {
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("b", 1), File("b/c.jpg", 2), File("b/d/e.jpg", 3), File("b.jpg", 4),
		File("b0", 5), File("bc/f.jpg", 6), File("c\xff/g.jpg", 7))
	for prefix, want := range map[string][]string{
		"b": {"b", "b/c.jpg", "b/d/e.jpg"}, "b/d": {"b/d/e.jpg"}, "b.jpg": {"b.jpg"}, "x": nil, "c\xff": {"c\xff/g.jpg"},
	} {
		var got []string
		err := s.KnownFiles(context.Background(), id, prefix, func(f library.KnownFile) { got = append(got, f.Rel) })
		slices.Sort(got)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("below %q: %q, want %q, %v", prefix, got, want, err)
		}
	}
}

func testApplyScan(t *testing.T, open Open) {
	tests := []struct {
		name  string
		delta func(ids map[string]library.FileID) library.ScanDelta
		want  []string // name and state, 0 = pending, 1 = indexed
	}{
		{"nothing", func(map[string]library.FileID) library.ScanDelta { return library.ScanDelta{} },
			[]string{"a 1", "b 1", "c 1"}},
		{"new", func(map[string]library.FileID) library.ScanDelta {
			return library.ScanDelta{New: []library.ScannedFile{File("d", 9)}}
		}, []string{"a 1", "b 1", "c 1", "d 0"}},
		{"new is known", func(map[string]library.FileID) library.ScanDelta {
			return library.ScanDelta{New: []library.ScannedFile{File("a", 9), File("b", 2)}}
		}, []string{"a 0", "b 1", "c 1"}},
		{"gone", func(ids map[string]library.FileID) library.ScanDelta {
			return library.ScanDelta{Gone: []library.FileID{ids["a"], 999}}
		}, []string{"b 1", "c 1"}},
		{"changed", func(ids map[string]library.FileID) library.ScanDelta {
			return library.ScanDelta{Changed: []library.MovedFile{moved(ids["a"], "a", 9)}}
		}, []string{"a 0", "b 1", "c 1"}},
		{"moved", func(ids map[string]library.FileID) library.ScanDelta {
			return library.ScanDelta{Moved: []library.MovedFile{moved(ids["a"], "x/y", 1)}}
		}, []string{"b 1", "c 1", "x/y 1"}},
		{"swapped", func(ids map[string]library.FileID) library.ScanDelta {
			return library.ScanDelta{Moved: []library.MovedFile{moved(ids["a"], "b", 1), moved(ids["b"], "a", 2)}}
		}, []string{"a 1", "b 1", "c 1"}},
		{"moved over another, and its name taken", func(ids map[string]library.FileID) library.ScanDelta {
			return library.ScanDelta{
				Moved: []library.MovedFile{moved(ids["a"], "b", 1)},
				New:   []library.ScannedFile{File("a", 9)},
			}
		}, []string{"a 0", "b 1", "c 1"}},
		{"moved from where it is gone", func(ids map[string]library.FileID) library.ScanDelta {
			return library.ScanDelta{Moved: []library.MovedFile{moved(999, "z", 9)}}
		}, []string{"a 1", "b 1", "c 1", "z 0"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, _ := open.empty(t)
			id := AddFolder(t, s, "/r")
			Scan(t, s, id, File("a", 1), File("b", 2), File("c", 3))
			IndexAll(t, s)
			ids := make(map[string]library.FileID)
			for file, name := range knownIDs(t, s, id) {
				ids[name[:1]] = file
			}
			apply(t, s, id, test.delta(ids))
			got := slices.Sorted(maps.Values(knownIDs(t, s, id)))
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func moved(id library.FileID, rel string, number int) library.MovedFile {
	return library.MovedFile{ID: id, Rel: rel, FileStamp: testStamp(number)}
}

// A photo stays in the grid while its changed file waits to be read again.
func testChangedFileKeepsPhoto(t *testing.T, open Open) {
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/r")
	Scan(t, s, id, File("a", 1))
	IndexAll(t, s)
	old := photoAt(t, s, "/r/a")
	for file := range knownIDs(t, s, id) {
		apply(t, s, id, library.ScanDelta{Changed: []library.MovedFile{moved(file, "a", 2)}})
	}
	if got := photoAt(t, s, "/r/a"); got != old {
		t.Errorf("photo %d, want %d", got, old)
	}
	if f := pending(t, s, model); len(f) != 1 || f[0].Photo != 0 || f[0].Hash != "" {
		t.Errorf("pending %+v: the file is to be read, not only encoded", f)
	}
	IndexAll(t, s)
	if got := photoAt(t, s, "/r/a"); got == old {
		t.Error("the file still holds the old photo")
	}
	if n := Totals(t, s); n.Photos != 1 {
		t.Errorf("%d photos, want 1", n.Photos)
	}
}

func testMoveBetweenFolders(t *testing.T, open Open) {
	s, _ := open.empty(t)
	a, b := AddFolder(t, s, "/a"), AddFolder(t, s, "/b")
	Scan(t, s, a, File("x", 1), File("y", 1))
	IndexAll(t, s)
	for file, name := range knownIDs(t, s, a) {
		if name == "x 1" {
			apply(t, s, b, library.ScanDelta{Moved: []library.MovedFile{moved(file, "sub/x", 1)}})
		}
	}
	for _, id := range []library.FolderID{a, b} {
		if got := counts(t, s, id); got != (library.Counts{Photos: 1, Files: 1, Indexed: 1}) {
			t.Errorf("counts %+v", got)
		}
	}
}

func testPending(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	a, b := AddFolder(t, s, "/a"), AddFolder(t, s, "/b")
	Scan(t, s, a, File("1", 1), File("2", 2))
	Scan(t, s, b, File("3", 3), File("4", 4))
	all := pending(t, s, model)
	if got := paths(all); !slices.Equal(got, []string{"/a/1", "/a/2", "/b/3", "/b/4"}) {
		t.Fatalf("pending %q", got)
	}
	if all[0].FileStamp != testStamp(1) {
		t.Errorf("stamp %+v", all[0].FileStamp)
	}
	// The first two are encoded, the third is read only.
	if err := s.Commit(ctx, model, []library.IndexedPhoto{Result(all[0]), Result(all[1])}); err != nil {
		t.Fatal(err)
	}
	read := Result(all[2])
	read.Vector = nil
	if err := s.Commit(ctx, model, []library.IndexedPhoto{read}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		model string
		want  []string
	}{
		{model, []string{"/b/3", "/b/4"}},
		{"", []string{"/b/4"}},
		{"other", []string{"/a/1", "/a/2", "/b/3", "/b/4"}},
	} {
		if got := paths(pending(t, s, test.model)); !slices.Equal(got, test.want) {
			t.Errorf("model %q: %q, want %q", test.model, got, test.want)
		}
	}
	rest := pending(t, s, model)
	if rest[0].Hash != read.Photo.Hash || rest[0].Photo != photoAt(t, s, "/b/3") || rest[1].Photo != 0 {
		t.Errorf("pending %+v", rest)
	}
	page, err := s.Pending(ctx, "other", all[0].ID, 2)
	if got := paths(page); err != nil || !slices.Equal(got, []string{"/a/2", "/b/3"}) {
		t.Errorf("page %q, %v", got, err)
	}
	if err := s.SetFolderPaused(ctx, a, true); err != nil {
		t.Fatal(err)
	}
	if err := s.SetFolderOffline(ctx, b, c.At); err != nil {
		t.Fatal(err)
	}
	if got := pending(t, s, "other"); len(got) != 0 {
		t.Errorf("pending in paused and offline folders: %q", paths(got))
	}
}

func testProblems(t *testing.T, open Open) {
	ctx := context.Background()
	s, c := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1), File("2", 2), File("3", 3))
	start := c.At
	for _, f := range pending(t, s, model) {
		c.At = c.At.Add(time.Minute)
		bad := library.IndexedPhoto{File: f, Err: errors.New("not a photo \xff")}
		if err := s.Commit(ctx, model, []library.IndexedPhoto{bad}); err != nil {
			t.Fatal(err)
		}
	}
	problems, err := s.Problems(ctx, 2)
	if err != nil || len(problems) != 2 {
		t.Fatalf("problems %+v, %v", problems, err)
	}
	if p := problems[0]; p.Path != "/a/3" || p.Reason != "not a photo \xff" || !p.Since.Equal(start.Add(3*time.Minute)) {
		t.Errorf("newest problem %+v", p)
	}
	if got := pending(t, s, model); len(got) != 0 {
		t.Errorf("failed files are pending: %q", paths(got))
	}
	if err := s.RetryFailed(ctx, problems[0].File); err != nil {
		t.Fatal(err)
	}
	if got := paths(pending(t, s, model)); !slices.Equal(got, []string{"/a/3"}) {
		t.Errorf("retried one: %q", got)
	}
	if err := s.RetryFailed(ctx); err != nil {
		t.Fatal(err)
	}
	if problems, err := s.Problems(ctx, 0); err != nil || len(problems) != 0 {
		t.Errorf("problems after retrying all: %+v, %v", problems, err)
	}
}

// Ignored problems leave the count, and come back when the file changes.
func testIgnoredProblemsLeaveTheCount(t *testing.T, open Open) {
	ctx := context.Background()
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1), File("2", 2), File("3", 3))
	fail := func() {
		t.Helper()
		for _, f := range pending(t, s, model) {
			if err := s.Commit(ctx, model, []library.IndexedPhoto{{File: f, Err: errors.New("not a photo")}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	expect := func(what string, failed, ignored int) []library.Problem {
		t.Helper()
		totals, err := s.Totals(ctx, model)
		if err != nil || totals.Failed != failed || totals.Ignored != ignored {
			t.Errorf("%s: in all %+v, %v; want %d failed, %d ignored", what, totals, err, failed, ignored)
		}
		folders, err := s.Folders(ctx, model)
		if err != nil || folders[0].Counts.Failed != failed || folders[0].Counts.Ignored != ignored {
			t.Errorf("%s: in the folder %+v, %v", what, folders[0].Counts, err)
		}
		problems, err := s.Problems(ctx, 0)
		if err != nil || len(problems) != failed+ignored {
			t.Fatalf("%s: problems %+v, %v", what, problems, err)
		}
		for i, p := range problems {
			if p.Ignored != (i >= failed) {
				t.Errorf("%s: problem %d is %+v", what, i, p)
			}
		}
		if findings, err := s.Check(ctx); err != nil || len(findings) > 0 {
			t.Errorf("%s: check: %q, %v", what, findings, err)
		}
		return problems
	}
	fail()
	problems := expect("all failed", 3, 0)
	if changed, err := s.IgnoreFailed(ctx, true, problems[0].File, problems[1].File); err != nil || len(changed) != 2 {
		t.Fatal(changed, err)
	}
	expect("two ignored", 1, 2)
	if err := s.RetryFailed(ctx); err != nil {
		t.Fatal(err)
	}
	fail()
	problems = expect("the other retried", 1, 2)
	if changed, err := s.IgnoreFailed(ctx, false, problems[0].File, problems[1].File); err != nil || len(changed) != 1 || changed[0].ID != problems[1].File {
		t.Fatal(changed, err)
	}
	problems = expect("one shown again", 2, 1)
	changed := File("3", 4)
	delta := library.ScanDelta{Changed: []library.MovedFile{{ID: problems[2].File, Rel: "3", FileStamp: changed.FileStamp}}}
	if err := s.ApplyScan(ctx, id, delta); err != nil {
		t.Fatal(err)
	}
	if got := pending(t, s, model); len(got) != 1 {
		t.Errorf("the changed file is not tried again: %q", paths(got))
	}
	fail()
	expect("the ignored one changed and failed again", 3, 0)
	if err := s.RemoveFolder(ctx, id); err != nil {
		t.Fatal(err)
	}
}

// The undo of ignoring leaves files alone that have changed since.
func testIgnoreUnchanged(t *testing.T, open Open) {
	ctx := t.Context()
	s, _ := open.empty(t)
	id := AddFolder(t, s, "/a")
	Scan(t, s, id, File("1", 1), File("2", 2), File("3", 3), File("fine", 4))
	for _, f := range pending(t, s, model) {
		r := library.IndexedPhoto{File: f, Err: errors.New("not a photo")}
		if f.Path == "/a/fine" {
			r = Result(f)
		}
		Must(t, s.Commit(ctx, model, []library.IndexedPhoto{r}))
	}
	var files []library.FailedFile
	for file, name := range knownIDs(t, s, id) {
		stamp := testStamp(int(name[0] - '0'))
		if name[0] == 'f' {
			stamp = testStamp(4)
		}
		files = append(files, library.FailedFile{ID: file, Size: stamp.Size, ModTimeNS: stamp.ModTimeNS})
	}
	slices.SortFunc(files, func(a, b library.FailedFile) int { return int(a.Size - b.Size) })
	failed := slices.Clone(files[:3])
	files[1].Size++
	files[2].ModTimeNS++
	for i, step := range []struct {
		ignored bool
		files   []library.FailedFile
		want    []library.FailedFile
	}{
		{true, files, failed[:1]},
		{true, append(failed, files[3], library.FailedFile{ID: 999}), failed[1:]},
		{true, failed, nil},
		{false, files, failed[:1]},
		{false, failed, failed[1:]},
		{false, nil, nil},
	} {
		changed, err := s.IgnoreUnchanged(ctx, step.ignored, step.files)
		if err != nil || !slices.Equal(changed, step.want) {
			t.Errorf("step %d changed %+v, want %+v, %v", i, changed, step.want, err)
		}
	}
}

func pending(t *testing.T, s library.Catalogue, model string) []library.PendingFile {
	t.Helper()
	files, err := s.Pending(context.Background(), model, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func paths(files []library.PendingFile) []string {
	var list []string
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}
