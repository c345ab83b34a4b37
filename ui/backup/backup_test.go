package backup_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"descry/app/notice"
	"descry/app/service"
	"descry/library/annotation"
	"descry/ui/backup"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
)

// now is what the window's clock says.
var now = time.Date(2024, 5, 16, 14, 0, 0, 0, time.UTC)

// fakeBackend has copies and notes what is asked of it.
type fakeBackend struct {
	mu         sync.Mutex
	calls      []string
	backups    []service.Backup
	listed     int // how often the copies were asked for
	compare    func(path string) (service.BackupChanges, error)
	backUpErr  error
	restoreErr error
}

func (b *fakeBackend) call(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, text)
}

func (b *fakeBackend) count(text string) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, call := range b.calls {
		if call == text {
			n++
		}
	}
	return n
}

func (b *fakeBackend) BackupPath() string { return "/home/ann/copies/today.jsonl.gz" }

func (b *fakeBackend) Backups(context.Context) ([]service.Backup, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.listed++
	return b.backups, nil
}

func (b *fakeBackend) BackUp(_ context.Context, path string) (int, error) {
	b.call("BackUp " + path)
	return 1204, b.backUpErr
}

func (b *fakeBackend) CompareBackup(_ context.Context, path string, merge bool) (service.BackupChanges, error) {
	b.call(fmt.Sprint("CompareBackup ", path, " ", merge))
	return b.compare(path)
}

func (b *fakeBackend) RestoreBackup(_ context.Context, path string, merge bool, progress func(int)) (string, error) {
	b.call(fmt.Sprint("RestoreBackup ", path, " ", merge))
	progress(1000)
	return "/home/ann/copies/before.jsonl.gz", b.restoreErr
}

// fakeShell is told when something was restored.
type fakeShell struct {
	*kittest.Window
	restored int
}

func (s *fakeShell) Restored() { s.restored++ }

// newSheets are the sheets of a backend in a window.
func newSheets(t *testing.T, b *fakeBackend) (*fakeShell, *backup.Sheets) {
	t.Helper()
	w := &fakeShell{Window: kittest.NewWindow(t)}
	none := func(context.Context, string, string, int) ([]string, error) { return nil, nil }
	return w, backup.New(backup.Options{
		Backend: b, Shell: w, Tasks: w.Tasks, Chooser: kit.NewChooser(w.Window.Window, w.Tasks), Now: func() time.Time { return now },
		FolderOffers: kit.NewFolderOffers(w.Tasks, none, w.Window.Window.Canvas(), w.Tips, w.After),
	})
}

func TestBackUpAsksWhereAndSaysHowMuch(t *testing.T) {
	b := &fakeBackend{backUpErr: errors.New("the disk is full")}
	w, s := newSheets(t, b)
	s.BackUp()
	w.Until(t, "the question", func() bool { return len(w.Paths) == 1 })
	ask := w.Paths[0]
	if ask.Start != b.BackupPath() || ask.Chosen("/media/stick") != "/media/stick/today.jsonl.gz" {
		t.Errorf("it starts with %q, and makes %q of a folder", ask.Start, ask.Chosen("/media/stick"))
	}
	if err := ask.Do(t.Context(), "/media/mine"); !errors.Is(err, b.backUpErr) {
		t.Errorf("error %v", err)
	}
	b.backUpErr = nil
	if err := ask.Do(t.Context(), "/media/mine"); err != nil {
		t.Fatal(err)
	}
	ask.Done("/media/mine")
	if want := []string{"Backed up 1,204 records to /media/mine."}; !slices.Equal(w.Spoken, want) {
		t.Errorf("said %q, want %q", w.Spoken, want)
	}
}

