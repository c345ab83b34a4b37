package annotation

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"
)

const (
	format  = "descry words"
	version = 1
	// MaxLine is the largest line, in bytes. A caption of the greatest length has 0.6 MB.
	MaxLine = 4 << 20
)

// Header is the content of the first line.
type Header struct {
	Version int       // version of the format, filled in by Writer
	Made    time.Time // to the second
	By      string    // name of the program that wrote the file
	// Change is the number of the last change of the journal up to which all changes are in
	// the file. 0 stands for unknown.
	Change int64
}

// Summary tells of a whole file.
type Summary struct {
	Header  Header
	Records int
	SHA256  string // of all lines before the last, in hex
}

type headerLine struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Made    string `json:"made"`
	By      string `json:"by"`
	Change  int64  `json:"change,omitempty"`
}

type trailerLine struct {
	End     bool   `json:"end"`
	Records int    `json:"records"`
	SHA256  string `json:"sha256"`
}

// Writer writes an annotation file.
type Writer struct {
	w       *bufio.Writer
	sum     hash.Hash
	line    []byte
	summary Summary
}

// NewWriter writes the first line to w.
func NewWriter(w io.Writer, h Header) (*Writer, error) {
	h.Version, h.Made = version, h.Made.UTC().Truncate(time.Second)
	out := &Writer{sum: sha256.New(), summary: Summary{Header: h}}
	out.w = bufio.NewWriterSize(io.MultiWriter(w, out.sum), 64<<10)
	line := appendJSON(nil, headerLine{format, h.Version, h.Made.Format(time.RFC3339), h.By, h.Change})
	_, err := out.w.Write(append(line, '\n'))
	return out, err
}

// Write adds a record.
func (w *Writer) Write(r Record) error {
	w.line = append(r.Append(w.line[:0]), '\n')
	if len(w.line) > MaxLine {
		return fmt.Errorf("a record of %d bytes (%s) is larger than a file of words can have", len(w.line), r.Kind)
	}
	w.summary.Records++
	_, err := w.w.Write(w.line)
	return err
}

// Close writes the last line. A file without its last line counts as cut short. Close doesn't
// close the underlying writer.
func (w *Writer) Close() (Summary, error) {
	if err := w.w.Flush(); err != nil { // the sum is of the bytes that have reached the hash
		return Summary{}, err
	}
	w.summary.SHA256 = hex.EncodeToString(w.sum.Sum(nil))
	line, err := json.Marshal(trailerLine{true, w.summary.Records, w.summary.SHA256})
	if err == nil {
		_, err = w.w.Write(append(line, '\n'))
	}
	if err == nil {
		err = w.w.Flush()
	}
	return w.summary, err
}
