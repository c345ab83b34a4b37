package index

import (
	"cmp"
	"context"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/zeebo/blake3"
	"golang.org/x/sync/errgroup"

	"descry/internal/leave"
	"descry/library"
)

// sampleSize is how many of many doubted files are read before the others are believed to be
// unchanged.
const sampleSize = 32

// sighting is a known file as a scan found the file. A doubtful file has the size and time
// that are known, but another inode, or an inode that was changed since: files may have
// swapped names, or an edit may have set the time back. A new mode or name of an unchanged
// file looks the same, so only the content tells.
type sighting struct {
	known library.KnownFile
	found library.FileStamp
	hash  library.Hash // of the content found, where it was read
}

func (s sighting) row() library.MovedFile {
	return library.MovedFile{ID: s.known.ID, Rel: s.known.Rel, FileStamp: s.found}
}

// tally counts the known files in a directory that a scan found unchanged, and those that the
// scan doubts.
type tally struct{ steady, doubtful int }

// tallyOf is the tally of the directory a file lies in. A walk hands out the files of one
// directory together.
func (s *syncer) tallyOf(rel string) *tally {
	dir := parentDir(rel)
	if s.tally == nil || dir != s.tallied {
		if s.tally = s.tallies[dir]; s.tally == nil {
			s.tally = &tally{}
			s.tallies[dir] = s.tally
		}
		s.tallied = dir
	}
	return s.tally
}

// parentDir is the directory of a relative path, "" for the root.
func parentDir(rel string) string { return rel[:max(0, strings.LastIndexByte(rel, '/'))] }

// compare decides what is to become of a known file that was found.
func (s *syncer) compare(old library.KnownFile, found library.FileStamp) {
	seen := sighting{known: old, found: found}
	t := s.tallyOf(old.Rel)
	switch {
	case !old.SameContent(found):
		s.changed = append(s.changed, seen)
	case old.SameInode(found) || old.State == library.FilePending || old.Ignored:
		t.steady++
		// What was not known before is recorded. A pending file will be read anyway, and a
		// file that the user ignores can't be compared.
		if found.ChangedNS != 0 && found.ChangedNS != old.ChangedNS || found.Inode != 0 && found.Inode != old.Inode {
			s.delta.Restamped = append(s.delta.Restamped, seen.row())
		}
	default:
		t.doubtful++
		s.doubts = append(s.doubts, seen)
	}
}

// resolve reads the files that the scan doubts and returns the rows to write: a new stamp
// where the content is the known one, otherwise a change. A file that can't be read now keeps
// its row, for the next scan to doubt again. resolve does nothing while indexing is paused.
func (s *syncer) resolve(ctx context.Context) (library.ScanDelta, error) {
	var delta library.ScanDelta
	if len(s.doubts) == 0 || s.x.postponed(s.folder.ID) {
		return delta, nil
	}
	began := s.x.o.Now()
	ids := make([]library.FileID, len(s.doubts))
	for i, d := range s.doubts {
		ids[i] = d.known.ID
	}
	s.hashes = map[library.FileID]library.Hash{}
	err := s.x.o.Store.FileHashes(ctx, ids, func(id library.FileID, hash library.Hash) { s.hashes[id] = hash })
	if err != nil {
		return delta, err
	}
	var other []sighting
	believed := 0
	for _, group := range s.alike() {
		v, err := s.judge(ctx, group)
		if err != nil {
			return delta, err
		}
		for _, d := range v.same {
			delta.Restamped = append(delta.Restamped, d.row())
		}
		other, believed = append(other, v.other...), believed+v.believed
	}
	if other, delta.Moved = s.swapped(other); len(other) > 0 {
		delta.Changed = rows(other)
	}
	s.x.o.Log.Info("files with another inode or change time, but the size and time known, were looked at again",
		"folder", s.folder.Path, "files", len(s.doubts), "read", s.read.Load(), "bytes", s.readBytes.Load(),
		"changed", len(delta.Changed)+len(delta.Moved), "taken over unread", believed, "took", s.x.o.Now().Sub(began))
	return delta, nil
}

func rows(list []sighting) []library.MovedFile {
	all := make([]library.MovedFile, len(list))
	for i, seen := range list {
		all[i] = seen.row()
	}
	return all
}

// alike groups the doubts. The doubts below a directory of which the scan doubts nearly
// everything are one group, since a network or a FUSE may give its files other numbers at each
// mount, and a change of modes concerns whole trees. All other doubts are another group.
func (s *syncer) alike() [][]sighting {
	total := map[string]tally{}
	for dir, t := range s.tallies {
		for {
			sum := total[dir]
			total[dir] = tally{sum.steady + t.steady, sum.doubtful + t.doubtful}
			if dir == "" {
				break
			}
			dir = parentDir(dir)
		}
	}
	groups := map[string][]sighting{}
	for _, d := range s.doubts {
		top, found := topmost(parentDir(d.known.Rel), func(dir string) bool {
			t := total[dir]
			return t.doubtful > sampleSize && t.doubtful >= 9*t.steady
		})
		if !found {
			top = "/" // no directory's name
		}
		groups[top] = append(groups[top], d)
	}
	var list [][]sighting
	if rest := groups["/"]; len(rest) > 0 { // judged file by file, as far as sampling allows
		for part := range slices.Chunk(rest, sampleSize) {
			list = append(list, part)
		}
		delete(groups, "/")
	}
	for _, group := range groups {
		list = append(list, group)
	}
	return list
}

