package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"descry/app/config"
	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
)

// awayLibrary is a library with a folder of ten files, a drive below it with three, and
// another folder; nothing is away yet.
func awayLibrary(t *testing.T) (e *service.Library, folder, other library.Folder) {
	t.Helper()
	home := t.TempDir()
	e, err := service.Open(t.Context(), config.PathsIn(home, home, home, home))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	// The name is one that a shell would take apart.
	dir := filepath.Join(problem.FollowLinks(t.TempDir()), "Ann's photos")
	must(os.MkdirAll(filepath.Join(dir, "card"), 0o755))
	folder, err = e.Store.AddFolder(t.Context(), dir)
	must(err)
	other, err = e.Store.AddFolder(t.Context(), problem.FollowLinks(t.TempDir()))
	must(err)
	delta := library.ScanDelta{Places: []library.Place{{Folder: folder.ID, Device: 1}, {Folder: folder.ID, Rel: "card", Device: 2}}}
	for _, name := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "card/a", "card/b", "card/c"} {
		delta.New = append(delta.New, library.ScannedFile{Rel: name + ".jpg", FileStamp: library.FileStamp{Size: 1, ModTimeNS: 1}})
	}
	must(e.Store.ApplyScan(t.Context(), folder.ID, delta))
	return e, folder, other
}

var awaySince = time.Date(2024, 5, 14, 13, 30, 0, 0, time.Local)

