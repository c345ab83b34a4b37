package metadata_test

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"descry/library/metadata"
)

// TestSurvivesBrokenFiles reads every broken file as a photo and as a sidecar.
func TestSurvivesBrokenFiles(t *testing.T) {
	count := 0
	eachBroken(t, func(path string) {
		count++
		for _, sidecar := range []bool{false, true} {
			m, allocated := readBroken(t, path, sidecar)
			sane(t, path, m)
			if allocated > 256<<20 {
				t.Errorf("%s: %d MB allocated", path, allocated>>20)
			}
			if strings.Contains(fmt.Sprint(m), "CANARY") {
				t.Errorf("%s: an external entity was read", path)
			}
		}
	})
	if count < 500 {
		t.Errorf("only %d files", count)
	}
}

// TestBrokenSidecars says that the manifest's broken sidecars are reported.
func TestBrokenSidecars(t *testing.T) {
	manifest, err := os.ReadFile(filepath.Join(shared, "broken/manifest.tsv"))
	if err != nil {
		t.Skip("no broken files beside the module")
	}
	for line := range strings.Lines(string(manifest)) {
		f := strings.Split(line, "\t")
		if len(f) < 4 || f[1] != "sidecar" || f[3] != "error" {
			continue
		}
		r, err := os.Open(filepath.Join(shared, "broken", f[0]))
		if err != nil {
			t.Fatal(err)
		}
		_, p, err := metadata.ReadSidecar(r)
		_ = r.Close()
		if err == nil || p.Rating {
			t.Errorf("%s: present %+v, error %v", f[0], p, err)
		}
	}
}

func eachBroken(t *testing.T, f func(path string)) {
	t.Helper()
	root := filepath.Join(shared, "broken")
	if _, err := os.Stat(root); err != nil {
		t.Skip("no broken files beside the module")
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			f(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// readBroken also returns the bytes allocated on the way, an upper bound of
// the memory used at any time.
func readBroken(t *testing.T, path string, sidecar bool) (m metadata.Metadata, allocated uint64) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if sidecar {
		m, _, err = metadata.ReadSidecar(f)
	} else {
		m, err = metadata.Read(f)
	}
	runtime.ReadMemStats(&after)
	if err != nil && strings.Contains(err.Error(), "panic") {
		t.Errorf("%s: %v", path, err)
	}
	return m, after.TotalAlloc - before.TotalAlloc
}

// sane checks what a catalogue may rely on whatever the file says.
func sane(t *testing.T, path string, m metadata.Metadata) {
	t.Helper()
	if m.HasGPS && !(math.Abs(m.Latitude) <= 90 && math.Abs(m.Longitude) <= 180) {
		t.Errorf("%s: position %v %v", path, m.Latitude, m.Longitude)
	}
	for _, v := range []float64{m.FNumber, m.ExposureSeconds, m.FocalLength, m.Rating} {
		if math.IsNaN(v) || math.IsInf(v, 0) || v < -1 {
			t.Errorf("%s: number %v", path, v)
		}
	}
	if len(m.Make) > 256 || len(m.Keywords) > 10_000 || len(m.Description) > 32<<10 {
		t.Errorf("%s: make of %d bytes, %d keywords, description of %d bytes",
			path, len(m.Make), len(m.Keywords), len(m.Description))
	}
}
