package watch

import (
	"path"

	"descry/library/scan"
)

// dirTree knows the watched folders below a root, by path and by identity, so that a folder
// that moves takes its subfolders along. inotify does not tell that subfolders moved, and goes
// on reporting them under their old names.
type dirTree struct {
	nodes map[string]*dirNode
	byID  map[scan.Identity]string
}

// dirNode is a folder with the names of its subfolders.
type dirNode struct {
	id       scan.Identity
	children map[string]bool
}

func newDirTree() *dirTree {
	return &dirTree{nodes: map[string]*dirNode{}, byID: map[scan.Identity]string{}}
}

// add takes in a folder whose parent is known.
func (t *dirTree) add(rel string, id scan.Identity) {
	n := t.nodes[rel]
	if n == nil {
		n = &dirNode{children: map[string]bool{}}
		t.nodes[rel] = n
	}
	n.id = id
	if id.Inode != 0 {
		t.byID[id] = rel
	}
	if parent := t.nodes[path.Dir(rel)]; parent != nil && rel != "." {
		parent.children[path.Base(rel)] = true
	}
}

func (t *dirTree) has(rel string) bool { return t.nodes[rel] != nil }

// elsewhere says under which other path a folder is known.
func (t *dirTree) elsewhere(rel string, id scan.Identity) (string, bool) {
	at, ok := t.byID[id]
	return at, ok && at != rel
}

// replaced says whether another folder is known at a path.
func (t *dirTree) replaced(rel string, id scan.Identity) bool {
	n := t.nodes[rel]
	return n != nil && n.id != id
}

// remove forgets a folder with everything below, and returns the paths and identities of the
// folders.
func (t *dirTree) remove(rel string) (gone []string, ids []scan.Identity) {
	if parent := t.nodes[path.Dir(rel)]; parent != nil {
		delete(parent.children, path.Base(rel))
	}
	gone = []string{rel}
	for i := 0; i < len(gone); i++ {
		n := t.nodes[gone[i]]
		if n == nil {
			continue
		}
		for name := range n.children {
			gone = append(gone, path.Join(gone[i], name))
		}
		if t.byID[n.id] == gone[i] {
			delete(t.byID, n.id)
		}
		ids = append(ids, n.id)
		delete(t.nodes, gone[i])
	}
	return gone, ids
}
