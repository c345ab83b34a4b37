package journal

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"descry/library"
)

const (
	extension = ".jsonl"
	// lineLimit is more than a caption of the greatest length takes.
	lineLimit = 16 << 20
)

// segmentName is the file of a segment. The first segment is number 1.
func segmentName(number int) string { return fmt.Sprintf("%08d%s", number, extension) }

// segments lists the numbers of the segments there are, in order.
func segments(dir string) (numbers []int, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		digits, ok := strings.CutSuffix(e.Name(), extension)
		number, err := strconv.Atoi(digits)
		if ok && err == nil && number > 0 && e.Name() == segmentName(number) {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers, nil
}

// openSegment opens a segment, which has to be a regular file: a pipe would never be read to
// its end, and a link may lead anywhere.
func openSegment(path string, flag int) (*os.File, error) {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file", path)
	}
	if err != nil && (flag&os.O_CREATE == 0 || !errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	return os.OpenFile(path, flag, 0o600)
}

// Damage is a line that is not as it was written, and was left out.
type Damage struct {
	Segment string // path
	Line    int    // from 1
}

// scanLines calls fn for each line of r, without its line feed. whole says that the line has a
// line feed, which only the last line can lack. A line above lineLimit is nil.
func scanLines(r io.Reader, fn func(line []byte, whole bool) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || len(line)+len(part) > lineLimit; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return err
		}
		whole := err == nil
		if whole || len(line) > 0 || long {
			text := line
			if whole && len(text) > 0 {
				text = text[:len(text)-1]
			}
			if err := fn(text, whole); err != nil {
				return err
			}
		}
		if !whole {
			return nil
		}
		line, long = line[:0], false
	}
}

// readSegment calls fn for the changes of a segment.
func readSegment(path string, last bool, fn func(library.UserChange) error) (damaged []Damage, err error) {
	f, err := openSegment(path, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	number := 0
	err = scanLines(f, func(line []byte, whole bool) error {
		number++
		if c, ok := parseLine(line); ok {
			return fn(c)
		}
		if whole || !last { // otherwise the line is being written, or was cut short
			damaged = append(damaged, Damage{path, number})
		}
		for _, c := range parseDamaged(line) {
			if err := fn(c); err != nil {
				return err
			}
		}
		return nil
	})
	return damaged, err
}

// Read calls fn for the changes above a number, in the order in which they were made. Damaged
// lines are left out and returned. A journal that isn't there is empty.
func Read(dir string, after int64, fn func(library.UserChange) error) (damaged []Damage, err error) {
	numbers, err := segments(dir)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	var last int64
	for i, number := range numbers {
		path := filepath.Join(dir, segmentName(number))
		bad, err := readSegment(path, i == len(numbers)-1, func(c library.UserChange) error {
			if c.N <= after || c.N == last {
				return nil
			}
			last = c.N
			return fn(c)
		})
		damaged = append(damaged, bad...)
		if err != nil {
			return damaged, fmt.Errorf("read the journal: %w", err)
		}
	}
	return damaged, nil
}
