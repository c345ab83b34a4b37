// Package golden reads the reference values that the tests of ml and its
// subpackages compare with: NumPy arrays, token ids and pictures.
package golden

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // landscape.jpg and exif6.jpg
	_ "image/png"  // pictures of testdata that Pillow decoded or resized
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Array is a float32 array in C order.
type Array struct {
	Shape []int
	Data  []float32
}

// Row returns element i of the first axis.
func (a Array) Row(i int) []float32 {
	n := len(a.Data) / a.Shape[0]
	return a.Data[i*n : (i+1)*n]
}

var shapePattern = regexp.MustCompile(`'shape': \(([^)]*)\)`)

// NPY reads a .npy file of version 1 with little-endian float32 in C order.
func NPY(t testing.TB, path string) Array {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) < 10 || string(data[:8]) != "\x93NUMPY\x01\x00" {
		t.Fatalf("%s: not a .npy file of version 1", path)
	}
	end := 10 + int(binary.LittleEndian.Uint16(data[8:]))
	header := string(data[10:end])
	m := shapePattern.FindStringSubmatch(header)
	if m == nil || !strings.Contains(header, "'<f4'") || !strings.Contains(header, "'fortran_order': False") {
		t.Fatalf("%s: header %s", path, header)
	}
	a := Array{Shape: parseShape(m[1]), Data: make([]float32, (len(data)-end)/4)}
	for i := range a.Data {
		a.Data[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[end+4*i:]))
	}
	return a
}

func parseShape(list string) (shape []int) {
	for part := range strings.SplitSeq(list, ",") {
		if n, err := strconv.Atoi(strings.TrimSpace(part)); err == nil {
			shape = append(shape, n)
		}
	}
	return shape
}

// JSON reads a JSON file into v.
func JSON(t testing.TB, path string, v any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", path, err))
	}
}

// Text is a sentence and its token ids.
type Text struct {
	Text string  `json:"text"`
	IDs  []int64 `json:"ids"`
}

// Picture decodes a file without looking at its orientation.
func Picture(t testing.TB, path string) *image.NRGBA {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", path, err))
	}
	return NRGBA(img)
}

// NRGBA converts a decoded picture. A picture that is NRGBA keeps its colours under
// transparent pixels.
func NRGBA(img image.Image) *image.NRGBA {
	if same, ok := img.(*image.NRGBA); ok {
		return same
	}
	out := image.NewNRGBA(img.Bounds())
	draw.Draw(out, out.Bounds(), img, img.Bounds().Min, draw.Src)
	return out
}

// Shared returns a path below the folder "shared" beside the module. Shared skips the test
// where the path is absent, since the folder has data that may not be part of the module.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			path := filepath.Join(append([]string{filepath.Dir(dir), "shared"}, elem...)...)
			if _, err := os.Stat(path); err != nil {
				t.Skipf("needs data that is not part of the project: %v", err)
			}
			return path
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("no module root above the working directory")
	return ""
}
