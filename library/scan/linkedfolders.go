package scan

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"descry/internal/leave"
)

// maxLinks bounds the links of a walk that are looked at, and lookAtLinks the time for that. A link
// may lead to a server that doesn't answer.
const (
	maxLinks    = 1000
	lookAtLinks = 2 * time.Second
)

// LinkedFolder is a symbolic link to a folder.
type LinkedFolder struct {
	Rel    string // of the link, slash-separated
	Target string // absolute, without links
}

// addLink notes a symbolic link that may lead to a folder.
func (w *walker) addLink(rel string) {
	w.out.Lock()
	defer w.out.Unlock()
	if w.o.Only == nil && len(w.links) < maxLinks {
		w.links = append(w.links, rel)
	}
}

// linkedFolders are the links that lead to a folder, sorted.
func (w *walker) linkedFolders(ctx context.Context) []LinkedFolder {
	ctx, cancel := context.WithTimeout(ctx, lookAtLinks)
	defer cancel()
	var list []LinkedFolder
	for _, rel := range w.links {
		at := absolute(w.root, rel)
		target, err := leave.Behind(ctx, func() (string, error) { return folderBehind(at) })
		if err == nil && target != "" {
			list = append(list, LinkedFolder{rel, target})
		}
	}
	slices.SortFunc(list, func(a, b LinkedFolder) int { return cmp.Compare(a.Rel, b.Rel) })
	return list
}

// folderBehind is the folder to which a link leads, "" for a link that leads to none.
func folderBehind(link string) (string, error) {
	if fi, err := os.Stat(link); err != nil || !fi.IsDir() {
		return "", err
	}
	target, err := filepath.EvalSymlinks(link)
	if err != nil {
		return "", err
	}
	return filepath.Abs(target)
}
