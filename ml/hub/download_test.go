package hub_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/ml/hub"
)

var textWanted = []string{"README.md", "config.json", "tokenizer.json", "model.safetensors.index.json",
	"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"}

func TestDownload(t *testing.T) {
	s := newServer(t, textFiles())
	dir := filepath.Join(t.TempDir(), "new", "folder")
	var last hub.Progress
	calls := 0
	commit, err := hub.New(s.quick()).Download(t.Context(), text(), dir, func(p hub.Progress) {
		last = p // from one goroutine, and before Download returns: the race detector agrees
		calls++
	})
	must(t, err)
	if commit != firstCommit {
		t.Errorf("commit %q", commit)
	}
	if got := s.requests(); !slices.Equal(got, textWanted) {
		t.Errorf("asked for %q, want %q", got, textWanted)
	}
	s.arrived(t, dir, slices.Clone(textWanted)...)
	if calls == 0 || last.Done != last.Total || last.Total < 405_000 || last.Checking || last.File != textWanted[5] {
		t.Errorf("%d reports, the last %+v", calls, last)
	}
	must(t, s.download(t, dir))
	if got := s.requests(); got != nil {
		t.Errorf("asked again for %q", got)
	}
}

// What is sent says nothing about the user.
func TestNothingPrivateIsSent(t *testing.T) {
	s := newServer(t, oneBig(2000))
	s.answers(func(w http.ResponseWriter, r *http.Request) bool {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		return false
	})
	o := s.quick()
	o.Agent = "descry/9.9"
	_, err := hub.New(o).Download(t.Context(), text(), t.TempDir(), nil)
	must(t, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.log {
		for name, value := range a.header {
			if name != "Accept-Encoding" && name != "User-Agent" {
				t.Errorf("%s: %s: %q is sent", a.name, name, value)
			}
		}
		if agent := a.header.Get("User-Agent"); agent != "descry/9.9" {
			t.Errorf("agent %q", agent)
		}
	}
	if len(s.log) != 3 {
		t.Errorf("%d requests for files", len(s.log))
	}
}

// A file that changed after it was verified is read again, and fetched only if its
// content is another.
func TestVerifyWhenInDoubt(t *testing.T) {
	later := time.Now().Add(time.Hour)
	tests := []struct {
		name   string
		change func(t *testing.T, path string)
		want   []string
	}{
		{"other time", func(t *testing.T, path string) { must(t, os.Chtimes(path, later, later)) }, nil},
		{"other content", func(t *testing.T, path string) {
			must(t, os.WriteFile(path, weights(9, 2000), 0o644))
			must(t, os.Chtimes(path, later, later))
		}, []string{bigFile}},
		{"other size", func(t *testing.T, path string) { must(t, os.Truncate(path, 1999)) }, []string{bigFile}},
		{"gone", func(t *testing.T, path string) { must(t, os.Remove(path)) }, []string{bigFile}},
		{"a link", func(t *testing.T, path string) {
			must(t, os.Rename(path, path+".away"))
			must(t, os.Symlink(filepath.Base(path)+".away", path))
		}, []string{bigFile}},
		{"no record", func(t *testing.T, path string) {
			must(t, os.Remove(filepath.Join(filepath.Dir(path), ".download.json")))
		}, nil},
		{"broken record", func(t *testing.T, path string) {
			must(t, os.WriteFile(filepath.Join(filepath.Dir(path), ".download.json"), []byte(`{"files": {"../x": {}}}`), 0o644))
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, oneBig(2000))
			dir := t.TempDir()
			must(t, s.download(t, dir))
			s.requests()
			test.change(t, filepath.Join(dir, bigFile))
			must(t, s.download(t, dir))
			if got := s.requests(); !slices.Equal(got, test.want) {
				t.Errorf("asked for %q, want %q", got, test.want)
			}
			_ = os.Remove(filepath.Join(dir, bigFile+".away"))
			s.arrived(t, dir, "config.json", "tokenizer.json", bigFile)
		})
	}
}

// A later commit replaces what changed and removes what it no longer has, but no
// file of the user's.
func TestLaterCommit(t *testing.T) {
	s := newServer(t, textFiles())
	dir := t.TempDir()
	must(t, s.download(t, dir))
	must(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o644))
	s.requests()
	s.change(func(s *server) {
		s.commit = strings.Repeat("f", 40)
		s.files = textFiles()
		s.files["config.json"] = []byte(`{"hidden_size": 65}`)
		for _, name := range textWanted[3:] {
			delete(s.files, name)
		}
		s.files[bigFile] = weights(7, 4000)
		s.files["notes.txt"] = []byte("mine")
	})
	must(t, s.download(t, dir))
	if got, want := s.requests(), []string{"config.json", bigFile}; !slices.Equal(got, want) {
		t.Errorf("asked for %q, want %q", got, want)
	}
	s.arrived(t, dir, "README.md", "config.json", "tokenizer.json", bigFile, "notes.txt")
}

func TestOneRepositoryPerFolder(t *testing.T) {
	s := newServer(t, oneBig(2000))
	dir := t.TempDir()
	must(t, s.download(t, dir))
	other := text()
	other.Name = "other"
	_, err := hub.New(s.quick()).Download(t.Context(), other, dir, nil)
	if err == nil || !strings.Contains(err.Error(), "holds the files of \"owner/model\"") {
		t.Errorf("error %v", err)
	}
	s.arrived(t, dir, "config.json", "tokenizer.json", bigFile)
}

func TestOneDownloadPerFolder(t *testing.T) {
	s := newServer(t, oneBig(2000))
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	arrived := make(chan struct{})
	s.answersFar(func(_ int, _ http.ResponseWriter, r *http.Request, _ []byte) bool {
		close(arrived)
		<-r.Context().Done()
		return true
	})
	ended := make(chan error)
	go func() {
		_, err := hub.New(s.quick()).Download(ctx, text(), dir, nil)
		ended <- err
	}()
	<-arrived
	if err := s.download(t, dir); !errors.Is(err, hub.ErrBusy) {
		t.Errorf("second download: %v", err)
	}
	cancel()
	if err := <-ended; err != context.Canceled {
		t.Errorf("first download: %v", err)
	}
	s.change(func(s *server) { s.answerFar = nil })
	must(t, s.download(t, dir))
}

func TestDiskFull(t *testing.T) {
	s := newServer(t, oneBig(2_000_000))
	o := s.quick()
	o.Free = func(string) (int64, bool) { return 1_500_000, true }
	_, err := hub.New(o).Download(t.Context(), text(), t.TempDir(), nil)
	var full *hub.DiskFullError
	if !errors.Is(err, hub.ErrDiskFull) || !errors.As(err, &full) || full.Needed != 2_000_004 || full.Free != 1_500_000 {
		t.Fatalf("error %v", err)
	}
	if want := "the download needs 2.00 MB more and the disk has 1.50 MB free"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	if got := s.requests(); got != nil {
		t.Errorf("asked for %q before looking", got)
	}
	o.Free = func(string) (int64, bool) { return 0, false }
	if _, err := hub.New(o).Download(t.Context(), text(), t.TempDir(), nil); err != nil {
		t.Errorf("where the disk doesn't tell: %v", err)
	}
}
