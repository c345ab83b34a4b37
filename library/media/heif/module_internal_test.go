package heif

import (
	"errors"
	"os"
	"testing"

	"descry/library/media/webassembly"
	"descry/library/media/worker"
)

// TestMain makes the test's own program the child, too.
func TestMain(m *testing.M) {
	worker.Main(Decoders())
	os.Exit(m.Run())
}

func TestMemoryLimit(t *testing.T) {
	if _, err := opened(heicWasmKind); err != nil {
		t.Fatal(err)
	}
	i, err := heicModule.Instantiate()
	if err != nil {
		t.Fatal(err)
	}
	defer i.Close(t.Context())
	for _, size := range []int{webassembly.MemoryLimit, webassembly.MemoryLimit + 1} {
		if _, err := i.Alloc(size); !errors.Is(err, worker.ErrMemory) {
			t.Errorf("alloc of %d says %v", size, err)
		}
	}
}

// TestBinaries finds out when an update of the modules moves their binaries.
func TestBinaries(t *testing.T) {
	for name, m := range map[string]*module{"HEIC": &heicModule, "AVIF": &avifModule} {
		if _, err := opened(map[string]worker.Kind{"HEIC": heicWasmKind, "AVIF": avifWasmKind}[name]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := m.Instantiate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	missing := module{webassembly.Module{Binary: new([]byte)}}
	if _, err := missing.Open(); err == nil {
		t.Error("a missing decoder is no error")
	}
}
