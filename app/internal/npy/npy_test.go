package npy_test

import (
	"math"
	"testing"

	"descry/app/internal/npy"
	"descry/assets"
)

func TestReadsTheGuard(t *testing.T) {
	images, texts := assets.Guard()
	for _, c := range []struct {
		file []byte
		rows int
	}{{images, 500}, {texts, 500 * assets.GuardCaptions}} {
		rows, err := npy.Float16(c.file)
		if err != nil || len(rows) != c.rows {
			t.Fatalf("%d rows, want %d: %v", len(rows), c.rows, err)
		}
		for i, v := range rows {
			sum := 0.0
			for _, x := range v {
				sum += float64(x) * float64(x)
			}
			if len(v) != 512 || math.Abs(sum-1) > 0.01 {
				t.Fatalf("row %d: %d numbers of squared length %v", i, len(v), sum)
			}
		}
	}
}

func TestOtherFiles(t *testing.T) {
	images, _ := assets.Guard()
	for name, file := range map[string][]byte{
		"nothing": nil, "magic alone": images[:8], "header cut": images[:40], "numbers cut": images[:1000],
		"other type": append([]byte("\x93NUMPY\x01\x00\x10\x00"), "{'descr': '<f4'}"...),
	} {
		if _, err := npy.Float16(file); err == nil {
			t.Errorf("%s: read without an error", name)
		}
	}
}

func FuzzFloat16(f *testing.F) {
	images, _ := assets.Guard()
	f.Add(images[:128])
	f.Add([]byte("\x93NUMPY\x01\x00\x10\x00{'shape': (2, 2)"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rows, err := npy.Float16(file)
		if err == nil && 2*len(rows) > len(file) {
			t.Errorf("%d rows of %d bytes", len(rows), len(file))
		}
	})
}
