package checkpoint_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"descry/ml/checkpoint"
)

// writeSafetensors writes a header and data bytes. Data beyond len(data) up to size is a hole
// of zeros.
func writeSafetensors(t testing.TB, header, data string, size int64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.safetensors")
	raw := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	raw = append(append(raw, header...), data...)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if size > int64(len(data)) {
		if err := os.Truncate(path, int64(8+len(header))+size); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func TestTypes(t *testing.T) {
	header := `{"f":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"h":{"dtype":"F16","shape":[2],"data_offsets":[12,16]},
		"b":{"dtype":"BF16","shape":[1,1],"data_offsets":[16,18]},"i":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"u":{"dtype":"U8","shape":[1],"data_offsets":[18,19]}}`
	data := "\x07\x00\x00\x00\x00\x00\x00\x00" + floatBytes(-0.5) + "\x00\x3c\x01\x80" + "\xc0\x40" + "\x09"
	f, err := checkpoint.Open(writeSafetensors(t, header, data, 0))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var order string
	for _, tensor := range f.Tensors() {
		order += tensor.Name
	}
	if order != "ifhbu" {
		t.Errorf("order %s, want that of the bytes", order)
	}
	for name, want := range map[string][]float32{"f": {-0.5}, "h": {1, -0x1p-24}, "b": {6}} {
		if got, err := f.ReadAll(name); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s = %v, %v; want %v", name, got, err, want)
		}
	}
	if _, err := f.ReadAll("absent"); err == nil {
		t.Error("read a tensor that is not there")
	}
}

func TestMisalignedIsRefused(t *testing.T) {
	header := `{"h":{"dtype":"F16","shape":[1],"data_offsets":[0,2]},"f":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}`
	if err := readEverything(writeSafetensors(t, header, "123456", 0)); err == nil || !strings.Contains(err.Error(), "multiple of 4") {
		t.Error(err)
	}
}

// TestLargeTensorStreams: 40 million numbers cost a megabyte of buffers, and are
// too many for ReadAll.
func TestLargeTensorStreams(t *testing.T) {
	const n = 40_000_000
	path := writeSafetensors(t, fmt.Sprintf(`{"embed":{"dtype":"F16","shape":[%d,10],"data_offsets":[0,%d]}}`, n/10, 2*n), "", 2*n)
	f, err := checkpoint.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := 0
	allocated, err := measured(t, func() error {
		return f.Read("embed", func(values []float32) error { seen += len(values); return nil })
	})
	if err != nil || seen != n || allocated > 1<<20 {
		t.Errorf("%d values, %d bytes allocated, %v", seen, allocated, err)
	}
	if _, err := f.ReadAll("embed"); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("ReadAll: %v", err)
	}
}

func TestReaderStops(t *testing.T) {
	f, err := checkpoint.Open("testdata/hostile/safetensors/control_good.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("enough")
	if err := f.Read("a", func([]float32) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("Read: %v", err)
	}
	for range 2 {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.ReadAll("a"); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestReadersAtOnce(t *testing.T) {
	f, err := checkpoint.Open("testdata/hostile/pt/control_shared_storage.pt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got, err := f.ReadAll("c"); err != nil || !slices.Equal(got, []float32{1, 3, 2, 4}) {
				t.Errorf("c = %v, %v", got, err)
			}
		})
	}
	wg.Wait()
}

// TestHeaderOfManyKeys: a header of 8 MB in which every byte is a cost.
func TestHeaderOfManyKeys(t *testing.T) {
	for name, header := range map[string]string{
		"metadata": `{"__metadata__":{` + manyKeys(`"":""`, 600_000) + `}}`,
		"tensors":  `{` + manyKeys(`{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`, 110_000) + `}`,
	} {
		path := writeSafetensors(t, header, "", 0)
		if allocated, err := measured(t, func() error { return readEverything(path) }); err == nil || allocated > 128<<20 {
			t.Errorf("%s: %d bytes allocated, %v", name, allocated, err)
		}
	}
}

// manyKeys lists n different keys with the same value.
func manyKeys(value string, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		if value == `"":""` {
			fmt.Fprintf(&b, `"%x":""`, i)
		} else {
			fmt.Fprintf(&b, `"%x":%s`, i, value)
		}
	}
	return b.String()
}
