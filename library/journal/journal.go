package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"descry/internal/atomicfile"
	"descry/library"
)

const (
	// segmentLimit is the size in bytes from which a segment is followed by another.
	segmentLimit = 8 << 20
	// tailLen is how much of a segment is read to find its last line.
	tailLen = 64 << 10
	// lockWait is how long an append waits for another process. An append takes milliseconds:
	// a process that holds the lock for longer was stopped.
	lockWait = 5 * time.Second
)

// Journal appends to the segments in a folder. The methods may be called from several
// goroutines. Several processes may have a Journal on the same folder.
type Journal struct {
	dir   string
	limit int64

	syncFile   func(f *os.File) error
	syncFolder func(dir string)

	mu    sync.Mutex
	lock  *flock.Flock
	known tail
	sure  int64 // number of the last change that is on the disk for sure
}

// tail is the end of a journal.
type tail struct {
	segment int   // 0: there is none
	size    int64 // of the segment
	last    int64 // number of the last change in the segment or before
}

// New makes a journal of the segments in a folder. The folder is made with the first change.
func New(dir string) *Journal {
	return &Journal{
		dir: dir, limit: segmentLimit, lock: flock.New(filepath.Join(dir, "lock")),
		syncFile: (*os.File).Sync, syncFolder: atomicfile.SyncFolder,
	}
}

// Dir is the folder of the segments.
func (j *Journal) Dir() string { return j.dir }

// Last is the number of the last change that can be read, 0 if there is none.
func (j *Journal) Last() (int64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	t, err := j.findTail()
	if err != nil {
		return 0, fmt.Errorf("read the journal: %w", err)
	}
	return t.last, nil
}

// Changes is [Read] without what is damaged.
func (j *Journal) Changes(after int64, fn func(library.UserChange) error) error {
	_, err := Read(j.dir, after, fn)
	return err
}

// Append writes changes, which have to be in order, except for changes up to Last. When Append
// returns, the changes are on the disk. After an error none or some of them are, and Append
// can be called with all of them again.
func (j *Journal) Append(changes []library.UserChange) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.append(changes); err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

func (j *Journal) append(changes []library.UserChange) error {
	if err := os.MkdirAll(j.dir, 0o700); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	if ok, err := j.lock.TryLockContext(ctx, 2*time.Millisecond); err != nil || !ok {
		if errors.Is(err, context.DeadlineExceeded) {
			err = errors.New("another process keeps it locked")
		}
		return err
	}
	defer j.lock.Unlock()
	t, err := j.findTail()
	if err != nil {
		return err
	}
	if err := j.settle(t); err != nil {
		return err
	}
	for len(changes) > 0 && changes[0].N <= t.last {
		changes = changes[1:]
	}
	for len(changes) > 0 {
		if t.segment == 0 || t.size >= j.limit {
			t.segment, t.size = t.segment+1, 0
		}
		n, err := j.extend(&t, changes)
		if err != nil {
			j.known = tail{}
			return err
		}
		changes = changes[n:]
	}
	j.known, j.sure = t, t.last
	return nil
}

// settle syncs what a process wrote that was killed before its sync. All but the last segment
// were synced before the next one was begun.
func (j *Journal) settle(t tail) error {
	if t.segment == 0 || t.last <= j.sure {
		return nil
	}
	f, err := openSegment(filepath.Join(j.dir, segmentName(t.segment)), os.O_RDWR)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := j.syncFile(f); err != nil {
		return err
	}
	j.syncNames()
	j.sure = t.last
	return nil
}

// syncNames syncs the names of the segments and of their folder.
func (j *Journal) syncNames() {
	j.syncFolder(j.dir)
	j.syncFolder(filepath.Dir(j.dir))
}

// extend writes to the last segment until the segment is full. n is the number of changes
// written.
func (j *Journal) extend(t *tail, changes []library.UserChange) (n int, err error) {
	path := filepath.Join(j.dir, segmentName(t.segment))
	f, err := openSegment(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	size, err := mend(f)
	if err != nil {
		return 0, err
	}
	var lines []byte
	last := t.last
	for ; n < len(changes) && (n == 0 || size+int64(len(lines)) < j.limit); n++ {
		lines = appendLine(lines, changes[n])
		last = changes[n].N
	}
	if _, err = f.WriteAt(lines, size); err == nil {
		err = j.syncFile(f)
	}
	if err != nil {
		_ = f.Truncate(size) // the next append cuts off the rest
		return 0, err
	}
	if size == 0 {
		j.syncNames()
	}
	t.size, t.last = size+int64(len(lines)), last
	return n, nil
}

// mend cuts off a last line that was cut short by a kill or a full disk, and returns the size
// then. Where only the line feed is missing, mend adds the line feed.
func mend(f *os.File) (size int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	size = info.Size()
	start := size // of the last line
	var line []byte
	for start > 0 {
		n := min(start, tailLen)
		part := make([]byte, n)
		if _, err := f.ReadAt(part, start-n); err != nil {
			return 0, err
		}
		feed := bytes.LastIndexByte(part, '\n')
		if feed >= 0 {
			line = append(part[feed+1:], line...)
			start = size - int64(len(line))
			break
		}
		line = append(part, line...)
		start -= n
	}
	switch {
	case len(line) == 0:
		return size, nil
	case len(parseDamaged(line)) > 0:
		if _, err := f.WriteAt([]byte{'\n'}, size); err != nil {
			_ = f.Truncate(size)
			return 0, err
		}
		return size + 1, nil
	}
	return start, f.Truncate(start)
}

// findTail looks at the newest segments, unless they are unchanged.
func (j *Journal) findTail() (tail, error) {
	numbers, err := segments(j.dir)
	if err != nil || len(numbers) == 0 {
		return tail{}, err
	}
	t := tail{segment: numbers[len(numbers)-1]}
	for i := len(numbers) - 1; i >= 0; i-- {
		path := filepath.Join(j.dir, segmentName(numbers[i]))
		size, last, err := j.lastOf(path, numbers[i])
		if err != nil {
			return tail{}, err
		}
		if numbers[i] == t.segment {
			t.size = size
		}
		if last > 0 {
			t.last = last
			break
		}
	}
	j.known = t
	return t, nil
}

// lastOf is the size of a segment and the number of its last change, 0 if there is none.
func (j *Journal) lastOf(path string, number int) (size, last int64, err error) {
	f, err := openSegment(path, os.O_RDONLY)
	if err != nil {
		return 0, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, 0, err
	}
	size = info.Size()
	if number == j.known.segment && size == j.known.size {
		return size, j.known.last, nil
	}
	for _, from := range []int64{max(0, size-tailLen), 0} {
		if _, err := f.Seek(from, io.SeekStart); err != nil {
			return 0, 0, err
		}
		last, first := int64(0), from > 0 // the first line may be half of one
		err := scanLines(f, func(line []byte, _ bool) error {
			half := first
			first = false
			if half {
				return nil
			}
			if c, ok := parseLine(line); ok {
				last = c.N
			} else if found := parseDamaged(line); len(found) > 0 {
				last = found[len(found)-1].N
			}
			return nil
		})
		if err != nil || last > 0 || from == 0 {
			return size, last, err
		}
	}
	return size, 0, nil
}
