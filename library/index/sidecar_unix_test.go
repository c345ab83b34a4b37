//go:build unix

package index_test

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"descry/library"
)

// TestSidecarsThatAreNone lie beside photos under a sidecar's name and have no end, or
// none that is near: the photos are indexed, and what the next name holds counts.
func TestSidecarsThatAreNone(t *testing.T) {
	const rating = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>`
	for name, lay := range map[string]func(path string) error{
		"FIFO": func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"link to a FIFO": func(path string) error {
			return linked(path, func(to string) error { return syscall.Mkfifo(to, 0o600) })
		},
		"link to zeros":   func(path string) error { return os.Symlink("/dev/zero", path) },
		"link in circles": func(path string) error { return os.Symlink(filepath.Base(path), path) },
		"folder":          func(path string) error { return os.Mkdir(path, 0o755) },
		"huge": func(path string) error {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				return err
			}
			return os.Truncate(path, 1<<36)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			path := f.photo("photo.jpg", 1)
			must(t, lay(path+".xmp"))
			must(t, os.WriteFile(filepath.Join(f.photos, "photo.xmp"), []byte(rating), 0o644))
			ended := make(chan error, 1)
			go func() { ended <- f.x.Once(t.Context()) }()
			select {
			case err := <-ended:
				must(t, err)
			case <-time.After(time.Minute):
				t.Fatal("indexing hangs")
			}
			f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
			if n := f.rating("photo.jpg"); n != 4 {
				t.Errorf("rated %d, want 4", n)
			}
		})
	}
}

// linked makes something and a link to it.
func linked(path string, make func(to string) error) error {
	to := path + fmt.Sprint(".", os.Getpid())
	if err := make(to); err != nil {
		return err
	}
	return os.Symlink(to, path)
}
