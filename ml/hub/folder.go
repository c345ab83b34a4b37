package hub

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"descry/internal/atomicfile"
	"descry/internal/nofollow"
)

// folder is where one repository's files go, locked for one download.
type folder struct {
	dir    string
	root   *os.Root
	lock   *flock.Flock
	record record
}

// openFolder makes the folder if need be, and locks the folder. The system releases the lock
// when the process ends, however it ends.
func openFolder(dir string, repo Repository) (*folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	f := &folder{dir: dir, lock: nofollow.Lock(filepath.Join(dir, lockFile))}
	ok, err := f.lock.TryLock()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, &failure{kind: ErrBusy, sentence: fmt.Sprintf("another download into %s is running", dir)}
	}
	if err := f.read(repo); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

func (f *folder) read(repo Repository) (err error) {
	if f.root, err = os.OpenRoot(f.dir); err != nil {
		return err
	}
	if f.record, err = readRecord(f.root); err != nil {
		return err
	}
	if r := f.record.Repository; r != "" && r != repo.String() {
		return fmt.Errorf("%s holds the files of %.100q already: choose another folder", f.dir, r)
	}
	return nil
}

func (f *folder) close() error {
	var err error
	if f.root != nil {
		err = f.root.Close()
	}
	return errors.Join(err, f.lock.Unlock())
}

// complete reports that all files of the revision arrived earlier and lie there unchanged.
func (f *folder) complete(repo Repository) bool {
	if !f.record.Complete || f.record.Revision != repo.revision() {
		return false
	}
	for name, stamp := range f.record.Files {
		if !f.unchanged(name, stamp) {
			return false
		}
	}
	return true
}

// has reports that a file was verified and has not changed since.
func (f *folder) has(file File) bool {
	s, ok := f.record.Files[file.Path]
	return ok && s.Sum == file.sum() && f.unchanged(file.Path, s)
}

func (f *folder) unchanged(name string, s stamp) bool {
	info, err := f.root.Lstat(name)
	return err == nil && info.Mode().IsRegular() && info.Size() == s.Size && info.ModTime().UnixNano() == s.ModifiedNS
}

// begun returns how many bytes of a file arrived so far.
func (f *folder) begun(file File) int64 {
	info, err := f.root.Lstat(file.Path + partSuffix)
	if err != nil || !info.Mode().IsRegular() || f.record.Parts[file.Path] != file.sum() || info.Size() > file.Size {
		return 0
	}
	return info.Size()
}

// keep notes a verified file, which has its name.
func (f *folder) keep(file File) error {
	info, err := f.root.Lstat(file.Path)
	if err != nil {
		return err
	}
	delete(f.record.Parts, file.Path)
	f.record.Files[file.Path] = stamp{Sum: file.sum(), Size: info.Size(), ModifiedNS: info.ModTime().UnixNano()}
	return f.record.write(f.root)
}

// finish gives a verified part its name, so that the file is whole or not there.
func (f *folder) finish(file File) error {
	if err := f.root.Rename(file.Path+partSuffix, file.Path); err != nil {
		return err
	}
	atomicfile.SyncFolder(filepath.Join(f.dir, filepath.Dir(filepath.FromSlash(file.Path))))
	return f.keep(file)
}

// drop removes a part.
func (f *folder) drop(name string) error {
	if err := f.root.Remove(name + partSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	delete(f.record.Parts, name)
	return nil
}

// tidy removes files of earlier downloads that this one does not need: two commits in one
// folder would be imported as one. Files that were changed since, or were not downloaded,
// stay.
func (f *folder) tidy(wanted map[string]File) error {
	for name := range f.record.Parts {
		if file, ok := wanted[name]; !ok || f.record.Parts[name] != file.sum() {
			if err := f.drop(name); err != nil {
				return err
			}
		}
	}
	for name, stamp := range f.record.Files {
		if _, ok := wanted[name]; ok {
			continue
		}
		if f.unchanged(name, stamp) {
			if err := f.root.Remove(name); err != nil {
				return err
			}
		}
		delete(f.record.Files, name)
	}
	return nil
}
