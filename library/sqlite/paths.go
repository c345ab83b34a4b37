package sqlite

import (
	"os"
	"path/filepath"
	"strings"
)

// below returns path relative to root with slashes, and whether path lies inside. Whole
// components count: /a/b is not inside /a/bc. Nothing is inside itself.
func below(path, root string) (rel string, ok bool) {
	rel, ok = strings.CutPrefix(path, withSeparator(root))
	return filepath.ToSlash(rel), ok && rel != ""
}

// absolute is the path of a file of the folder at root.
func absolute(root, rel string) string {
	return withSeparator(root) + filepath.FromSlash(rel)
}

// withSeparator leaves file system roots, which end in a separator, as they are.
func withSeparator(root string) string {
	if os.IsPathSeparator(root[len(root)-1]) {
		return root
	}
	return root + string(filepath.Separator)
}

// relRange gives the bounds between which all names below a directory lie: '0' follows '/' in
// the order of bytes, which is the order of the index.
func relRange(dir string) (from, to string) {
	return dir + "/", dir + "0"
}
