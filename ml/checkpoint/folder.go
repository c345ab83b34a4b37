package checkpoint

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Names of the files that publishers use.
const (
	indexSuffix = ".index.json"
	shardedFile = "model.safetensors" + indexSuffix
	singleFile  = "model.safetensors"
	torchFile   = "pytorch_model.bin"
)

// trainingState lists .pt files that lie beside weights but hold none.
var trainingState = []string{"optimizer.pt", "scheduler.pt", "scaler.pt"}

// choose finds the weights in a folder and returns their path.
func choose(folder string) (string, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	path, err := chooseName(names)
	if err == nil {
		path, err = inside(folder, path)
	}
	if err != nil {
		return "", fmt.Errorf("folder %s: %w", printable(folder), err)
	}
	return path, nil
}

// chooseName prefers a .pt file to model.safetensors and pytorch_model.bin: where
// a release has both, the .pt is the whole model and the others lack the text
// adapter.
func chooseName(names []string) (string, error) {
	for _, pattern := range []string{"*.pt", shardedFile, singleFile, "*.safetensors", torchFile} {
		found := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			ok, _ := filepath.Match(pattern, name) // the patterns are well-formed
			return !ok || slices.Contains(trainingState, name)
		})
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return "", fmt.Errorf("%d weight files (%s, %s, …): name the one to read", len(found), quote(found[0]), quote(found[1]))
		}
	}
	if slices.Contains(names, torchFile+indexSuffix) {
		return "", fmt.Errorf("%s in several parts is not supported: get the safetensors files", torchFile)
	}
	return "", fmt.Errorf("no weights: neither *.safetensors nor *.pt nor %s", torchFile)
}

func isIndex(path string) bool { return strings.HasSuffix(path, indexSuffix) }

// inside resolves a file of a folder and refuses links that lead out of it. One
// way out is allowed: Hugging Face's cache keeps a snapshot's files as links into
// the folder blobs beside the snapshots.
func inside(folder, name string) (string, error) {
	home, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	if home, err = filepath.EvalSymlinks(home); err != nil {
		return "", err
	}
	given := filepath.Join(home, name)
	target, err := filepath.EvalSymlinks(given)
	if err != nil {
		return "", err
	}
	blobs := filepath.Join(home, "..", "..", "blobs")
	cached := filepath.Base(filepath.Dir(home)) == "snapshots" && filepath.Dir(target) == blobs
	if filepath.Dir(target) != home && !cached {
		return "", fmt.Errorf("%s is a link that leads out of the folder", quote(name))
	}
	return given, nil
}
