package hub_test

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"descry/ml/hub"
)

// largeFrom is the size from which the server keeps a file elsewhere, as Hugging
// Face does with megabytes.
const largeFrom = 1000

const firstCommit = "0123456789abcdef0123456789abcdef01234567"

// server serves Hugging Face's URL scheme, and a second server stands for the place where
// large files lie. The repository is owner/model.
type server struct {
	hub, far *httptest.Server

	mu     sync.Mutex
	commit string
	files  map[string][]byte
	log    []asked
	// answer and answerFar may answer in the server's place: they return true
	// when they did. turn counts the requests for large files from 1.
	answer    func(w http.ResponseWriter, r *http.Request) bool
	answerFar answerer
	turns     int
}

// asked is one request for a file.
type asked struct {
	name, span string
	header     http.Header
}

func newServer(t *testing.T, files map[string][]byte) *server {
	t.Helper()
	s := &server{commit: firstCommit, files: files}
	s.far = httptest.NewServer(http.HandlerFunc(s.serveFar))
	t.Cleanup(s.far.Close)
	s.hub = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.hub.Close)
	return s
}

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	answer, commit := s.answer, s.commit
	s.mu.Unlock()
	if answer != nil && answer(w, r) {
		return
	}
	switch path := r.URL.Path; path {
	case "/api/models/owner/model/revision/main":
		fmt.Fprintf(w, `{"id": "owner/model", "sha": %q, "private": false}`, commit)
	case "/api/models/owner/model/tree/" + commit:
		if r.URL.RawQuery != "recursive=true" {
			http.Error(w, "not all files", http.StatusBadRequest)
			return
		}
		_, _ = w.Write(s.tree())
	default:
		name, ok := strings.CutPrefix(path, "/owner/model/resolve/"+commit+"/")
		content, there := s.file(name)
		if !ok || !there {
			http.NotFound(w, r)
			return
		}
		if len(content) >= largeFrom {
			w.Header().Set("X-Linked-Etag", `"`+sha256Of(content)+`"`)
			w.Header().Set("X-Repo-Commit", commit)
			http.Redirect(w, r, s.far.URL+"/blobs/"+name+"?signature=1", http.StatusFound)
			return
		}
		s.note(name, r)
		w.Header().Set("Etag", `"`+gitSum(content)+`"`)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	}
}

func (s *server) serveFar(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/blobs/")
	content, ok := s.file(name)
	if !ok {
		http.NotFound(w, r)
		return
	}
	turn := s.note(name, r)
	s.mu.Lock()
	answer := s.answerFar
	s.mu.Unlock()
	if answer == nil || !answer(turn, w, r, content) {
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	}
}

func (s *server) file(name string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	content, ok := s.files[name]
	return content, ok
}

func (s *server) note(name string, r *http.Request) (turn int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, asked{name, r.Header.Get("Range"), r.Header.Clone()})
	s.turns++
	return s.turns
}

// requests returns what was asked since the last call, as "name" or "name range".
func (s *server) requests() (list []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.log {
		list = append(list, strings.TrimSpace(a.name+" "+a.span))
	}
	s.log, s.turns = nil, 0
	return list
}

func (s *server) answers(f func(http.ResponseWriter, *http.Request) bool) {
	s.change(func(s *server) { s.answer = f })
}

func (s *server) answersFar(f answerer) { s.change(func(s *server) { s.answerFar = f }) }

// change replaces what the server does, between requests.
func (s *server) change(f func(*server)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s)
}

func (s *server) tree() []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []map[string]any{{"type": "directory", "oid": strings.Repeat("d", 40), "size": 0, "path": "figures"}}
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		list = append(list, listed(name, s.files[name]))
	}
	text, _ := json.Marshal(list)
	return text
}

func listed(name string, content []byte) map[string]any {
	e := map[string]any{"type": "file", "oid": gitSum(content), "size": len(content), "path": name}
	if len(content) >= largeFrom {
		e["oid"] = strings.Repeat("a", 40) // of the pointer
		e["lfs"] = map[string]any{"oid": sha256Of(content), "size": len(content), "pointerSize": 134}
	}
	return e
}

func sha256Of(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func gitSum(content []byte) string {
	sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(content), content))
	return hex.EncodeToString(sum[:])
}

// weights are bytes that repeat nowhere.
func weights(seed uint64, size int) []byte {
	b := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{byte(seed)}).Read(b)
	return b
}

// textFiles is a text repository with more in it than an import wants.
func textFiles() map[string][]byte {
	return map[string][]byte{
		".gitattributes":                   []byte("*.safetensors filter=lfs\n"),
		"README.md":                        []byte("# model\n"),
		"config.json":                      []byte(`{"hidden_size": 64}`),
		"tokenizer.json":                   weights(1, 5000),
		"modeling.py":                      []byte("import os\n"),
		"model.safetensors.index.json":     []byte(`{"weight_map": {}}`),
		"model-00001-of-00002.safetensors": weights(2, 300_000),
		"model-00002-of-00002.safetensors": weights(3, 100_000),
		"optimizer.pt":                     weights(4, 2000),
		"figures/summary.png":              weights(5, 3000),
	}
}

const bigFile = "model.safetensors"

// oneBig is a text repository whose only large file is bigFile.
func oneBig(size int) map[string][]byte {
	return map[string][]byte{"config.json": []byte("{}"), "tokenizer.json": []byte("{}"), bigFile: weights(6, size)}
}

func text() hub.Repository {
	return hub.Repository{Owner: "owner", Name: "model", Tower: hub.Text}
}

// quick are options for the server: no pause between tries.
func (s *server) quick() hub.Options {
	return hub.Options{BaseURL: s.hub.URL, Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}
}

func (s *server) download(t *testing.T, dir string) error {
	t.Helper()
	commit, err := hub.New(s.quick()).Download(t.Context(), text(), dir, nil)
	if err == nil && commit != s.commit {
		t.Errorf("commit %q, want %q", commit, s.commit)
	}
	return err
}

// arrived fails unless these files are in the folder as the server has them, and
// nothing else but hidden files.
func (s *server) arrived(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var found []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			found = append(found, e.Name())
		}
	}
	slices.Sort(names)
	if !slices.Equal(found, names) {
		t.Fatalf("the folder holds %q, want %q", found, names)
	}
	for _, name := range names {
		got, err := os.ReadFile(filepath.Join(dir, name))
		must(t, err)
		if want, _ := s.file(name); !bytes.Equal(got, want) {
			t.Errorf("%s has other content than the server's", name)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
