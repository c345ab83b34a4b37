package checkpoint

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

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
	weights, err := Weights(names)
	path := ""
	if err == nil {
		path, err = inside(folder, weights[0])
	}
	switch {
	case errors.Is(err, errWhich):
		return "", fmt.Errorf("folder %s: %w; name the one to read", printable(folder), err)
	case err != nil:
		return "", fmt.Errorf("folder %s: %w", printable(folder), err)
	}
	return path, nil
}

func isIndex(path string) bool { return strings.HasSuffix(path, indexSuffix) }

// inside resolves a file of a folder and refuses links that lead out of the folder. One way
// out is allowed: Hugging Face's cache keeps a snapshot's files as links into the folder blobs
// beside the snapshots.
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
