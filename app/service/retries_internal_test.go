package service

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/library"
	"descry/library/media"
)

// TestRetriesAreSaid has a broken file, and one that the system fails: index, status and
// doctor say which is tried again by itself, and --retry tries both.
func TestRetriesAreSaid(t *testing.T) {
	apptest.WholeRunsOnly(t)
	home, photos := t.TempDir(), t.TempDir()
	t.Setenv(config.HomeVariable, home)
	apptest.MustWrite(t, filepath.Join(photos, "broken.jpg"), "half a pho")
	apptest.MustWrite(t, filepath.Join(photos, "disk.jpg"), "another one")
	command := func(args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := Program(args, strings.NewReader(""), &out, &errs); code != 0 {
			t.Fatalf("descry %v: exit %d: %s", args, code, &errs)
		}
		return out.String()
	}
	command("index", photos)
	if out := command("status") + command("doctor"); strings.Contains(out, "tried again") {
		t.Errorf("broken files are said to be tried again: %s", out)
	}
	fail := func() {
		t.Helper()
		e, err := Open(t.Context(), config.PathsIn(home, home, home, home))
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		if err := e.Store.RetryFailed(t.Context()); err != nil {
			t.Fatal(err)
		}
		files, err := e.Store.Pending(t.Context(), e.Pack().ID, 0, 10)
		if err != nil || len(files) != 2 {
			t.Fatalf("pending %+v, %v", files, err)
		}
		var results []library.IndexedPhoto
		for _, f := range files {
			results = append(results, library.IndexedPhoto{
				File: f, Err: errors.New("it could not be read"), Temporary: filepath.Base(f.Path) == "disk.jpg", Decoding: media.Version,
			})
		}
		if err := e.Store.Commit(t.Context(), e.Pack().ID, results); err != nil {
			t.Fatal(err)
		}
	}
	fail()
	if out := command("status"); !strings.Contains(out, "Of what could not be read, 1 file will be tried again ") {
		t.Errorf("status says %s", out)
	}
	var counts LibraryStatus
	if err := json.Unmarshal([]byte(command("status", "--json")), &counts); err != nil || counts.Retries != 1 || counts.NextRetry == nil {
		t.Errorf("status says %+v, %v", counts, err)
	}
	if out := command("doctor"); !strings.Contains(out, "2 could not be read (Not to be read at the moment: 2); 1 will be tried again ") {
		t.Errorf("doctor says %s", out)
	}
	reasons := func(args ...string) map[string]string {
		t.Helper()
		var report IndexReport
		if err := json.Unmarshal([]byte(command(append(args, "--json")...)), &report); err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, p := range report.Problems {
			all[filepath.Base(p.Path)] = p.Reason
		}
		return all
	}
	const before = "it could not be read"
	if got := reasons("index"); got["broken.jpg"] != before || got["disk.jpg"] == before {
		t.Errorf("index tried the broken one, or not the other: %q", got)
	}
	fail()
	if got := reasons("index", "--retry"); got["broken.jpg"] == before || got["disk.jpg"] == before {
		t.Errorf("index --retry left files alone: %q", got)
	}
}
