//go:build !unix

package index

import (
	"io/fs"
	"os"
)

// openRegular opens a regular file for reading, links followed.
func openRegular(path string) (*os.File, fs.FileInfo, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errNotRegular
	}
	f, err := os.Open(path)
	return f, info, err
}
