package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"testing"
	"time"
)

// preamble is what the modules below have in common.
const preamble = "\x00asm\x01\x00\x00\x00" +
	"\x01\x0a\x02\x60\x01\x7f\x01\x7f\x60\x00\x01\x7f" + // types: (i32) i32, () i32
	"\x03\x03\x02\x00\x01" + // functions
	"\x05\x03\x01\x00\x01" + // one page of memory
	"\x07\x1c\x03\x06memory\x02\x00\x06malloc\x00\x00\x06decode\x00\x01"

// hanging is a WebAssembly module whose decode sets the word at 0 to 1 and
// loops until it is 0 again: for ever, unless its memory is wiped. Its malloc
// returns 1024.
var hanging = []byte(preamble +
	"\x0a\x1d\x02\x05\x00\x41\x80\x08\x0b" + // malloc
	"\x15\x00\x41\x00\x41\x01\x36\x02\x00" + // store 1 at 0
	"\x03\x40\x41\x00\x28\x02\x00\x0d\x00\x0b" + // loop while it is not 0
	"\x41\x00\x0b")

// following is one whose decode follows pointers from 0 on for ever: wiped with zeros,
// they lead to 0 again.
var following = []byte(preamble +
	"\x0a\x1a\x02\x05\x00\x41\x80\x08\x0b" + // malloc
	"\x12\x01\x01\x7f" + // a pointer
	"\x03\x40\x20\x00\x28\x02\x00\x21\x00\x0c\x00\x0b" + // loop: take what it points at
	"\x41\x00\x0b")

func gzipped(t *testing.T, data []byte) *[]byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	out := b.Bytes()
	return &out
}

// TestStop ends decoders that loop for ever, and their goroutines with them.
func TestStop(t *testing.T) {
	for name, code := range map[string][]byte{"waits for a value": hanging, "follows a list": following} {
		t.Run(name, func(t *testing.T) { stops(t, &module{binary: gzipped(t, code)}) })
	}
}

func stops(t *testing.T, m *module) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan struct{})
	err := m.run(ctx, func(i *instance) error {
		defer close(ended)
		// Counted from here: a busy machine takes long to get this far.
		time.AfterFunc(20*time.Millisecond, cancel)
		return i.call()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("run says %v", err)
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		t.Error("the decoder still runs")
	}
}

func TestPanicBecomesError(t *testing.T) {
	m := module{binary: gzipped(t, hanging)}
	err := m.run(t.Context(), func(*instance) error { panic("boom") })
	if !errors.Is(err, ErrDecode) {
		t.Errorf("run says %v", err)
	}
}

func TestMemoryLimit(t *testing.T) {
	m := module{binary: gzipped(t, hanging)}
	err := m.run(t.Context(), func(i *instance) error {
		_, err := i.alloc(MemoryLimit + 1)
		return err
	})
	if !errors.Is(err, ErrMemory) {
		t.Errorf("alloc says %v", err)
	}
	var mem memory
	mem.most = 1 << 20
	if mem.Reallocate(1<<20) == nil || mem.Reallocate(1<<20+1) != nil {
		t.Error("the memory does not keep its limit")
	}
	mem.stop()
	if mem.Reallocate(1<<16) != nil {
		t.Error("stopped memory still grows")
	}
	mem.Free()
}

// TestBinaries finds out when an update of the modules moves their binaries.
func TestBinaries(t *testing.T) {
	for name, m := range map[string]*module{"HEIC": &heicModule, "AVIF": &avifModule} {
		if err := m.run(t.Context(), func(*instance) error { return nil }); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	missing := module{binary: new([]byte)}
	if err := missing.run(t.Context(), nil); err == nil {
		t.Error("a missing decoder is no error")
	}
}
