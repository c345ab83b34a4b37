package ort_test

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"descry/ml/ort"
)

// TestOpenRefusesHalfALibrary opens one whose download broke off: the system's
// loader would end the process over it.
func TestOpenRefusesHalfALibrary(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only the loader of Linux trusts the file that far")
	}
	path, err := ort.FindLibrary()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	half := filepath.Join(t.TempDir(), ort.LibraryNames()[0])
	f, err := os.Create(half)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(f, whole, 1<<20); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ort.Open(half); err == nil || !strings.Contains(err.Error(), "incomplete") {
		t.Errorf("half a library: %v", err)
	}
}
