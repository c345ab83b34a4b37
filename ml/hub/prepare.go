package hub

import (
	"context"
	"errors"
	"io/fs"
)

// prepare removes other commits' files from the folder and records the commit.
func (d *download) prepare(files []File) error {
	wanted := make(map[string]File, len(files))
	for _, file := range files {
		wanted[file.Path] = file
	}
	if err := d.folder.tidy(wanted); err != nil {
		return err
	}
	r := &d.folder.record
	r.Repository, r.Revision, r.Commit, r.Complete = d.listing.Repository.String(), d.listing.revision(), d.listing.Commit, false
	return r.write(d.folder.root)
}

// find looks whether a file is there already, and reads the file when in doubt.
func (d *download) find(ctx context.Context, file File) (bool, error) {
	if d.folder.has(file) {
		d.meter.set(file, file.Size)
		return true, nil
	}
	delete(d.folder.record.Files, file.Path)
	info, err := d.folder.root.Lstat(file.Path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (!info.Mode().IsRegular() || info.Size() != file.Size) {
		d.meter.set(file, d.folder.begun(file))
		return false, nil
	}
	if err != nil {
		return false, err
	}
	f, err := d.folder.root.Open(file.Path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	d.meter.checking(file, true)
	defer d.meter.checking(file, false)
	sum := file.hash()
	if err := hashInto(ctx, sum, f); err != nil {
		return false, err
	}
	if !file.matches(sum) {
		d.meter.set(file, d.folder.begun(file))
		return false, nil
	}
	d.meter.set(file, file.Size)
	return true, d.folder.keep(file)
}

// checkSpace compares the disk's space before hours are spent, not after.
func (d *download) checkSpace(missing []File) error {
	var need int64
	for _, file := range missing {
		need += file.Size - d.folder.begun(file)
	}
	if free, known := d.client.free(d.folder.dir); known && free < need {
		return &DiskFullError{Needed: need, Free: free}
	}
	return nil
}
