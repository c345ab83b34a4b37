package annotation

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"

	"descry/internal/atomicfile"
)

// packedEnding is the ending of files that are packed by gzip.
const packedEnding = ".gz"

// WriteFile writes records to path, packed by gzip if path ends in .gz, in the place of an
// older file. Before the file has its name, the file is on the disk and was read back in full.
// After an error, the file at path is unchanged.
func WriteFile(path string, h Header, records iter.Seq2[Record, error]) (Summary, error) {
	var written Summary
	err := atomicfile.Write(path, func(f *os.File) (err error) {
		if written, err = writeTo(f, h, records, strings.HasSuffix(path, packedEnding)); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
		return verify(f, written)
	})
	if err != nil {
		return Summary{}, fmt.Errorf("write %s: %w", path, atomicfile.Explain(err))
	}
	return written, nil
}

func writeTo(f *os.File, h Header, records iter.Seq2[Record, error], packed bool) (Summary, error) {
	to, end := io.Writer(f), func() error { return nil }
	if packed {
		zip := gzip.NewWriter(f)
		to, end = zip, zip.Close
	}
	w, err := NewWriter(to, h)
	if err != nil {
		return Summary{}, err
	}
	for one, err := range records {
		if err == nil {
			err = w.Write(one)
		}
		if err != nil {
			return Summary{}, err
		}
	}
	written, err := w.Close()
	return written, errors.Join(err, end())
}

// verify reads a file back that was just written.
func verify(f *os.File, written Summary) error {
	copied := &File{f: f}
	for _, err := range copied.Records() {
		if err != nil {
			return fmt.Errorf("what was written can't be read back: %w", err)
		}
	}
	if got := copied.Summary(); got.Records != written.Records || got.SHA256 != written.SHA256 {
		return errors.New("what was written is not what is read back")
	}
	return nil
}

// File is an annotation file that is open for reading, any number of times but once at a time.
type File struct {
	// Salvage has Records pass over damage, as NewReader does.
	Salvage bool

	f      *os.File
	reader *Reader
}

// Open opens an annotation file. path has to be a regular file: a pipe, which may never end,
// is refused.
func Open(path string) (*File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: path, Err: ErrOtherFormat}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &File{f: f}, nil
}

// Records reads the file from its beginning. The first error ends the records. Without an
// error the file is whole, or all was salvaged that can be.
func (f *File) Records() iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		f.reader = nil
		_, err := f.f.Seek(0, io.SeekStart)
		if err == nil {
			f.reader, err = NewReader(f.f, f.Salvage)
		}
		for err == nil {
			var one Record
			if one, err = f.reader.Next(); err == nil && !yield(one, nil) {
				return
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(Record{}, err)
		}
	}
}

// Summary describes the file as far as Records has last read it.
func (f *File) Summary() Summary {
	if f.reader == nil {
		return Summary{}
	}
	return f.reader.Summary()
}

// Damage is the damage that Records has passed over, the first twenty in detail, and the
// number in all.
func (f *File) Damage() ([]*DamageError, int) {
	if f.reader == nil {
		return nil, 0
	}
	return f.reader.Damage()
}

// Close closes the file.
func (f *File) Close() error { return f.f.Close() }
