package ort_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"descry/assets"
	"descry/ml"
	"descry/ml/ort"
)

// copied returns the starter pack as files that can be changed.
func copied(t *testing.T) fstest.MapFS {
	t.Helper()
	pack := fstest.MapFS{}
	for _, name := range []string{"pack.json", "vision.onnx", "text.onnx", "tokenizer.json"} {
		data, err := fs.ReadFile(assets.StarterPack(), name)
		if err != nil {
			t.Fatal(err)
		}
		pack[name] = &fstest.MapFile{Data: data}
	}
	return pack
}

// manifest changes pack.json and makes its checksums true again.
func manifest(t *testing.T, pack fstest.MapFS, change func(vision, text, all map[string]any)) {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(pack["pack.json"].Data, &m); err != nil {
		t.Fatal(err)
	}
	change(m["vision"].(map[string]any), m["text"].(map[string]any), m)
	sums := map[string]string{}
	for name, file := range pack {
		sum := sha256.Sum256(file.Data)
		sums[name] = hex.EncodeToString(sum[:])
	}
	m["sha256"] = sums
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	pack["pack.json"].Data = data
}

func unchanged(_, _, _ map[string]any) {}

func TestBrokenPacks(t *testing.T) {
	rt := open(t)
	cases := map[string]func(pack fstest.MapFS){
		"cut model": func(p fstest.MapFS) {
			p["vision.onnx"].Data = p["vision.onnx"].Data[:1<<20]
			p["text.onnx"].Data = p["text.onnx"].Data[:1<<20]
			manifest(t, p, unchanged)
		},
		"one byte left": func(p fstest.MapFS) {
			p["vision.onnx"].Data, p["text.onnx"].Data = []byte{8}, []byte{8}
			manifest(t, p, unchanged)
		},
		"no model at all": func(p fstest.MapFS) {
			p["vision.onnx"].Data, p["text.onnx"].Data = []byte("hello"), []byte("hello")
			manifest(t, p, unchanged)
		},
		"towers swapped": func(p fstest.MapFS) {
			p["vision.onnx"], p["text.onnx"] = p["text.onnx"], p["vision.onnx"]
			manifest(t, p, unchanged)
		},
		"changed byte": func(p fstest.MapFS) {
			p["vision.onnx"].Data[1<<20] ^= 1
			p["text.onnx"].Data[1<<20] ^= 1
		},
		"other dimension": func(p fstest.MapFS) {
			manifest(t, p, func(_, _, all map[string]any) { all["joint_dim"] = 256 })
		},
		"other names": func(p fstest.MapFS) {
			manifest(t, p, func(v, x, _ map[string]any) { v["embedding"], x["input_ids"] = "nothing", "nothing" })
		},
	}
	for name, spoil := range cases {
		pack := copied(t)
		spoil(pack)
		p, err := ml.OpenPack(pack)
		if err != nil {
			t.Fatal(name, err)
		}
		imageErr, textErr := tryImage(t, rt, p), tryText(t, rt, p)
		t.Logf("%s:\n\t%v\n\t%v", name, imageErr, textErr)
		if imageErr == nil || textErr == nil {
			t.Errorf("%s: errors %v and %v, want both", name, imageErr, textErr)
		}
		if name == "changed byte" && !(errors.Is(imageErr, ml.ErrChecksum) && errors.Is(textErr, ml.ErrChecksum)) {
			t.Errorf("%s: %v, %v", name, imageErr, textErr)
		}
	}
}

func tryImage(t *testing.T, rt *ort.Runtime, p *ml.Pack) error {
	e, err := rt.NewImageEncoder(p, ort.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	_, err = e.Encode(t.Context(), noise(1), 1)
	return err
}

func tryText(t *testing.T, rt *ort.Runtime, p *ml.Pack) error {
	e, err := rt.NewTextEncoder(p, ort.Options{})
	if err != nil {
		return err
	}
	defer e.Close()
	_, _, err = e.Encode(t.Context(), "a dog")
	return err
}

func TestOtherImageSize(t *testing.T) {
	pack := copied(t)
	manifest(t, pack, func(v, _, _ map[string]any) { v["size"] = 96 })
	p, err := ml.OpenPack(pack)
	if err != nil {
		t.Fatal(err)
	}
	e, err := open(t).NewImageEncoder(p, ort.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Encode(t.Context(), make([]float32, 3*96*96), 1); err == nil {
		t.Error("a picture of 96 pixels for a graph of 224: no error")
	}
}

func TestNotFinite(t *testing.T) {
	e := imageEncoder(t, ort.Options{})
	in := noise(1)
	nan := in[0]
	nan -= nan
	nan /= nan
	for i := range in {
		in[i] = nan
	}
	if _, err := e.Encode(t.Context(), in, 1); !errors.Is(err, ort.ErrNotFinite) {
		t.Errorf("a picture of NaN: %v", err)
	}
}
