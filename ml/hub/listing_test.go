package hub_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/ml/hub"
)

func TestFiles(t *testing.T) {
	files := textFiles()
	s := newServer(t, files)
	l, err := hub.New(s.quick()).Files(t.Context(), text())
	must(t, err)
	if l.Commit != firstCommit || len(l.Files) != len(files) {
		t.Fatalf("commit %q, %d files", l.Commit, len(l.Files))
	}
	for _, f := range l.Files {
		content := files[f.Path]
		want := hub.File{Path: f.Path, Size: int64(len(content)), GitSHA1: gitSum(content)}
		if len(content) >= largeFrom {
			want.GitSHA1, want.SHA256 = "", sha256Of(content)
		}
		if f != want {
			t.Errorf("%+v, want %+v", f, want)
		}
	}
}

// answerTree answers the list of files in the server's place.
func (s *server) answerTree(f func(w http.ResponseWriter, r *http.Request)) {
	s.answers(func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, "/tree/") {
			return false
		}
		f(w, r)
		return true
	})
}

func TestPages(t *testing.T) {
	s := newServer(t, nil)
	page := func(i int) []byte {
		text, err := json.Marshal([]any{listed(fmt.Sprintf("file-%d.txt", i), []byte("x"))})
		must(t, err)
		return text
	}
	s.answerTree(func(w http.ResponseWriter, r *http.Request) {
		i := 0
		_, _ = fmt.Sscanf(r.URL.Query().Get("cursor"), "%d", &i)
		if i < 3 {
			w.Header().Set("Link", fmt.Sprintf(`<%s%s?recursive=true&cursor=%d>; rel="next"`, s.hub.URL, r.URL.Path, i+1))
		}
		_, _ = w.Write(page(i))
	})
	l, err := hub.New(s.quick()).Files(t.Context(), text())
	must(t, err)
	var names []string
	for _, f := range l.Files {
		names = append(names, f.Path)
	}
	if want := []string{"file-0.txt", "file-1.txt", "file-2.txt", "file-3.txt"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}

// A list that can't be used is refused before anything is written.
func TestHostileListing(t *testing.T) {
	file := func(path string) string {
		text, err := json.Marshal([]any{listed(path, []byte("x"))})
		must(t, err)
		return string(text)
	}
	link := func(header string) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", header)
			_, _ = w.Write([]byte("[]"))
		}
	}
	tests := map[string]func(w http.ResponseWriter, r *http.Request){
		"other server":    link(`<https://example.com/next>; rel="next"`),
		"broken link":     link(`<http://%zz>; rel="next"`),
		"pages no end":    link(`<?recursive=true>; rel="next"`),
		"no list":         func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"error": 1}`)) },
		"not JSON":        func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`<html>`)) },
		"too long a page": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 9<<20)) },
		"twice": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(strings.Replace(file("a")+file("a"), "][", ",", 1)))
		},
		"no checksum": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(`[{"type":"file","path":"a","size":1}]`))
		},
		"no SHA-256": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `[{"type":"file","path":"a","oid":%q,"lfs":{"oid":"beef","size":1}}]`, firstCommit)
		},
		"negative size": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `[{"type":"file","path":"a","oid":%q,"size":-1}]`, firstCommit)
		},
		"too large": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `[{"type":"file","path":"a","oid":%q,"size":%d}]`, firstCommit, int64(1)<<60)
		},
	}
	for _, path := range []string{"", ".", "..", "../evil.pt", "a/../../evil.pt", "/etc/evil.pt", "a//b", `..\evil.pt`, "c:evil.pt",
		"evil\n.pt", "evil\u202etp.pt", "nul", "con.pt", "a/COM1.txt", "lpt¹", "evil.pt.", "evil.pt ", "a/./b", strings.Repeat("a", 300)} {
		tests[fmt.Sprintf("path %.20q", path)] = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(file(path))) }
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, nil)
			s.answerTree(answer)
			parent := t.TempDir()
			dir := filepath.Join(parent, "in")
			err := s.download(t, dir)
			if !errors.Is(err, hub.ErrUnsuitable) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v", err)
			}
			for _, where := range []string{parent, dir} {
				entries, err := os.ReadDir(where)
				must(t, err)
				if len(entries) != 1 { // the folder, and its lock
					t.Errorf("%s holds %v", where, entries)
				}
			}
		})
	}
}

func TestNoCommit(t *testing.T) {
	for _, body := range []string{`{}`, `[]`, `{"sha": "main"}`, `{"sha": "../../../../etc"}`, ``} {
		s := newServer(t, nil)
		s.answers(func(w http.ResponseWriter, _ *http.Request) bool {
			_, _ = w.Write([]byte(body))
			return true
		})
		if _, err := hub.New(s.quick()).Files(t.Context(), text()); !errors.Is(err, hub.ErrUnsuitable) {
			t.Errorf("%s: %v", body, err)
		}
	}
}
