package hub_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/ml/hub"
)

// halfThen sends the first half of the file and then waits for the client to go.
func halfThen(_ int, w http.ResponseWriter, r *http.Request, content []byte) bool {
	if r.Header.Get("Range") != "" {
		return false
	}
	w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	_, _ = w.Write(content[:len(content)/2])
	w.(http.Flusher).Flush()
	<-r.Context().Done()
	return true
}

// awaitPart waits until the part has a size.
func awaitPart(t *testing.T, dir string, size int64) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if info, err := os.Stat(filepath.Join(dir, bigFile+".part")); err == nil && info.Size() == size {
			return
		}
	}
	t.Fatalf("the part never had %d bytes", size)
}

func TestCancelAndResume(t *testing.T) {
	const size = 3_000_000
	s := newServer(t, oneBig(size))
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	s.answersFar(halfThen)
	ended := make(chan error)
	go func() {
		_, err := hub.New(s.quick()).Download(ctx, text(), dir, nil)
		ended <- err
	}()
	awaitPart(t, dir, size/2)
	cancel()
	if err := <-ended; err != context.Canceled {
		t.Fatalf("cancelled: %v", err)
	}
	s.resumes(t, dir, size/2)
}

// resumes downloads again and looks in the log that only the rest was asked for.
func (s *server) resumes(t *testing.T, dir string, from int) {
	t.Helper()
	s.requests()
	must(t, s.download(t, dir))
	if got, want := s.requests(), []string{fmt.Sprintf("%s bytes=%d-", bigFile, from)}; !slices.Equal(got, want) {
		t.Errorf("asked for %q, want %q", got, want)
	}
	s.arrived(t, dir, "config.json", "tokenizer.json", bigFile)
}

// A process that is killed leaves its part and no lock.
func TestKilledAndResumed(t *testing.T) {
	if base := os.Getenv("DESCRY_HUB_VICTIM"); base != "" {
		_, err := hub.New(hub.Options{BaseURL: base}).Download(t.Context(), text(), os.Getenv("DESCRY_HUB_DIR"), nil)
		t.Fatalf("not killed: %v", err)
	}
	const size = 500_000
	s := newServer(t, oneBig(size))
	s.answersFar(halfThen)
	dir := t.TempDir()
	victim := exec.Command(os.Args[0], "-test.run=^TestKilledAndResumed$")
	victim.Env = append(os.Environ(), "DESCRY_HUB_VICTIM="+s.hub.URL, "DESCRY_HUB_DIR="+dir)
	must(t, victim.Start())
	awaitPart(t, dir, size/2)
	must(t, victim.Process.Kill())
	if err := victim.Wait(); err == nil {
		t.Fatal("the victim lived")
	}
	s.resumes(t, dir, size/2)
}

// interrupted leaves a part of so many bytes.
func (s *server) interrupted(t *testing.T, dir string, have int) {
	t.Helper()
	s.change(func(s *server) {
		s.answerFar = func(_ int, w http.ResponseWriter, _ *http.Request, content []byte) bool {
			w.Header().Set("Content-Length", fmt.Sprint(len(content)))
			_, _ = w.Write(content[:have])
			return true // the server ends the connection, for want of the rest
		}
	})
	enough := errors.New("enough")
	o := s.quick()
	o.Sleep = func(context.Context, time.Duration) error { return enough }
	if _, err := hub.New(o).Download(t.Context(), text(), dir, nil); !errors.Is(err, enough) {
		t.Fatalf("interrupted: %v", err)
	}
	awaitPart(t, dir, int64(have))
	s.requests()
	s.change(func(s *server) { s.answerFar = nil })
}

// The part of a file that the publisher replaced is of no use, and one of a file
// that stayed is.
func TestCommitBetweenAttempts(t *testing.T) {
	for _, replaced := range []bool{false, true} {
		t.Run(fmt.Sprintf("replaced %v", replaced), func(t *testing.T) {
			s := newServer(t, oneBig(5000))
			dir := t.TempDir()
			s.interrupted(t, dir, 2000)
			want := bigFile + " bytes=2000-"
			s.change(func(s *server) {
				s.commit = strings.Repeat("e", 40)
				if replaced {
					s.files = map[string][]byte{"config.json": []byte("{}"), "tokenizer.json": []byte("{}"), bigFile: weights(8, 5000)}
					want = bigFile
				}
			})
			must(t, s.download(t, dir))
			if got := s.requests(); !slices.Equal(got, []string{want}) {
				t.Errorf("asked for %q, want %q", got, want)
			}
			s.arrived(t, dir, "config.json", "tokenizer.json", bigFile)
		})
	}
}

// A part that holds other bytes than were sent, as after a power cut, costs one
// more download and no more.
func TestDamagedPart(t *testing.T) {
	tests := []struct {
		name   string
		damage func(part []byte) []byte
		want   []string
	}{
		{"other bytes", func(b []byte) []byte { b[100] ^= 1; return b }, []string{bigFile + " bytes=2000-", bigFile}},
		{"longer than the file", func(b []byte) []byte { return bytes.Repeat(b, 3) }, []string{bigFile}},
		{"as long as the file", func(b []byte) []byte { return append(b, make([]byte, 3000)...) }, []string{bigFile}},
		{"empty", func([]byte) []byte { return nil }, []string{bigFile}},
		{"shorter", func(b []byte) []byte { return b[:1500] }, []string{bigFile + " bytes=1500-"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newServer(t, oneBig(5000))
			dir := t.TempDir()
			s.interrupted(t, dir, 2000)
			part := filepath.Join(dir, bigFile+".part")
			b, err := os.ReadFile(part)
			must(t, err)
			must(t, os.WriteFile(part, test.damage(b), 0o644))
			must(t, s.download(t, dir))
			if got := s.requests(); !slices.Equal(got, test.want) {
				t.Errorf("asked for %q, want %q", got, test.want)
			}
			s.arrived(t, dir, "config.json", "tokenizer.json", bigFile)
		})
	}
}

// Without its record a part may be of any file.
func TestUnknownPart(t *testing.T) {
	s := newServer(t, oneBig(5000))
	dir := t.TempDir()
	s.interrupted(t, dir, 2000)
	must(t, os.Remove(filepath.Join(dir, ".download.json")))
	must(t, s.download(t, dir))
	if got := s.requests(); !slices.Equal(got, []string{bigFile}) {
		t.Errorf("asked for %q, want the whole file", got)
	}
	s.arrived(t, dir, "config.json", "tokenizer.json", bigFile)
}
