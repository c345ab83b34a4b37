//go:build amd64 || arm64

package heif

import (
	"context"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const withoutLibrary = "DESCRY_TEST_WITHOUT_LIBHEIF"

// TestMissingLibrary decodes where the loader finds a libheif that is none: in another
// process, since it stays missing as long as that runs.
func TestMissingLibrary(t *testing.T) {
	if os.Getenv(withoutLibrary) == "" {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, libraryOnLinux), []byte("no library"), 0o600); err != nil {
			t.Fatal(err)
		}
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestMissingLibrary$", "-test.v")
		again.Env = append(os.Environ(), withoutLibrary+"=1", "LD_LIBRARY_PATH="+folder)
		if stated, err := again.CombinedOutput(); err != nil || !strings.Contains(string(stated), "PASS: TestMissingLibrary") {
			t.Errorf("%v: %s", err, stated)
		}
		return
	}
	photo, _, _ := base(t)
	file := madeFile(photo.item())
	c, err := DecodeConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rows := c.Memory(), 0
	by, err := Decode(context.Background(), file, c, time.Minute, func(m image.Image) error {
		rows += m.Bounds().Dy()
		return nil
	})
	if err != nil || by != heicModule.Name || rows != photo.Height {
		t.Errorf("%d rows by %q, %v", rows, by, err)
	}
	if after := c.Memory(); after <= before {
		t.Errorf("it is thought to take %d bytes, as before %d", after, before)
	}
	if about, err := Native(t.Context()); err == nil {
		t.Errorf("there is %+v", about)
	}
}