// What a backup changes is shown before it can be restored, and again when another one
// is named.
func TestRestoreFromTheWindow(t *testing.T) {
	b := &fakeBackend{}
	b.compare = func(path string) (service.BackupChanges, error) {
		switch filepath.Base(path) {
		case "bad.jsonl":
			return service.BackupChanges{}, errors.New("/home/bad.jsonl is damaged: line 7: it is no JSON")
		case "same.jsonl":
			return service.BackupChanges{Made: now}, nil
		}
		return service.BackupChanges{Made: now, Kinds: []annotation.KindDifference{{Kind: annotation.Tag, Added: 12, TakenBack: 3}, {Kind: annotation.Caption, Changed: 1}}, Photos: 14, Waiting: 2}, nil
	}
	w, s := newSheets(t, b)
	s.Restore()
	s.Restore() // a second time it is the same sheet
	if len(w.Sheets) != 1 {
		t.Fatalf("%d sheets are open", len(w.Sheets))
	}
	dir := t.TempDir()
	look := func(name string) {
		kittest.Entries(w.Front(t))[0].SetText(filepath.Join(dir, name))
		test.Tap(kittest.Button(t, w.Front(t), "See what changes"))
	}
	test.Tap(kittest.Button(t, w.Front(t), "See what changes"))
	w.Until(t, "a hint", func() bool { return w.SheetSays("Type or paste the path of a backup, or choose one.") })
	look("bad.jsonl")
	w.Until(t, "the damage", func() bool { return w.SheetSays("/home/bad.jsonl is damaged: line 7: it is no JSON.") })
	look("same.jsonl")
	w.Until(t, "that nothing changes", func() bool { return w.SheetSays("Nothing changes: what this backup says is said already.") })
	look("good.jsonl")
	w.Until(t, "what changes", func() bool { return w.SheetSays("Tags: 12 added, 3 taken back\nCaptions: 1 changed") })
	if want := "Made on 16 May 2024, 14:00. It changes what is said of 14 photos. 2 are not in the library; what is said of them waits until they are found."; !w.SheetSays(want) {
		t.Errorf("says %q, want %q", kittest.Said(w.Front(t)), want)
	}
	for _, o := range kittest.Visible(w.Front(t)) {
		if check, ok := o.(*kit.Check); ok {
			test.Tap(check) // which is another question
		}
	}
	if b.count("RestoreBackup "+filepath.Join(dir, "good.jsonl")+" false") != 0 || !w.SheetSays("See what changes") {
		t.Errorf("the sheet says %q", kittest.Said(w.Front(t)))
	}
	test.Tap(kittest.Button(t, w.Front(t), "See what changes"))
	path := filepath.Join(dir, "good.jsonl")
	w.Until(t, "what changes", func() bool {
		return b.count("CompareBackup "+path+" true") == 1 && w.SheetSays("Restore")
	})
	b.restoreErr = errors.New("the disk is full")
	test.Tap(kittest.Button(t, w.Front(t), "Restore"))
	w.Until(t, "the reason", func() bool { return w.SheetSays("The disk is full.") })
	b.restoreErr = nil
	test.Tap(kittest.Button(t, w.Front(t), "See what changes"))
	w.Until(t, "what changes", func() bool { return w.SheetSays("Restore") })
	test.Tap(kittest.Button(t, w.Front(t), "Restore"))
	w.Until(t, "the restore", func() bool { return len(w.Sheets) == 0 })
	if got := w.Spoken[len(w.Spoken)-1]; b.count("RestoreBackup "+path+" true") != 2 || w.restored != 2 || got != "Restored. What you had said before is kept in /home/ann/copies/before.jsonl.gz." {
		t.Errorf("says %q", got)
	}
	if s.Restore(); len(w.Sheets) != 1 {
		t.Error("the sheet doesn't open again")
	}
}

// The copies there are can be chosen by their date, and are looked at at once.
func TestRestoreOffersTheCopies(t *testing.T) {
	b := &fakeBackend{}
	b.compare = func(string) (service.BackupChanges, error) {
		return service.BackupChanges{Made: now, Kinds: []annotation.KindDifference{{Kind: annotation.Tag, Added: 12}}, Photos: 14}, nil
	}
	w, s := newSheets(t, b)
	s.Restore()
	w.Until(t, "the look for copies", func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.listed == 1 && !w.Pump()
	})
	if w.SheetSays("Copies") {
		t.Error("copies are offered where there are none")
	}
	w.CloseSheet(w.Sheets[0])
	b.mu.Lock() // the first look for copies may not have begun
	for i := range 15 + 5 {
		b.backups = append(b.backups, service.Backup{Path: fmt.Sprintf("/copies/%d.jsonl.gz", i), Made: now.Add(-time.Duration(i) * 24 * time.Hour)})
	}
	b.backups[1].Note = notice.New("backup-before-forgetting", nil)
	b.mu.Unlock()
	s.Restore()
	w.Until(t, "the copies", func() bool { return w.SheetSays("Copies") })
	test.Tap(kittest.Button(t, w.Front(t), "Copies"))
	if labels := w.Labels(); len(labels) != 15 || labels[0] != "Today, 14:00" || labels[1] != "Yesterday, 14:00 · before forgetting" {
		t.Errorf("it offers %q", labels)
	}
	w.ChooseItem(t, "Yesterday, 14:00 · before forgetting")
	w.Until(t, "what changes", func() bool {
		return b.count("CompareBackup /copies/1.jsonl.gz false") == 1 && w.SheetSays("Tags: 12 added")
	})
	if got := kittest.Entries(w.Front(t))[0].Text; got != "/copies/1.jsonl.gz" {
		t.Errorf("the field says %q", got)
	}
}
