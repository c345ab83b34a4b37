package index

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"descry/library/media"
	"descry/library/media/heif"
)

func TestCauses(t *testing.T) {
	system := func(err error) error { return &fs.PathError{Op: "read", Path: "/p/a.jpg", Err: err} }
	for name, test := range map[string]struct {
		err  error
		want cause
	}{
		"I/O error":            {system(syscall.EIO), ofSystem},
		"no permission":        {system(syscall.EACCES), ofSystem},
		"not allowed":          {system(syscall.EPERM), ofSystem},
		"stale handle":         {system(syscall.ESTALE), ofSystem},
		"network too slow":     {system(syscall.ETIMEDOUT), ofSystem},
		"too many files":       {system(syscall.EMFILE), ofSystem},
		"no memory to read":    {system(syscall.ENOMEM), ofSystem},
		"short read":           {errShort, ofSystem},
		"decoder out of time":  {fmt.Errorf("decode: %w", media.ErrTooSlow), ofSystem},
		"decoder out of space": {media.ErrMemory, ofSystem},
		"no decoder":           {media.ErrUnavailable, ofSystem},
		"gone":                 {system(syscall.ENOENT), ofMoment},
		"folder is a file":     {system(syscall.ENOTDIR), ofMoment},
		"drive unplugged":      {system(syscall.ENODEV), ofMoment},
		"FUSE ended":           {system(syscall.ENOTCONN), ofMoment},
		"server down":          {system(syscall.EHOSTDOWN), ofMoment},
		"being written":        {errUnstable, ofMoment},
		"damaged":              {media.ErrDamaged, ofFile},
		"no photo":             {media.ErrNotPhoto, ofFile},
		"too many pixels":      {media.ErrTooLarge, ofFile},
		"other kind":           {media.ErrUnsupported, ofFile},
		"ends early":           {fmt.Errorf("%w: %w", media.ErrDamaged, io.ErrUnexpectedEOF), ofFile},
		"empty":                {errEmpty, ofFile},
		"larger than allowed":  {errTooLarge, ofFile},
		"FIFO":                 {errNotRegular, ofFile},
		"model's own trouble":  {errors.New("not finite"), ofFile},
		"box structure":        {heif.ErrFormat, ofFile},
	} {
		if got := causeOf(test.err); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// TestCausesOfLinks has the system's own errors of paths that lead nowhere.
func TestCausesOfLinks(t *testing.T) {
	dir := t.TempDir()
	link := func(name, to string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, want := range map[string]cause{
		filepath.Join(dir, "absent.jpg"): ofMoment,
		link("circle.jpg", "circle.jpg"): ofFile,
		link("nowhere.jpg", "absent"):    ofFile,
		link("folder.jpg", dir):          ofFile,
	} {
		_, err := statPhoto(path)
		if err == nil || causeOf(err) != want {
			t.Errorf("%s: %v has the cause %v, want %v", path, err, causeOf(err), want)
		}
	}
}
