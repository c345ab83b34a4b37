package assets_test

import (
	"bytes"
	"io/fs"
	"os"
	"testing"

	"descry/assets"
	"descry/ml"
)

func TestStarterPackInMemory(t *testing.T) {
	pack := assets.StarterPack()
	memory, ok := pack.(ml.InMemory)
	if !ok {
		t.Fatal("the built-in pack would be copied at every load")
	}
	for _, name := range []string{"vision.onnx", "text.onnx"} {
		file, err := fs.ReadFile(pack, name)
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := memory.Bytes(name); !ok || !bytes.Equal(data, file) {
			t.Errorf("%s: not in memory, or not the file", name)
		}
	}
	pack.(ml.Droppable).Drop("text.onnx")
	if file, err := fs.ReadFile(pack, "text.onnx"); err != nil {
		t.Error(err)
	} else if data, _ := memory.Bytes("text.onnx"); !bytes.Equal(data, file) {
		t.Error("text.onnx is another one after its memory was given back")
	}
	if _, ok := memory.Bytes("pack.json"); ok {
		t.Error("pack.json is said to be in memory")
	}
}

func TestStarterPackIsEmbeddedOnce(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(exe)
	if err != nil {
		t.Fatal(err)
	}
	const pack = 42 << 20
	if info.Size() < pack*9/10 || info.Size() > 2*pack*9/10 {
		t.Errorf("the test program has %d bytes, want the pack of %d in it once", info.Size(), pack)
	}
}