// topmost finds the highest of a directory and those above it for which ok holds.
func topmost(dir string, ok func(dir string) bool) (top string, found bool) {
	for {
		if ok(dir) {
			top, found = dir, true
		}
		if dir == "" {
			return top, found
		}
		dir = parentDir(dir)
	}
}

// verdict is what reading some files told.
type verdict struct {
	same, other []sighting
	believed    int // of same, not read
}

// judge reads the files of a group. Of a large group, judge reads a sample first: if all of
// the sample is unchanged, so are the others.
func (s *syncer) judge(ctx context.Context, group []sighting) (verdict, error) {
	slices.SortFunc(group, func(a, b sighting) int { return cmp.Compare(a.known.Rel, b.known.Rel) })
	// The files that hold no photo have no hash to compare with.
	var hashed, unhashed []sighting
	for _, d := range group {
		if s.hashes[d.known.ID] != "" {
			hashed = append(hashed, d)
		} else {
			unhashed = append(unhashed, d)
		}
	}
	if len(hashed) <= sampleSize {
		v, err := s.readAll(ctx, hashed)
		v.other = append(v.other, unhashed...)
		return v, err
	}
	var sample, rest []sighting
	for i, d := range hashed {
		if i*sampleSize/len(hashed) != (i+1)*sampleSize/len(hashed) {
			sample = append(sample, d)
		} else {
			rest = append(rest, d)
		}
	}
	v, err := s.readAll(ctx, sample)
	if err != nil {
		return v, err
	}
	if len(v.other) == 0 && 2*len(v.same) >= len(sample) {
		v.believed = len(rest) + len(unhashed)
		v.same = append(append(v.same, rest...), unhashed...)
		return v, nil
	}
	all, err := s.readAll(ctx, rest)
	v.same, v.other = append(v.same, all.same...), append(append(v.other, all.other...), unhashed...)
	return v, err
}

// readAll hashes files, several at a time.
func (s *syncer) readAll(ctx context.Context, list []sighting) (verdict, error) {
	var mu sync.Mutex
	var v verdict
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(s.x.o.Readers)
	for _, d := range list {
		g.Go(func() error {
			path := filepath.Join(s.folder.Path, filepath.FromSlash(d.known.Rel))
			hash, err := leave.Behind(ctx, func() (library.Hash, error) { return hashFile(path, d.found, &s.readBytes) })
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				s.x.o.Log.Info("not looked at again", "path", path, "err", err)
				return nil
			}
			s.read.Add(1)
			d.hash = hash
			mu.Lock()
			defer mu.Unlock()
			if hash == s.hashes[d.known.ID] {
				v.same = append(v.same, d)
			} else {
				v.other = append(v.other, d)
			}
			return nil
		})
	}
	err := g.Wait()
	return v, err
}

// hashFile reads a file that has a stamp and keeps its size and time meanwhile, and adds
// to the count of bytes.
func hashFile(path string, stamp library.FileStamp, count *atomic.Int64) (library.Hash, error) {
	f, info, err := openRegular(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := blake3.New()
	n, err := io.Copy(h, io.LimitReader(f, stamp.Size+1))
	count.Add(n)
	if err != nil {
		return "", err
	}
	after, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if n != stamp.Size || info.Size() != n || after.Size() != n || after.ModTime().UnixNano() != stamp.ModTimeNS {
		return "", errUnstable
	}
	return library.Hash(hex.EncodeToString(h.Sum(nil))), nil
}

// swapped takes out of changed the files that took the names of each other, by their inodes.
// The rows of such files move, so that the annotations of a photo go with its content.
func (s *syncer) swapped(changed []sighting) (rest []sighting, moved []library.MovedFile) {
	at := make(map[string]sighting, len(changed))
	for _, c := range changed {
		at[c.known.Rel] = c
	}
	from := map[string]string{} // new name → old name
	taken := map[string]bool{}  // old names
	for rel, c := range at {
		old, ok := s.inodes[[2]uint64{c.found.Device, c.found.Inode}]
		if ok && old != rel && !taken[old] && s.sameFile(at[old], c) {
			from[rel], taken[old] = old, true
		}
	}
	for dropped := true; dropped; { // chains end somewhere; circles stay
		dropped = false
		for rel, old := range from {
			if !taken[rel] || from[old] == "" {
				delete(from, rel)
				delete(taken, old)
				dropped = true
			}
		}
	}
	for _, c := range changed {
		if old, ok := from[c.known.Rel]; ok {
			moved = append(moved, library.MovedFile{ID: at[old].known.ID, Rel: c.known.Rel, FileStamp: c.found})
		} else {
			rest = append(rest, c)
		}
	}
	return rest, moved
}

// sameFile reports that a file that was found is one that was known elsewhere: by its content
// where the content was read, otherwise by its stamp.
func (s *syncer) sameFile(old, found sighting) bool {
	return old.known.State == library.FileIndexed && old.known.SameContent(found.found) &&
		(found.hash == "" || found.hash == s.hashes[old.known.ID])
}
