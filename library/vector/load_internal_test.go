package vector

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"testing"

	"descry/library"
)

// TestLoadHostile gives files that are consistent but impossible.
func TestLoadHostile(t *testing.T) {
	for _, c := range []struct {
		name string
		make func() []byte
	}{
		{"count without rows", func() []byte { return header{dim: 8, count: 1 << 40, model: "m"}.encode() }},
		{"negative count", func() []byte { return header{dim: 8, count: -1, model: "m"}.encode() }},
		{"no dimension", func() []byte { return header{dim: 0, model: "m"}.encode() }},
		{"huge dimension", func() []byte { return header{dim: 1 << 30, model: "m"}.encode() }},
		{"id twice", func() []byte { return hostile([]library.PhotoID{5, 5}, 0.01) }},
		{"scale NaN", func() []byte { return hostile([]library.PhotoID{5}, float32(math.NaN())) }},
		{"scale infinite", func() []byte { return hostile([]library.PhotoID{5}, float32(math.Inf(1))) }},
		{"scale negative", func() []byte { return hostile([]library.PhotoID{5}, -1) }},
	} {
		b := c.make()
		if _, _, err := load(bytes.NewReader(b), int64(len(b)), "m", 8); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	b := hostile([]library.PhotoID{5, 6}, 0.01)
	if _, _, err := load(bytes.NewReader(b), int64(len(b)), "m", 8); err != nil {
		t.Errorf("the pattern of the others does not load: %v", err)
	}
}

// hostile makes a file with correct checksums.
func hostile(ids []library.PhotoID, scale float32) []byte {
	b := header{dim: 8, count: int64(len(ids)), model: "m"}.encode()
	c := newChunk(blockBytes)
	c.n = copy(c.ids, ids)
	for i := range ids {
		c.scales[i] = scale
	}
	meta, matrix := c.encodeMeta(nil), c.matrix(c.n)
	b = binary.LittleEndian.AppendUint32(b, segmentCRC(0, meta, matrix))
	return append(append(b, meta...), matrix...)
}

// TestLoadSparseFile claims a terabyte that the disk does not hold.
func TestLoadSparseFile(t *testing.T) {
	h := header{dim: 512, count: 1 << 31, model: "m"}
	path := filepath.Join(t.TempDir(), "sparse")
	if err := os.WriteFile(path, h.encode(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, h.fileSize()); err != nil {
		t.Skip("no sparse files here:", err)
	}
	if _, _, err := Load(path, "m", 512); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

func FuzzLoad(f *testing.F) {
	for _, ids := range [][]library.PhotoID{nil, {1}, {1, 2, 3}} {
		f.Add(hostile(ids, 0.01), false)
		f.Add(hostile(ids, 0.01)[4:], true)
	}
	f.Fuzz(func(t *testing.T, b []byte, repair bool) {
		if repair {
			b = repaired(bytes.Clone(b))
		}
		x, _, err := load(bytes.NewReader(b), int64(len(b)), "m", 8)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrStale) {
				t.Fatal("unexpected error", err)
			}
			return
		}
		hits, err := x.Ranked(t.Context(), []float32{1, 2, 3, 4, 5, 6, 7, 8})
		if err != nil || len(hits) != x.Len() {
			t.Fatal(len(hits), x.Len(), err)
		}
	})
}

// repaired makes the checksums right, so that fuzzing gets behind them.
func repaired(b []byte) []byte {
	if len(b) < fixedHeader {
		return b
	}
	copy(b, magic)
	end := fixedHeader + int(min(binary.LittleEndian.Uint32(b[32:]), maxModelID))
	if len(b) < end+2*crcSize {
		return b
	}
	binary.LittleEndian.PutUint32(b[end:], crc32.Checksum(b[:end], castagnoli))
	segment := b[end+crcSize:]
	binary.LittleEndian.PutUint32(segment, segmentCRC(0, segment[crcSize:], nil))
	return b
}
