package checkpoint_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"descry/ml/checkpoint"
)

const (
	torchControl  = "testdata/hostile/pt/control_good.pt"
	singleControl = "testdata/hostile/safetensors/control_good.safetensors"
	shardControl  = "testdata/hostile/sharded/control_good"
)

// copyTo puts a copy of a file under a name.
func copyTo(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// first returns the name of the first tensor of a checkpoint.
func first(path string) (string, error) {
	f, err := checkpoint.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return f.Tensors()[0].Name, nil
}

// TestFolders: a.weight is the torch file's first tensor, a the safetensors file's.
func TestFolders(t *testing.T) {
	for _, c := range []struct {
		files string
		want  string // a tensor, or a part of the error
		ok    bool
	}{
		{"config.json model.safetensors", "a", true},
		{"weights.safetensors", "a", true},
		{"model.safetensors other.safetensors", "a", true},
		{"pytorch_model.bin training_args.bin", "a.weight", true},
		{"pytorch_model.bin model.safetensors", "a", true},
		{"release.pt model.safetensors pytorch_model.bin optimizer.pt", "a.weight", true},
		{"one.pt two.pt", "name the one to read", false},
		{"x.safetensors y.safetensors", "name the one to read", false},
		{"x.safetensors model.safetensors.index.json", "a", true},
		{"pytorch_model.bin.index.json pytorch_model-00001-of-00002.bin", "in several parts", false},
		{"config.json", "no weights", false},
	} {
		dir := t.TempDir()
		for name := range strings.FieldsSeq(c.files) {
			from := torchControl
			if strings.HasSuffix(name, ".safetensors") {
				from = singleControl
			}
			copyTo(t, from, filepath.Join(dir, name))
		}
		got, err := first(dir)
		if c.ok && (err != nil || got != c.want) || !c.ok && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %s, %v; want %s", c.files, got, err, c.want)
		}
	}
}

func TestFolderNamedAsWeights(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "model.safetensors"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := first(dir); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Error(err)
	}
}

// TestShardLeadsToItsIndex: the index and any of its shards open all of them.
func TestShardLeadsToItsIndex(t *testing.T) {
	for _, name := range []string{"model.safetensors.index.json", "model-00002-of-00002.safetensors"} {
		f, err := checkpoint.Open(filepath.Join(shardControl, name))
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Tensors()) != 2 {
			t.Errorf("%s: %d tensors", name, len(f.Tensors()))
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

// link makes a symbolic link or skips the test.
func link(t *testing.T, to, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, name); err != nil {
		t.Skipf("needs symbolic links: %v", err)
	}
}

func TestLinksOutOfTheFolder(t *testing.T) {
	root := t.TempDir()
	copyTo(t, singleControl, filepath.Join(root, "secret.safetensors"))
	dir := filepath.Join(root, "model")
	link(t, filepath.Join("..", "secret.safetensors"), filepath.Join(dir, "model.safetensors"))
	if _, err := first(dir); err == nil || !strings.Contains(err.Error(), "leads out of the folder") {
		t.Errorf("single file: %v", err)
	}
	sharded := filepath.Join(root, "sharded")
	copyTo(t, filepath.Join(shardControl, "model.safetensors.index.json"), filepath.Join(sharded, "model.safetensors.index.json"))
	copyTo(t, filepath.Join(shardControl, "model-00002-of-00002.safetensors"), filepath.Join(sharded, "model-00002-of-00002.safetensors"))
	copyTo(t, filepath.Join(shardControl, "model-00001-of-00002.safetensors"), filepath.Join(root, "elsewhere"))
	link(t, filepath.Join(root, "elsewhere"), filepath.Join(sharded, "model-00001-of-00002.safetensors"))
	if _, err := first(sharded); err == nil || !strings.Contains(err.Error(), "leads out of the folder") {
		t.Errorf("shard: %v", err)
	}
}

// TestHubCache: the cache of Hugging Face's client keeps a snapshot's files as
// links into a folder of blobs.
func TestHubCache(t *testing.T) {
	root := filepath.Join(t.TempDir(), "models--owner--name")
	snapshot := filepath.Join(root, "snapshots", "0123abcd")
	for blob, name := range map[string]string{"b0": "model.safetensors.index.json", "b1": "model-00001-of-00002.safetensors", "b2": "model-00002-of-00002.safetensors"} {
		copyTo(t, filepath.Join(shardControl, name), filepath.Join(root, "blobs", blob))
		link(t, filepath.Join("..", "..", "blobs", blob), filepath.Join(snapshot, name))
	}
	if got, err := first(snapshot); err != nil || got != "a" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestNothingThere(t *testing.T) {
	if _, err := checkpoint.Open(filepath.Join(t.TempDir(), "absent.pt")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
