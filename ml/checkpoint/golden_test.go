package checkpoint_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"descry/ml/checkpoint"
	"descry/ml/golden"
)

// goldenTensor is what make_golden.py read, with Python's own modules.
type goldenTensor struct {
	Name, DType string
	Shape       []int64
	SHA256      string
}

func goldenTensors(t *testing.T) map[string][]goldenTensor {
	t.Helper()
	text, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string][]goldenTensor
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// compare reads every tensor of a checkpoint and compares it bit by bit.
func compare(t *testing.T, path string, want []goldenTensor) {
	t.Helper()
	f, err := checkpoint.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	tensors := f.Tensors()
	if len(tensors) != len(want) {
		t.Fatalf("%d tensors, want %d", len(tensors), len(want))
	}
	for i, w := range want {
		got := tensors[i]
		if got.Name != w.Name || got.DType.String() != w.DType || !slices.Equal(got.Shape, w.Shape) {
			t.Errorf("tensor %d is %v, want %s %s %v", i, got, w.Name, w.DType, w.Shape)
			continue
		}
		sum := sha256.New()
		err := f.Read(w.Name, func(values []float32) error { return binary.Write(sum, binary.LittleEndian, values) })
		if err != nil {
			t.Error(err)
		}
		if hex.EncodeToString(sum.Sum(nil)) != w.SHA256 {
			t.Errorf("%s: other values than the reference's", w.Name)
		}
	}
}

func TestFamiliesEqualReference(t *testing.T) {
	for family, want := range goldenTensors(t) {
		t.Run(family, func(t *testing.T) { compare(t, golden.Shared(t, "fixtures", family), want) })
	}
}

// TestTorchFileEqualsReference does the same with the one checkpoint that is part
// of the project, written by PyTorch.
func TestTorchFileEqualsReference(t *testing.T) {
	compare(t, "testdata/eva02-l224.pt", goldenTensors(t)["vision-eva02-l224"])
}

func TestCommittedFileIsTheFixture(t *testing.T) {
	ours, err := os.ReadFile("testdata/eva02-l224.pt")
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile(golden.Shared(t, "fixtures", "vision-eva02-l224", "model.pt"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(ours, theirs) {
		t.Error("the copy is out of date")
	}
}
