package checkpoint_test

import (
	"archive/zip"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"descry/ml/checkpoint"
)

// view is a tensor of a hand-made archive, over storage "0".
type view struct {
	name                   string
	offset, shape, strides []uint16
}

// text, number and numbers are the pickle opcodes of a string, an integer and a
// tuple of integers.
func text(s string) string {
	return "X" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(s)))) + s
}

func number(n uint16) string { return "M" + string(binary.LittleEndian.AppendUint16(nil, n)) }

func numbers(list []uint16) string {
	out := "("
	for _, n := range list {
		out += number(n)
	}
	return out + "t"
}

// pickled is a state dict of views of one float storage.
func pickled(class string, count uint16, views []view) string {
	out := "\x80\x02ccollections\nOrderedDict\n)R("
	for _, v := range views {
		store := "(" + text("storage") + "ctorch\n" + class + "\n" + text("0") + text("cpu") + number(count) + "tQ"
		out += text(v.name) + "ctorch._utils\n_rebuild_tensor_v2\n(" + store + number(v.offset[0]) +
			numbers(v.shape) + numbers(v.strides) + "\x89ccollections\nOrderedDict\n)RtR"
	}
	return out + "u."
}

// writeArchive writes files as Go's zip package stores them.
func writeArchive(t *testing.T, files map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.pt")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := zip.NewWriter(f)
	for name, content := range files {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := entry.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func floatBytes(values ...float32) string {
	var raw []byte
	for _, v := range values {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
	}
	return string(raw)
}

func TestViews(t *testing.T) {
	views := []view{
		{"whole", []uint16{0}, []uint16{2, 3}, []uint16{3, 1}},
		{"tail", []uint16{4}, []uint16{2}, []uint16{1}},
		{"transposed", []uint16{0}, []uint16{3, 2}, []uint16{1, 3}},
		{"column", []uint16{1}, []uint16{2}, []uint16{3}},
		{"expanded", []uint16{1}, []uint16{2, 2}, []uint16{0, 1}},
		{"permuted", []uint16{0}, []uint16{1, 3, 2}, []uint16{999, 1, 3}},
		{"scalar", []uint16{5}, nil, nil},
		{"odd stride of size 1", []uint16{0}, []uint16{2, 1, 3}, []uint16{3, 7, 1}},
		{"none", []uint16{6}, []uint16{0, 3}, []uint16{3, 1}},
	}
	want := map[string][]float32{
		"whole": {1, 2, 3, 4, 5, 6}, "tail": {5, 6}, "transposed": {1, 4, 2, 5, 3, 6}, "column": {2, 5},
		"expanded": {2, 3, 2, 3}, "permuted": {1, 4, 2, 5, 3, 6}, "scalar": {6}, "odd stride of size 1": {1, 2, 3, 4, 5, 6}, "none": {},
	}
	path := writeArchive(t, map[string]string{
		"m/data.pkl": pickled("FloatStorage", 6, views), "m/data/0": floatBytes(1, 2, 3, 4, 5, 6), "m/version": "3\n",
	})
	f, err := checkpoint.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, v := range views {
		if got := f.Tensors()[i].Name; got != v.name {
			t.Errorf("tensor %d is %s, want %s", i, got, v.name)
		}
		got, err := f.ReadAll(v.name)
		if err != nil || !slices.Equal(got, want[v.name]) {
			t.Errorf("%s = %v, %v; want %v", v.name, got, err, want[v.name])
		}
	}
}

func TestViewsOutside(t *testing.T) {
	for _, v := range []view{
		{"late", []uint16{5}, []uint16{2}, []uint16{1}},
		{"stride", []uint16{0}, []uint16{2, 2}, []uint16{5, 1}},
		{"expanded", []uint16{0}, []uint16{7}, []uint16{0}},
		{"none", []uint16{7}, []uint16{0}, []uint16{1}},
	} {
		path := writeArchive(t, map[string]string{
			"m/data.pkl": pickled("FloatStorage", 6, []view{v}), "m/data/0": floatBytes(1, 2, 3, 4, 5, 6),
		})
		if err := readEverything(path); err == nil || !strings.Contains(err.Error(), "does not fit") {
			t.Errorf("%s: %v", v.name, err)
		}
	}
}

// TestIntegersAreListed: they are no weights, but do not keep others from being read.
func TestIntegersAreListed(t *testing.T) {
	ids := view{"position_ids", []uint16{0}, []uint16{1, 2}, []uint16{2, 1}}
	f, err := checkpoint.Open(writeArchive(t, map[string]string{
		"m/data.pkl": pickled("LongStorage", 2, []view{ids}), "m/data/0": strings.Repeat("\x00", 16),
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tensor, ok := f.Lookup("position_ids")
	if !ok || tensor.DType != checkpoint.I64 || tensor.Elements() != 2 {
		t.Errorf("Lookup = %v, %v", tensor, ok)
	}
	if _, err := f.ReadAll("position_ids"); err == nil || !strings.Contains(err.Error(), "I64") {
		t.Errorf("ReadAll: %v", err)
	}
}

// TestTrainingWrapper: a training loop's file holds the state dict among other
// things, and every name begins with "module.".
func TestTrainingWrapper(t *testing.T) {
	f, err := checkpoint.Open("testdata/hostile/pt/control_wrapped.pt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got, err := f.ReadAll("a"); err != nil || !slices.Equal(got, []float32{1, 2, 3, 4}) {
		t.Errorf("a = %v, %v", got, err)
	}
}
