package ml_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"descry/assets"
	"descry/ml"
	"descry/ml/tokenizer"
)

func TestStarterPack(t *testing.T) {
	p := starter(t)
	if p.ID != "descry-starter-2" || p.JointDim != 512 || p.Vision.Size != 224 || p.Text.MaxTokens != 256 {
		t.Errorf("%+v", p.Manifest)
	}
	if r := p.Measured["flickr8k-test"].TextToImage; r.R10 != 75.3 {
		t.Errorf("measured %+v", p.Measured)
	}
	if err := p.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	if _, ok := p.Path("text.onnx"); ok {
		t.Error("an embedded pack has a path")
	}
	if got := p.Prompted("a {text} b"); got != "a {text} b" {
		t.Errorf("prompted: %q", got)
	}
}

// small is a complete pack with three tiny files.
func small() fstest.MapFS {
	m := map[string]any{
		"schema": 1, "id": "small", "name": "Small", "licence": "none", "joint_dim": 4, "scale": 20,
		"vision": map[string]any{"file": "v.onnx", "input": "p", "embedding": "e", "grid": []int{0, 0}, "size": 32,
			"resize": "stretch", "interpolation": "bicubic", "antialias": true,
			"mean": []float64{.5, .5, .5}, "std": []float64{.5, .5, .5}},
		"text": map[string]any{"file": "t.onnx", "input_ids": "i", "attention_mask": "a", "embedding": "e",
			"tokenizer": "tok.json", "max_tokens": 16, "prompt": "query: {text}."},
	}
	pack, sums := fstest.MapFS{}, map[string]string{}
	for _, name := range []string{"v.onnx", "t.onnx", "tok.json"} {
		sum := sha256.Sum256([]byte(name))
		sums[name] = hex.EncodeToString(sum[:])
		pack[name] = &fstest.MapFile{Data: []byte(name)}
	}
	m["sha256"] = sums
	data, _ := json.Marshal(m)
	pack["pack.json"] = &fstest.MapFile{Data: data}
	return pack
}

