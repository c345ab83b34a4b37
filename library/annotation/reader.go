package annotation

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

var (
	// ErrOtherFormat means that a file is no annotation file at all.
	ErrOtherFormat = errors.New("it is no file of words")
	// ErrNewer means a later version of the format, which this program can't read.
	ErrNewer = errors.New("it was written by a newer Descry; update Descry to read it")
	// ErrDamaged means a file that was cut short or changed after it was written.
	ErrDamaged = errors.New("the file of words is damaged")
)

// DamageError is one damage of an annotation file with its line. Every DamageError is
// ErrDamaged.
type DamageError struct {
	Line   int // from 1
	Reason string
}

// Error names the line.
func (e *DamageError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// Is makes every damage ErrDamaged.
func (e *DamageError) Is(err error) bool { return err == ErrDamaged }

const (
	// maxRecords is far beyond any library of photos.
	maxRecords = 100_000_000
	// mostDamage is how many damages are remembered word for word.
	mostDamage = 20
)

// Reader reads an annotation file record by record, packed by gzip or not.
type Reader struct {
	salvage bool
	r       *bufio.Reader
	sum     hash.Hash
	before  []byte // checksum of the lines before this one
	line    []byte
	again   bool // the line is still to be looked at
	number  int  // of the line
	summary Summary
	ended   bool // the last line was met
	damage  []*DamageError
	damages int
}

// NewReader reads the first line. With salvage, damage is no error of Next but noted for
// Damage, and all records are read that can be. salvage is for files that are known to be
// damaged. Errors are ErrOtherFormat and ErrNewer among others.
func NewReader(r io.Reader, salvage bool) (*Reader, error) {
	in := &Reader{salvage: salvage, r: bufio.NewReaderSize(r, 64<<10), sum: sha256.New()}
	if magic, _ := in.r.Peek(2); string(magic) == "\x1f\x8b" {
		unpacked, err := gzip.NewReader(in.r)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrOtherFormat, err)
		}
		in.r = bufio.NewReaderSize(unpacked, 64<<10)
	}
	return in, in.header()
}

// Header is the first line, zero where that line was damaged.
func (r *Reader) Header() Header { return r.summary.Header }

// Summary describes the file as far as it was read.
func (r *Reader) Summary() Summary { return r.summary }

// Damage is the damage found so far, the first twenty in detail, and the number in all.
func (r *Reader) Damage() ([]*DamageError, int) { return r.damage, r.damages }

func (r *Reader) header() error {
	err := r.readLine()
	var damage *DamageError
	if err != nil && !errors.Is(err, io.EOF) && !errors.As(err, &damage) {
		return err
	}
	var h headerLine
	if json.Unmarshal(r.line, &h) != nil || h.Format != format {
		if !r.salvage {
			return ErrOtherFormat
		}
		r.again = damage == nil // a record may stand where the first line was
		return r.note("the first line of a file of words is missing")
	}
	if h.Version > version {
		return ErrNewer
	}
	made, err := time.Parse(time.RFC3339, h.Made)
	if err != nil || h.Version < 1 {
		if err := r.note("the first line doesn't say when it was made, or in which version of the format"); err != nil {
			return err
		}
	}
	r.summary.Header = Header{h.Version, made.UTC(), h.By, h.Change}
	return nil
}

// Next is the next record, io.EOF after the last of a whole file. Unless damage is salvaged,
// damage is a DamageError at its line. A wrong checksum shows at the last line, so nothing of
// a file is certain before io.EOF.
func (r *Reader) Next() (Record, error) {
	for {
		one, skip, err := r.next()
		var damage *DamageError
		if errors.As(err, &damage) && r.salvage {
			r.add(damage)
			continue
		}
		if err != nil || !skip {
			return one, err
		}
	}
}

// next reads a line. skip says that the line is no record.
func (r *Reader) next() (one Record, skip bool, err error) {
	if r.again {
		r.again = false
	} else {
		r.before = r.sum.Sum(r.before[:0])
		err = r.readLine()
	}
	atEnd := errors.Is(err, io.EOF)
	if atEnd && len(r.line) == 0 {
		return one, false, r.end()
	}
	if err != nil && !atEnd {
		return one, false, err
	}
	if len(bytes.TrimSpace(r.line)) == 0 {
		return one, true, nil
	}
	if r.ended {
		if err := r.note("something follows the last line"); err != nil {
			return one, false, err
		}
	}
	members, err := membersOf(r.line)
	if err != nil && atEnd {
		err = errors.New("the file ends within it: it was cut short")
	}
	if err != nil {
		return one, false, r.damaged(err.Error())
	}
	for _, m := range members {
		switch m.name {
		case "end":
			return one, true, r.trailer()
		case "format":
			return one, false, r.damaged("another file of words begins here")
		}
	}
	if one, err = recordOf(r.line, members); err != nil {
		return one, false, r.damaged(err.Error())
	}
	if r.summary.Records++; r.summary.Records > maxRecords {
		return one, false, fmt.Errorf("line %d: there are more than %d records", r.number, maxRecords)
	}
	one.Line = r.number
	return one, false, nil
}

// trailer compares the last line with what was read.
func (r *Reader) trailer() error {
	sum := hex.EncodeToString(r.before)
	r.ended = true
	var t trailerLine
	switch err := json.Unmarshal(r.line, &t); {
	case err != nil || !t.End:
		return r.damaged("the last line is not as it should be")
	case t.Records != r.summary.Records:
		return r.damaged(fmt.Sprintf("there are %d records and should be %d", r.summary.Records, t.Records))
	case t.SHA256 != sum:
		return r.damaged("the checksum is not that of the lines before; something in them was changed")
	}
	r.summary.SHA256 = sum
	return nil
}

// end is what the end of the file means.
func (r *Reader) end() error {
	if r.salvage && r.summary.Records == 0 && r.summary.Header.Version == 0 {
		return ErrOtherFormat
	}
	if r.ended {
		return io.EOF
	}
	r.ended = true // to be told once
	return r.damaged("the file ends here without its last line: it was cut short")
}

// readLine reads a line with its end. The rest of a line that is too long is skipped.
func (r *Reader) readLine() error {
	r.line = r.line[:0]
	r.number++
	long := false
	for {
		part, err := r.r.ReadSlice('\n')
		_, _ = r.sum.Write(part) // a hash takes all
		if long = long || len(r.line)+len(part) > MaxLine; !long {
			r.line = append(r.line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case unpackError(err):
			// What comes out of a damaged stream ends here.
			r.r.Reset(bytes.NewReader(nil))
			return r.damaged("what was packed by gzip can't be unpacked from here on: " + err.Error())
		case err != nil && !errors.Is(err, io.EOF):
			return err
		case long:
			return r.damaged(fmt.Sprintf("it is longer than %d bytes", MaxLine))
		}
		return err
	}
}

// unpackError reports damage that gzip found.
func unpackError(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &corrupt)
}

func (r *Reader) damaged(reason string) *DamageError { return &DamageError{r.number, reason} }

// note records damage, as an error unless damage is salvaged.
func (r *Reader) note(reason string) error {
	if !r.salvage {
		return r.damaged(reason)
	}
	r.add(r.damaged(reason))
	return nil
}

func (r *Reader) add(d *DamageError) {
	if r.damages++; len(r.damage) < mostDamage {
		r.damage = append(r.damage, d)
	}
}
