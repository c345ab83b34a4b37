package service

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/singleflight"
)

// folderNames lists the folders in a folder. A share that is gone may never answer. A caller
// then stops waiting with its context. The reading that hangs stays the only one of that
// folder, however many callers there are.
type folderNames struct {
	reading singleflight.Group // by folder
	looking singleflight.Group // whether a link leads to a folder, by link
}

// linkPause is how long the target of a link may take to answer.
const linkPause = 300 * time.Millisecond

// readAtOnce is how many entries of a folder are read before entries that are no folders are
// dropped.
const readAtOnce = 1024

// FolderNames lists at most most folders in a folder whose names begin with start, in the
// order of their names. The case of start is ignored where no name begins with start as it is
// written. Hidden folders are left out unless start begins with a dot.
func (b *Session) FolderNames(ctx context.Context, folder, start string, most int) ([]string, error) {
	return b.names.list(ctx, folder, start, most)
}

func (n *folderNames) list(ctx context.Context, folder, start string, most int) ([]string, error) {
	entries, err := waitFor(ctx, &n.reading, folder, func() ([]fs.DirEntry, error) { return readFolders(folder) })
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range startingWith(entries, start) {
		if len(names) == most {
			break
		}
		if e.IsDir() || n.leadsToFolder(ctx, filepath.Join(folder, e.Name())) {
			names = append(names, e.Name())
		}
	}
	return names, ctx.Err()
}

// startingWith picks the entries to offer and sorts them.
func startingWith(entries []fs.DirEntry, start string) []fs.DirEntry {
	var exact, loose []fs.DirEntry
	folded := strings.ToLower(start)
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") && !strings.HasPrefix(start, ".") {
			continue
		}
		if strings.HasPrefix(name, start) {
			exact = append(exact, e)
		}
		if strings.HasPrefix(strings.ToLower(name), folded) {
			loose = append(loose, e)
		}
	}
	found := exact
	if len(found) == 0 {
		found = loose
	}
	slices.SortFunc(found, func(a, b fs.DirEntry) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Name()), strings.ToLower(b.Name())), strings.Compare(a.Name(), b.Name()))
	})
	return found
}

// readFolders lists the folders in a folder, and the links, each of which may lead to a
// folder.
func readFolders(folder string) ([]fs.DirEntry, error) {
	dir, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	var found []fs.DirEntry
	for {
		entries, err := dir.ReadDir(readAtOnce)
		for _, e := range entries {
			if e.IsDir() || e.Type()&fs.ModeSymlink != 0 {
				found = append(found, e)
			}
		}
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// leadsToFolder reports that a link leads to a folder. A link whose target doesn't answer soon
// is no folder of use.
func (n *folderNames) leadsToFolder(ctx context.Context, path string) bool {
	ctx, cancel := context.WithTimeout(ctx, linkPause)
	defer cancel()
	info, err := waitFor(ctx, &n.looking, path, func() (fs.FileInfo, error) { return os.Stat(path) })
	return err == nil && info.IsDir()
}

// waitFor waits for the result of read, but no longer than ctx. A caller with the same key
// meanwhile waits for the same read.
func waitFor[T any](ctx context.Context, group *singleflight.Group, key string, read func() (T, error)) (value T, err error) {
	answer := group.DoChan(key, func() (any, error) { return read() })
	select {
	case <-ctx.Done():
		return value, ctx.Err()
	case r := <-answer:
		if r.Err == nil {
			value = r.Val.(T)
		}
		return value, r.Err
	}
}
