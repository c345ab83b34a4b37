package checkpoint

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// seed adds the files of a pattern that are small enough to mutate well.
func seed(f *testing.F, pattern string, part func([]byte) []byte) {
	f.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "hostile", pattern))
	if err != nil || len(paths) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		if data = part(data); len(data) < 4096 {
			f.Add(data)
		}
	}
}

func whole(data []byte) []byte { return data }

// readable checks what parsing promises: every tensor can be read to its end, and
// none has more numbers than the file bytes.
func readable(t *testing.T, c *checkpoint, size int) {
	for _, tensor := range c.tensors {
		if tensor.Elements() > int64(size) {
			t.Fatalf("%v has more elements than the file's %d bytes", tensor, size)
		}
		seen := int64(0)
		err := c.Read(tensor.Name, func(values []float32) error { seen += int64(len(values)); return nil })
		if err == nil && seen != tensor.Elements() {
			t.Fatalf("%v: read %d values", tensor, seen)
		}
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
			t.Fatalf("%v: %v, but its place was checked", tensor, err)
		}
	}
}

func FuzzSafetensors(f *testing.F) {
	seed(f, "safetensors/*", whole)
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := parseSafetensors(bytes.NewReader(data), int64(len(data))); err == nil {
			readable(t, c, len(data))
		}
	})
}

func FuzzTorch(f *testing.F) {
	seed(f, "pt/*", whole)
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := parse(bytes.NewReader(data), int64(len(data))); err == nil {
			readable(t, c, len(data))
		}
	})
}

// FuzzPickle mutates the pickle itself, whose check sum would stop it in a whole
// archive.
func FuzzPickle(f *testing.F) {
	seed(f, "pt/*", func(data []byte) []byte {
		a, err := openArchive(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return nil
		}
		for name := range a.entries {
			if filepath.Base(name) == pickleEntry {
				data, _ = a.read(name, maxPickle) // nil where it is damaged
			}
		}
		return data
	})
	storage := &archive{from: bytes.NewReader(make([]byte, 16)), entries: map[string]*entry{
		"m/data/0": {size: 16}, "m/data/1": {size: 8},
	}}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := unpickle(string(data))
		if err != nil {
			return
		}
		state, err := stateDict(value)
		if err != nil {
			return
		}
		if c, err := place(storage, "m/", state); err == nil {
			readable(t, c, 16)
		}
	})
}

func FuzzIndex(f *testing.F) {
	seed(f, "sharded/*/*.json", whole)
	f.Fuzz(func(t *testing.T, data []byte) {
		shardOf, err := parseIndex(data)
		if err != nil {
			return
		}
		for _, shard := range shardOf {
			if filepath.Base(shard) != shard || !filepath.IsLocal(shard) {
				t.Fatalf("shard %q leads elsewhere", shard)
			}
		}
	})
}
