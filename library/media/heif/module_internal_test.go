package heif

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"testing"

	"descry/library/media/worker"
)

// TestMain makes the test's own program the child, too.
func TestMain(m *testing.M) {
	worker.Main(Decoders())
	os.Exit(m.Run())
}

// hanging is a WebAssembly module whose decode sets the word at 0 to 1 and
// loops until it is 0 again: for ever. Its malloc returns 1024.
var hanging = []byte("\x00asm\x01\x00\x00\x00" +
	"\x01\x0a\x02\x60\x01\x7f\x01\x7f\x60\x00\x01\x7f" + // types: (i32) i32, () i32
	"\x03\x03\x02\x00\x01" + // functions
	"\x05\x03\x01\x00\x01" + // one page of memory
	"\x07\x1c\x03\x06memory\x02\x00\x06malloc\x00\x00\x06decode\x00\x01" +
	"\x0a\x1d\x02\x05\x00\x41\x80\x08\x0b" + // malloc
	"\x15\x00\x41\x00\x41\x01\x36\x02\x00" + // store 1 at 0
	"\x03\x40\x41\x00\x28\x02\x00\x0d\x00\x0b" + // loop while it is not 0
	"\x41\x00\x0b")

func gzipped(data []byte) *[]byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	out := b.Bytes()
	return &out
}

func TestMemoryLimit(t *testing.T) {
	m := module{binary: gzipped(hanging)}
	if _, err := m.open(); err != nil {
		t.Fatal(err)
	}
	err := m.run(func(i *instance) error {
		_, err := i.alloc(MemoryLimit + 1)
		return err
	})
	if !errors.Is(err, worker.ErrMemory) {
		t.Errorf("alloc says %v", err)
	}
	mem := memory{most: 1 << 20}
	if mem.Reallocate(1<<20) == nil || mem.Reallocate(1<<20+1) != nil {
		t.Error("the memory does not keep its limit")
	}
	mem.Free()
}

// TestBinaries finds out when an update of the modules moves their binaries.
func TestBinaries(t *testing.T) {
	for name, m := range map[string]*module{"HEIC": &heicModule, "AVIF": &avifModule} {
		if _, err := m.open(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := m.run(func(*instance) error { return nil }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	missing := module{binary: new([]byte)}
	if _, err := missing.open(); err == nil {
		t.Error("a missing decoder is no error")
	}
}
