package hub

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzParseFiles(f *testing.F) {
	const sum = "0123456789abcdef0123456789abcdef01234567"
	f.Add([]byte(`[]`))
	f.Add([]byte(`[{"type":"file","oid":"` + sum + `","size":5,"path":"config.json"},{"type":"directory","path":"a"}]`))
	f.Add([]byte(`[{"type":"file","oid":"","size":1,"path":"a/b.pt","lfs":{"oid":"sha256:` + sum + sum[:24] + `","size":9,"pointerSize":1}}]`))
	f.Add([]byte(`[{"type":"file","oid":"` + sum + `","size":5,"path":"../x"}]`))
	f.Add([]byte(`[{"type":"file","path":"nul.txt"}] `))
	f.Fuzz(func(t *testing.T, page []byte) {
		files, err := parseFiles(nil, page)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, file := range files {
			if seen[file.Path] || !filepath.IsLocal(file.Path) || strings.ContainsAny(file.Path, "\\:\x00\n") {
				t.Errorf("path %q", file.Path)
			}
			seen[file.Path] = true
			if file.Size < 0 || file.Size > maxFileBytes || len(file.sum()) != 2*file.hash().Size() {
				t.Errorf("%+v", file)
			}
		}
		if _, err := (Listing{Files: files}).Wanted(); err == nil && len(files) == 0 {
			t.Error("something is wanted of nothing")
		}
		if again, err := parseFiles(files, page); err == nil && len(files) > 0 {
			t.Errorf("the same page twice gives %d files", len(again))
		}
	})
}

func FuzzParseRecord(f *testing.F) {
	whole, err := json.Marshal(record{Repository: "a/b", Files: map[string]stamp{"x": {"s", 1, 2}}, Parts: map[string]string{"y": "s"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte(`{"files": {"../x": {}}, "parts": null}`))
	f.Add([]byte(`{"parts": {"/etc/passwd": ""}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := parseRecord(data)
		r.Files["new"], r.Parts["new"] = stamp{}, "" // never nil
		for name := range r.Files {
			if !filepath.IsLocal(name) {
				t.Errorf("file %q", name)
			}
		}
		for name := range r.Parts {
			if !filepath.IsLocal(name) {
				t.Errorf("part %q", name)
			}
		}
	})
}

func FuzzNextPage(f *testing.F) {
	f.Add(`<https://huggingface.co/api/models/a/b/tree/c?cursor=1>; rel="next"`)
	f.Add(`<https://example.com>; rel="prev", <//example.com/x>; rel="next"`)
	f.Add(`<https://u:p@huggingface.co/>; rel="next"`)
	c := New(Options{})
	f.Fuzz(func(t *testing.T, link string) {
		next, err := c.nextPage(DefaultBaseURL+"/api", http.Header{"Link": {link}})
		if err == nil && next != "" && !strings.HasPrefix(next, DefaultBaseURL) {
			t.Errorf("goes on at %q", next)
		}
	})
}
