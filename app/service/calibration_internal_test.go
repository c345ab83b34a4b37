package service

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"descry/assets"
	"descry/internal/float16"
	"descry/internal/vectormath"
)

// writeCalibration, when set, makes the file of the built-in calibration anew: after a
// change of its texts or of the built-in model.
const writeCalibration = "DESCRY_WRITE_CALIBRATION"

// TestBuiltInCalibration compares the vectors that come with the program with what the
// model makes of the texts today.
func TestBuiltInCalibration(t *testing.T) {
	e := openLibrary(t)
	m := e.Models.ModelOf(e.Models.Packs.BuiltIn)
	want, err := m.EncodeTexts(t.Context(), calibrationTexts())
	if err != nil {
		t.Fatal(err)
	}
	dim := m.Pack.JointDim
	if os.Getenv(writeCalibration) != "" {
		if err := os.WriteFile(filepath.Join("..", "..", "assets", "calibration", "texts.npy"), float16Table(slices.Concat(want...), dim), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("written; the next build has it")
	}
	got, err := builtInCalibration()
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d vectors in a file of %d bytes, want %d: %v", len(got), len(assets.CalibrationTexts()), len(want), err)
	}
	for i, text := range calibrationTexts() {
		if cosine := vectormath.Dot(got[i], want[i]); cosine < 0.9999 {
			t.Errorf("%q has cosine %v with what the model makes of it", text, cosine)
		}
	}
}

// float16Table is a NumPy file of rows of dim numbers.
func float16Table(numbers []float32, dim int) []byte {
	header := fmt.Sprintf("{'descr': '<f2', 'fortran_order': False, 'shape': (%d, %d), }", len(numbers)/dim, dim)
	for (10+len(header)+1)%64 != 0 {
		header += " "
	}
	file := append([]byte("\x93NUMPY\x01\x00"), binary.LittleEndian.AppendUint16(nil, uint16(len(header)+1))...)
	return float16.Append(append(file, header+"\n"...), numbers)
}
