package index

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"

	"descry/internal/leave"
	"descry/library"
	"descry/library/metadata"
	"descry/library/scan"
)

// besidePhotos collects, during a walk, what lies beside photos.
type besidePhotos struct {
	stamps map[string]map[string]library.FileStamp // of files that may say something of photos, by directory and name
	names  map[string][]string                     // of the photos, by directory
}

// see notes a file. photo says whether the file may be a photo.
func (b *besidePhotos) see(e scan.Entry, stamp library.FileStamp) (photo bool) {
	dir, name := parentDir(e.Rel), path.Base(e.Rel)
	if b.stamps == nil {
		b.stamps, b.names = map[string]map[string]library.FileStamp{}, map[string][]string{}
	}
	if !metadata.SaysOfPhotos(name) {
		b.names[dir] = append(b.names[dir], name)
		return true
	}
	if !e.Broken {
		if b.stamps[dir] == nil {
			b.stamps[dir] = map[string]library.FileStamp{}
		}
		b.stamps[dir][name] = stamp
	}
	return false
}

// compareSidecars finds the photos beside which something else lies than was read with them. A
// file that is to be read anyway is left out, and so is what lies in a directory that could not
// be seen whole.
func (s *syncer) compareSidecars(ctx context.Context) error {
	byDir := map[string][]library.KnownFile{}
	for _, f := range s.seen {
		dir := parentDir(f.Rel)
		if f.State == library.FileIndexed && f.Photo && (f.Sidecars != 0 || s.beside.stamps[dir] != nil) {
			byDir[dir] = append(byDir[dir], f)
		}
	}
	for dir, files := range byDir {
		if s.sawWhole(dir) {
			s.compareBeside(files, s.beside.stamps[dir], s.beside.names[dir])
		}
	}
	return s.compareNamed(ctx)
}

// sawWhole says whether the walk saw all files of a directory.
func (s *syncer) sawWhole(dir string) bool {
	return !s.unreadable(dir) && (len(s.only) == 0 || slices.ContainsFunc(s.only, func(rel string) bool {
		return rel == "." || inside(dir, rel)
	}))
}

// compareBeside compares files of one directory, given what may say something of photos there
// and the names of the photos.
func (s *syncer) compareBeside(files []library.KnownFile, stamps map[string]library.FileStamp, photos []string) {
	names := slices.Clone(photos)
	for name := range stamps {
		names = append(names, name)
	}
	beside := metadata.NewBeside(names)
	for _, f := range files {
		hash := sidecarHash{}
		for _, name := range beside.Of(path.Base(f.Rel)) {
			hash.add(name, stamps[name].Size, stamps[name].ModTimeNS)
		}
		if hash.sum() != f.Sidecars && !slices.Contains(s.delta.Sidecars, f.ID) {
			s.delta.Sidecars = append(s.delta.Sidecars, f.ID)
		}
	}
}

// compareNamed looks for the photos of the sidecars that a scan of single files is about, with
// all that lies beside these photos. A sidecar that is gone was about them, too.
func (s *syncer) compareNamed(ctx context.Context) error {
	named := map[string][]string{}
	for _, rel := range s.only {
		if dir := parentDir(rel); metadata.SaysOfPhotos(path.Base(rel)) && !s.sawWhole(dir) {
			named[dir] = append(named[dir], path.Base(rel))
		}
	}
	for dir, names := range named {
		at := filepath.Join(s.folder.Path, filepath.FromSlash(dir))
		photos, stamps, err := listBeside(ctx, at, names)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			continue // the walk has told, and a later scan compares
		}
		var files []library.KnownFile
		for _, name := range photos.about {
			rel := path.Join(dir, name)
			err := s.x.o.Store.KnownFiles(ctx, s.folder.ID, rel, func(f library.KnownFile) {
				if f.Rel == rel && f.State == library.FileIndexed && f.Photo {
					files = append(files, f)
				}
			})
			if err != nil {
				return err
			}
		}
		s.compareBeside(files, stamps, photos.all)
	}
	return nil
}

// photosOf are photos of a directory.
type photosOf struct {
	all   []string
	about []string // those that some files say something of
}

// listBeside lists a directory: its photos, those that the named files say something of, and
// the stamps of all that may say something of photos.
func listBeside(ctx context.Context, dir string, named []string) (photos photosOf, stamps map[string]library.FileStamp, err error) {
	names, err := leave.Behind(ctx, func() ([]string, error) { return listNames(dir) })
	if err != nil {
		return photos, nil, err
	}
	beside := metadata.NewBeside(slices.Concat(names, named))
	wanted := map[string]bool{}
	for _, name := range names {
		if metadata.SaysOfPhotos(name) {
			continue
		}
		photos.all = append(photos.all, name)
		of := beside.Of(name)
		if slices.ContainsFunc(of, func(n string) bool { return slices.Contains(named, n) }) {
			photos.about = append(photos.about, name)
			for _, n := range of {
				wanted[n] = true
			}
		}
	}
	// All files of these photos, also those that a file that is gone had hidden.
	now := metadata.NewBeside(names)
	for _, name := range photos.about {
		for _, n := range now.Of(name) {
			wanted[n] = true
		}
	}
	stamps, err = leave.Behind(ctx, func() (map[string]library.FileStamp, error) {
		stamps := map[string]library.FileStamp{}
		for name := range wanted {
			info, err := os.Stat(filepath.Join(dir, name))
			if err == nil && info.Mode().IsRegular() {
				stamps[name] = library.FileStamp{Size: info.Size(), ModTimeNS: info.ModTime().UnixNano()}
			}
		}
		return stamps, nil
	})
	return photos, stamps, err
}

// listNames lists what a scan would look at in a directory.
func listNames(dir string) ([]string, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	names, err := d.Readdirnames(-1)
	return slices.DeleteFunc(names, func(name string) bool {
		return !candidate(name) || scan.Ignored(name)
	}), err
}