func TestOpenPackSmall(t *testing.T) {
	p, err := ml.OpenPack(small())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(t.Context()); err != nil {
		t.Error(err)
	}
	if got := p.Prompted("x"); got != "query: x." {
		t.Error(got)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Verify(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestOpenPackDir(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, small()); err != nil {
		t.Fatal(err)
	}
	p, err := ml.OpenPackDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	path, ok := p.Path("v.onnx")
	if data, err := os.ReadFile(path); !ok || err != nil || string(data) != "v.onnx" {
		t.Errorf("%s, %t: %s, %v", path, ok, data, err)
	}
	if _, err := ml.OpenPackDir(filepath.Join(dir, "absent")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent folder: %v", err)
	}
}

func TestOpenPackRefuses(t *testing.T) {
	cases := map[string][2]string{ // what is replaced in pack.json by what
		"cut":                   {`"licence"`, "\x00"},
		"trailing text":         {`{"id"`, `{"schema":1}{"id"`},
		"unknown field":         {`"licence"`, `"license"`},
		"newer schema":          {`"schema":1`, `"schema":2`},
		"id with path":          {`"id":"small"`, `"id":"../small"`},
		"no id":                 {`"id":"small"`, `"id":""`},
		"no dimension":          {`"joint_dim":4`, `"joint_dim":0`},
		"huge dimension":        {`"joint_dim":4`, `"joint_dim":1000000000`},
		"negative scale":        {`"scale":20`, `"scale":-1`},
		"file outside":          {`"file":"v.onnx"`, `"file":"../v.onnx"`},
		"file absolute":         {`"file":"v.onnx"`, `"file":"/etc/passwd"`},
		"file of Windows":       {`"file":"v.onnx"`, `"file":"C:v.onnx"`},
		"file with backslash":   {`"file":"v.onnx"`, `"file":"..\\v.onnx"`},
		"file not named":        {`"file":"v.onnx"`, `"file":""`},
		"file absent":           {`v.onnx`, `w.onnx`},
		"file without checksum": {`"file":"v.onnx"`, `"file":"pack.json"`},
		"huge input":            {`"size":32`, `"size":100000`},
		"unknown resize":        {`"stretch"`, `"squash"`},
		"no crop rounding":      {`"stretch"`, `"shortest-edge"`},
		"other interpolation":   {`"bicubic"`, `"lanczos"`},
		"no antialias":          {`"antialias":true`, `"antialias":false`},
		"std of zero":           {`"std":[0.5,0.5,0.5]`, `"std":[0.5,0,0.5]`},
		"no text in prompt":     {`query: {text}.`, `query`},
		"text twice in prompt":  {`query: {text}.`, `{text}{text}`},
		"inputs of one name":    {`"attention_mask":"a"`, `"attention_mask":"i"`},
		"masks of one name":     {`"attention_mask":"a"`, `"attention_mask":"a","pooling_mask":"a"`},
		"no tokens":             {`"max_tokens":16`, `"max_tokens":0`},
		"patches without grid":  {`"size":32`, `"size":32,"patches":"x"`},
	}
	for name, c := range cases {
		pack := small()
		data := string(pack["pack.json"].Data)
		broken := strings.ReplaceAll(data, c[0], c[1])
		if broken == data {
			t.Fatalf("%s: nothing replaced in %s", name, data)
		}
		pack["pack.json"] = &fstest.MapFile{Data: []byte(broken)}
		if _, err := ml.OpenPack(pack); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			t.Logf("%s: %v", name, err)
		}
	}
}

func TestOpenPackBrokenFiles(t *testing.T) {
	cases := map[string]func(fstest.MapFS){
		"no manifest":    func(p fstest.MapFS) { delete(p, "pack.json") },
		"huge manifest":  func(p fstest.MapFS) { p["pack.json"].Data = make([]byte, 2<<20) },
		"file missing":   func(p fstest.MapFS) { delete(p, "t.onnx") },
		"file empty":     func(p fstest.MapFS) { p["t.onnx"].Data = nil },
		"file is a pipe": func(p fstest.MapFS) { p["t.onnx"].Mode = fs.ModeNamedPipe },
		"huge tokenizer": func(p fstest.MapFS) { p["tok.json"].Data = make([]byte, tokenizer.MaxFileBytes+1) },
	}
	for name, spoil := range cases {
		pack := small()
		spoil(pack)
		if _, err := ml.OpenPack(pack); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	pack := small()
	pack["tok.json"].Data = make([]byte, tokenizer.MaxFileBytes)
	if _, err := ml.OpenPack(pack); err != nil {
		t.Errorf("the largest tokenizer: %v", err)
	}
}

func TestChangedFileIsNoticed(t *testing.T) {
	pack := small()
	p, err := ml.OpenPack(pack)
	if err != nil {
		t.Fatal(err)
	}
	pack["t.onnx"].Data = []byte("t.onnX")
	if err := p.Verify(t.Context()); !errors.Is(err, ml.ErrChecksum) {
		t.Errorf("verify: %v", err)
	}
	if _, err := p.ReadFile("t.onnx"); !errors.Is(err, ml.ErrChecksum) {
		t.Errorf("read: %v", err)
	}
	if _, err := p.ReadFile("v.onnx"); err != nil {
		t.Errorf("the untouched file: %v", err)
	}
}

func FuzzReadManifest(f *testing.F) {
	f.Add(string(small()["pack.json"].Data))
	data, err := fs.ReadFile(assets.StarterPack(), "pack.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Fuzz(func(t *testing.T, data string) {
		m, err := ml.ReadManifest(strings.NewReader(data))
		if err != nil {
			return
		}
		for _, name := range m.Files() {
			if !filepath.IsLocal(name) {
				t.Fatalf("file %q", name)
			}
		}
		if _, err := ml.NewPreprocessor(m.Vision); err != nil {
			t.Fatal(fmt.Errorf("an accepted manifest: %w", err))
		}
	})
}