// lose has files be away, whose names begin so, and the places be as given.
func lose(t *testing.T, e *service.Library, folder library.Folder, prefix string, places ...library.Place) {
	t.Helper()
	delta := library.ScanDelta{Places: places}
	err := e.Store.KnownFiles(t.Context(), folder.ID, "", func(f library.KnownFile) {
		if strings.HasPrefix(f.Rel, prefix) && (prefix != "" || !strings.HasPrefix(f.Rel, "card/")) {
			delta.Away = append(delta.Away, f.ID)
		}
	})
	if err == nil {
		err = e.Store.ApplyScan(t.Context(), folder.ID, delta)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// unplugged is the library with the drive away, and a question about the folder.
func unplugged(t *testing.T) (e *service.Library, folder library.Folder) {
	e, folder, _ = awayLibrary(t)
	root := library.Place{Folder: folder.ID, Device: 1}
	card := library.Place{Folder: folder.ID, Rel: "card", Device: 2, AwaySince: awaySince}
	lose(t, e, folder, "card/", root, card)
	root.AskedSince = awaySince
	lose(t, e, folder, "", root, card)
	return e, folder
}

func TestCommandsSayWhatIsAway(t *testing.T) {
	e, folder := unplugged(t)
	var status, folders, index, asJSON bytes.Buffer
	for _, run := range []func() error{
		func() error { return runStatus(t.Context(), e, false, &status) },
		func() error { return runFolders(t.Context(), e, false, &folders) },
		func() error { return reportIndex(e, t.Context(), time.Second, false, &index) },
		func() error { return runStatus(t.Context(), e, true, &asJSON) },
	} {
		if err := run(); err != nil {
			t.Fatal(err)
		}
	}
	quoted := `'` + strings.ReplaceAll(folder.Path, "'", `'\''`) + `'`
	for name, text := range map[string]string{"status": status.String(), "folders": folders.String(), "index": index.String()} {
		for _, want := range []string{
			folder.Path + "/card is offline since 14 May 2024, with 3 photos.\n",
			"10 photos are gone from " + folder.Path + ": deleted, or is the drive away?\n",
			"If they are deleted: descry folders confirm " + quoted + "\n",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("%s doesn't say %q:\n%s", name, want, text)
			}
		}
	}
	var said struct {
		Places []struct {
			Path, Folder, Question, Answer string
			OfflineSince                   time.Time `json:"offline_since"`
			AskedSince                     time.Time `json:"asked_since"`
			Photos                         int
		}
	}
	if err := json.Unmarshal(asJSON.Bytes(), &said); err != nil || len(said.Places) != 2 {
		t.Fatalf("%v, JSON %s", err, asJSON.String())
	}
	for _, inside := range []string{`"Place"`, `"Words"`, `"Folder"`} {
		if strings.Contains(asJSON.String(), inside) {
			t.Errorf("scripts read %s, which is the program's own", inside)
		}
	}
	root, card := said.Places[0], said.Places[1]
	if root.Path != folder.Path || root.Photos != 10 || !root.AskedSince.Equal(awaySince) || !root.OfflineSince.IsZero() ||
		root.Answer != "descry folders confirm "+quoted || !strings.HasPrefix(root.Question, "10 photos are gone from ") {
		t.Errorf("JSON of the folder: %+v", root)
	}
	if card.Path != folder.Path+"/card" || card.Folder != folder.Path || card.Photos != 3 || !card.OfflineSince.Equal(awaySince) || card.Question+card.Answer != "" {
		t.Errorf("JSON of the drive: %+v", card)
	}
	if text := status.String(); !strings.Contains(text, "card offline since 14 May 2024 · 10 photos gone since 14 May 2024") {
		t.Errorf("beside the folder nothing is said:\n%s", text)
	}
}

func TestConfirmAsksFirst(t *testing.T) {
	e, folder := unplugged(t)
	confirm := func(dir, input string, yes bool) (string, error) {
		var out bytes.Buffer
		err := runConfirmGone(t.Context(), e, dir, yes, strings.NewReader(input), &out)
		return out.String(), err
	}
	files := func() (n int) {
		if err := e.Store.KnownFiles(t.Context(), folder.ID, "", func(library.KnownFile) { n++ }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, answer := range []string{"n\n", "\n", "what?\n"} {
		out, err := confirm(folder.Path, answer, false)
		if err != nil || !strings.Contains(out, "10 photos are gone from "+folder.Path+" since 14 May 2024, 13:30: 0.jpg, 1.jpg, 2.jpg, 3.jpg, 4.jpg and 5 more") ||
			!strings.Contains(out, "Nothing was changed") {
			t.Errorf("answered %q: %v\n%s", answer, err, out)
		}
	}
	if _, err := confirm(folder.Path, "", false); err == nil || !strings.Contains(message.Explain(err), "--yes") {
		t.Errorf("without an answer: %v", err)
	}
	if n := files(); n != 13 {
		t.Fatalf("%d files are left of 13", n)
	}
	out, err := confirm(folder.Path, "y\n", false)
	if err != nil || !strings.Contains(out, "10 photos taken off the list. What you said of them is kept.") || files() != 3 {
		t.Errorf("answered yes: %v, %d files\n%s", err, files(), out)
	}
	_, err = confirm(folder.Path, "", true)
	if err == nil || !strings.Contains(message.Explain(err), "no photos are away from "+folder.Path) || !strings.Contains(message.Explain(err), "/card there is: descry folders confirm ") {
		t.Errorf("once more: %v", err)
	}
	out, err = confirm(filepath.Join(folder.Path, "card"), "", true)
	if err != nil || !strings.Contains(out, "3 photos are gone from "+folder.Path+"/card since") || files() != 0 {
		t.Errorf("the drive: %v, %d files\n%s", err, files(), out)
	}
	_, err = confirm(folder.Path, "", true)
	if err == nil || strings.Contains(message.Explain(err), ";") {
		t.Errorf("nothing is away: %v", err)
	}
	if _, err := confirm(t.TempDir(), "", true); err == nil || !strings.Contains(message.Explain(err), "not in a folder of the library") {
		t.Errorf("elsewhere: %v", err)
	}
}

// All photos of a folder that is offline are away from it, but not those of a drive in it.
func TestNamesOfAnOfflineFolder(t *testing.T) {
	e, folder, _ := awayLibrary(t)
	if err := e.Store.SetFolderOffline(t.Context(), folder.ID, awaySince); err != nil {
		t.Fatal(err)
	}
	names, err := e.AwayNames(t.Context(), folder.ID, "", 100)
	if err != nil || len(names) != 10 || names[0] != "0.jpg" {
		t.Errorf("away: %q, %v", names, err)
	}
}

// A folder that can't be reached at all is said to be offline, and its photos can be
// taken for deleted, like those of a drive.
func TestCommandsSayThatAFolderIsOffline(t *testing.T) {
	e, folder, _ := awayLibrary(t)
	lose(t, e, folder, "card/", library.Place{Folder: folder.ID, Device: 1},
		library.Place{Folder: folder.ID, Rel: "card", Device: 2, AwaySince: awaySince})
	if err := e.Store.SetFolderOffline(t.Context(), folder.ID, awaySince); err != nil {
		t.Fatal(err)
	}
	var status, index bytes.Buffer
	if err := errors.Join(runStatus(t.Context(), e, false, &status), reportIndex(e, t.Context(), time.Second, false, &index)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"status": status.String(), "index": index.String()} {
		for _, want := range []string{
			folder.Path + " is offline since 14 May 2024, with 10 photos.\n",
			folder.Path + "/card is offline since 14 May 2024, with 3 photos.\n",
		} {
			if strings.Count(text, want) != 1 {
				t.Errorf("%s doesn't say once %q:\n%s", name, want, text)
			}
		}
	}
	var out bytes.Buffer
	if err := runConfirmGone(t.Context(), e, folder.Path, true, strings.NewReader(""), &out); err != nil {
		t.Errorf("confirm: %v\n%s", err, out.String())
	}
	left := 0
	if err := e.Store.KnownFiles(t.Context(), folder.ID, "", func(library.KnownFile) { left++ }); err != nil || left != 3 {
		t.Errorf("%d files are left of the drive's 3, %v", left, err)
	}
}

// What a command, or another process, finds out about places is told in the window.
func TestPlacesOfAnotherProcess(t *testing.T) {
	e, folder, _ := awayLibrary(t)
	b := service.NewSession(e)
	heard := make(chan service.EventKind, 100)
	defer b.Subscribe(func(ev service.Event) { heard <- ev.Kind })()
	told := func(what string) {
		t.Helper()
		for range service.PlacesEvery {
			if err := b.Sample(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for deadline := time.After(10 * time.Second); ; {
			select {
			case kind := <-heard:
				if kind == service.FoldersChanged {
					return
				}
			case <-deadline:
				t.Fatalf("nothing is told: %s", what)
			}
		}
	}
	quiet := func() {
		time.Sleep(3 * service.Tick)
		for len(heard) > 0 {
			<-heard
		}
	}
	told("at the start")
	quiet()
	root := library.Place{Folder: folder.ID, Device: 1, AskedSince: awaySince}
	lose(t, e, folder, "", root, library.Place{Folder: folder.ID, Rel: "card", Device: 2})
	told("a question")
	places, err := b.Places(t.Context())
	if err != nil || len(places) != 1 || !places[0].NeedsAnswer() || places[0].Away != 10 {
		t.Errorf("places %+v, %v", places, err)
	}
	quiet()
	if _, err := e.ConfirmGone(context.Background(), folder.ID, ""); err != nil {
		t.Fatal(err)
	}
	told("the answer")
	if places, err := b.Places(t.Context()); err != nil || len(places) != 0 {
		t.Errorf("after the answer: %+v, %v", places, err)
	}
}

func TestShellWord(t *testing.T) {
	for word, want := range map[string]string{
		"/home/ann/Photos": "/home/ann/Photos", "/a b": "'/a b'", "": "''", "it's": `'it'\''s'`,
		"/Фото/2024": "/Фото/2024", "$HOME": "'$HOME'", "a;b": "'a;b'", "~": "'~'", "a*": "'a*'",
	} {
		if got := service.ShellWord(word); got != want {
			t.Errorf("%q is written %s, want %s", word, got, want)
		}
	}
}
