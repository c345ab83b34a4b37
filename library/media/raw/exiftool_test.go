package raw_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"descry/library/media/raw"
	"descry/library/media/raw/rawtest"
)

// TestExifToolAgrees has exiftool take the previews out of a file of every layout and
// compares them with what Parse finds: the same bytes, none fewer.
func TestExifToolAgrees(t *testing.T) {
	program, err := exec.LookPath("exiftool")
	if err != nil {
		t.Skip("exiftool is not installed")
	}
	dir := t.TempDir()
	args := []string{"-json", "-b", "-a", "-G1:4", "-JpgFromRaw", "-PreviewImage", "-OtherImage", "-ThumbnailImage", "-JpgFromRaw2"}
	files := map[string][]byte{}
	for _, l := range rawtest.Layouts {
		name := filepath.Join(dir, strings.ReplaceAll(l.Name, " ", "-")+"."+l.Extension)
		files[name] = l.File(samplePhoto(1))
		if err := os.WriteFile(name, files[name], 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	out, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatalf("exiftool: %v", err)
	}
	var list []map[string]any
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != len(files) {
		t.Fatalf("%d files of %d", len(list), len(files))
	}
	for i, found := range list {
		l := rawtest.Layouts[i]
		t.Run(l.Name, func(t *testing.T) {
			compareWithExifTool(t, l, found, files[found["SourceFile"].(string)])
		})
	}
}

func compareWithExifTool(t *testing.T, l rawtest.Layout, found map[string]any, file []byte) {
	f, err := raw.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	theirs := map[string]bool{}
	for tag, v := range found {
		coded, ok := strings.CutPrefix(v.(string), "base64:")
		if !ok {
			continue
		}
		jpeg, err := base64.StdEncoding.DecodeString(coded)
		if err != nil {
			t.Fatal(err)
		}
		theirs[string(jpeg)] = true
		if !holds(f, jpeg) {
			t.Errorf("%s: %d bytes that were not found", tag, len(jpeg))
		}
	}
	for _, p := range f.Previews {
		if p.Coding == raw.JPEG && !theirs[string(p.Data)] {
			t.Errorf("exiftool doesn't know a preview of %d x %d", p.Width, p.Height)
		}
	}
	if want := len(l.Holds); len(theirs) != want {
		t.Errorf("exiftool finds %d previews, the layout has %d", len(theirs), want)
	}
}

func holds(f *raw.File, jpeg []byte) bool {
	for _, p := range f.Previews {
		if bytes.Equal(p.Data, jpeg) {
			return true
		}
	}
	return false
}
