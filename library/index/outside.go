package index

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"descry/internal/leave"
	"descry/library/metadata"
	"descry/library/metadata/xmp"
)

// outside is what is said of a photo outside of one of its files: by sidecars and other files
// beside the file, and by its name.
type outside struct {
	says  metadata.External
	files []string // paths of those that say something, the likeliest first
	hash  int64    // see sidecarHash
}

// readOutside reads what is said outside of the file at path. Where the system failed to give
// a file, the photo waits until it does: nothing in an indexed photo would tell that the file's
// content is missing. A file that is no sidecar, or a broken one, says nothing.
func readOutside(ctx context.Context, path string, beside *metadata.Beside, log *slog.Logger) (o outside, err error) {
	dir, name := filepath.Split(path)
	o.says.Name = metadata.ReadName(name)
	var says []metadata.Metadata
	var present []metadata.Present
	hash := sidecarHash{}
	for _, candidate := range beside.Of(name) {
		at := filepath.Join(dir, candidate)
		s, err := leave.Behind(ctx, func() (sidecar, error) { return readSidecar(at) })
		switch {
		case ctx.Err() != nil:
			return outside{}, ctx.Err()
		case unreadSidecar(err), unreadSidecar(s.err):
			return outside{}, fmt.Errorf("the sidecar %s: %w", candidate, plainError(cmp.Or(err, s.err)))
		case s.stamp != nil:
			hash.add(candidate, s.stamp.Size(), s.stamp.ModTime().UnixNano())
		}
		if err != nil { // there is none that can be read
			continue
		}
		if s.err != nil {
			log.Debug("sidecar", "path", at, "err", s.err)
		}
		switch {
		case s.takeout != nil:
			o.says.Takeout = *s.takeout
			o.files = append(o.files, at)
		case s.present == (metadata.Present{}) && s.err != nil: // nothing in the file could be read
		case s.present.Fits(name):
			says, present = append(says, s.says), append(present, s.present)
			o.files = append(o.files, at)
		}
	}
	o.says.Sidecar, o.says.Present = metadata.MergeSidecars(says, present)
	o.hash = hash.sum()
	return o, nil
}

// sidecarHash is a hash of the files beside a photo that may say something of the photo, by
// their names, sizes and times. Without any the hash is 0.
type sidecarHash struct{ files []string }

func (h *sidecarHash) add(name string, size, modTimeNS int64) {
	var stamp [16]byte
	binary.LittleEndian.PutUint64(stamp[:8], uint64(size))
	binary.LittleEndian.PutUint64(stamp[8:], uint64(modTimeNS))
	h.files = append(h.files, name+"\x00"+string(stamp[:]))
}

func (h *sidecarHash) sum() int64 {
	if len(h.files) == 0 {
		return 0
	}
	slices.Sort(h.files)
	f := fnv.New64a()
	for _, file := range h.files {
		_, _ = io.WriteString(f, file)
	}
	return cmp.Or(int64(f.Sum64()), 1)
}

// failing are errors by which the system failed to give a file that is there. After any other
// error, such as those of a socket or of permissions, the file can't be a sidecar.
var failing = []error{
	syscall.EIO, syscall.ESTALE, syscall.ETIMEDOUT, syscall.ENOTCONN, syscall.EHOSTDOWN,
	syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE, errShort,
}

// unreadSidecar says whether a sidecar that failed may be read another time.
func unreadSidecar(err error) bool {
	return slices.ContainsFunc(failing, func(e error) bool { return errors.Is(err, e) })
}

// sidecar is what a file beside a photo says, and what is wrong with the file.
type sidecar struct {
	says    metadata.Metadata
	present metadata.Present
	takeout *metadata.Metadata // of a file of Google Photos
	err     error
	stamp   fs.FileInfo // nil for what is no regular file
}

func readSidecar(path string) (s sidecar, err error) {
	f, info, err := openRegular(path)
	if err != nil {
		// A file that can't be opened lies there all the same, as a scan sees it.
		if info, failed := os.Stat(path); failed == nil && info.Mode().IsRegular() {
			s.stamp = info
		}
		return s, err
	}
	defer f.Close()
	s.stamp = info
	most := int64(xmp.MaxSize + 1)
	if strings.EqualFold(filepath.Ext(path), ".json") {
		most = metadata.MaxTakeout
		m, err := metadata.ReadTakeout(f)
		if s.err = err; err == nil {
			s.takeout = &m
		}
	} else {
		s.says, s.present, s.err = metadata.ReadSidecar(f)
	}
	// A file that ends before its size is short, not broken. Reading further to see whether it
	// ends there would say nothing: what failed by chance may go well a moment later.
	if at, err := f.Seek(0, io.SeekCurrent); err == nil && at < min(info.Size(), most) {
		return s, errShort
	}
	return s, nil
}

// neighbours lists directories for what lies beside photos. Photos are read directory by
// directory, so that few listings are kept.
type neighbours struct {
	mu   sync.Mutex
	dirs map[string]neighbourhood
}

// neighbourhood is a directory as it was listed.
type neighbourhood struct {
	beside  *metadata.Beside
	changed time.Time // of the directory
	listed  time.Time
}

const (
	// maxNeighbourhoods bounds the listings kept. Several readers are in few directories at a
	// time.
	maxNeighbourhoods = 16
	// tick is the coarsest time that file systems give a directory (FAT: two seconds). A
	// directory that was listed within a tick of its change may change again unnoticed, and is
	// listed again after a tick: not for each photo, since the clock of a server may be ahead. What
	// is missed meanwhile is found by the next scan.
	tick = 2 * time.Second
)

// of is what lies beside the file at path.
func (n *neighbours) of(ctx context.Context, path string) (*metadata.Beside, error) {
	dir := filepath.Dir(path)
	info, err := leave.Behind(ctx, func() (fs.FileInfo, error) { return os.Stat(dir) })
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	known, ok := n.dirs[dir]
	n.mu.Unlock()
	if ok && known.changed.Equal(info.ModTime()) && (known.listed.Sub(known.changed) > tick || time.Since(known.listed) < tick) {
		return known.beside, nil
	}
	listed := time.Now()
	names, err := leave.Behind(ctx, func() ([]string, error) { return listNames(dir) })
	if err != nil {
		return nil, err
	}
	beside := metadata.NewBeside(names)
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.dirs == nil || len(n.dirs) >= maxNeighbourhoods {
		n.dirs = map[string]neighbourhood{}
	}
	n.dirs[dir] = neighbourhood{beside, info.ModTime(), listed}
	return beside, nil
}
