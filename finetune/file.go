package finetune

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// A head file is, in this order: the magic, the version and the length of the header (uint32
// each, little endian), the header as JSON, the numbers as float32, little endian (each key's
// vector and residual, then down and up row by row), and the SHA-256 of all before it. The
// header has the report of the training, too.
const (
	fileMagic   = "DSCRHEAD"
	fileVersion = 1
	fixedBytes  = len(fileMagic) + 8
	// The limits are far above any head in use and keep a hostile file from
	// asking for memory.
	maxHeader    = 16 << 20 // the keys and the report of maxKeys tags
	maxDimension = 16384
	maxKeys      = 20000
	maxRank      = 4096
	maxFile      = 2 << 30
)

// ErrHeadFile reports a file that is no head, was damaged, or comes from a newer
// Descry.
var ErrHeadFile = errors.New("not a usable head file")

type fileHeader struct {
	Pack      string    `json:"pack"`
	Dimension int       `json:"dimension"`
	Created   time.Time `json:"created"`
	Note      string    `json:"note"`
	Strength  float64   `json:"strength"`
	Adapter   float64   `json:"adapter"`
	Sharpness float64   `json:"sharpness"`
	Keys      []fileKey `json:"keys"`
	Rank      int       `json:"rank"`
	Report    *Report   `json:"report,omitempty"`
}

type fileKey struct {
	Tag         string       `json:"tag"`
	Closed      float64      `json:"closed"`
	Open        float64      `json:"open"`
	Calibration *Calibration `json:"calibration,omitempty"`
}

// Encode writes the head as a file. A head that Decode would refuse is an error before
// anything is written.
func (h *Head) Encode(w io.Writer) error {
	if err := h.check(); err != nil {
		return fmt.Errorf("write head: %w", err)
	}
	header := fileHeader{h.Pack, h.Dimension, h.Created, h.Note, h.Strength, h.Adapter, h.Sharpness, []fileKey{}, len(h.Down), h.Report}
	for _, k := range h.Keys {
		header.Keys = append(header.Keys, fileKey{k.Tag, k.Closed, k.Open, k.Calibration})
	}
	described, err := json.Marshal(header)
	if err == nil && len(described) > maxHeader {
		err = errors.New("the report or the names of the tags are too long")
	}
	if err != nil {
		return fmt.Errorf("write head: %w", err)
	}
	file := []byte(fileMagic)
	file = binary.LittleEndian.AppendUint32(file, fileVersion)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(described)))
	file = append(file, described...)
	for _, v := range h.vectors() {
		for _, x := range v {
			file = binary.LittleEndian.AppendUint32(file, math.Float32bits(x))
		}
	}
	sum := sha256.Sum256(file)
	if _, err := w.Write(append(file, sum[:]...)); err != nil {
		return fmt.Errorf("write head: %w", err)
	}
	return nil
}

// vectors are all rows in the order of the file.
func (h *Head) vectors() (rows [][]float32) {
	for _, k := range h.Keys {
		rows = append(rows, k.Vector, k.Residual)
	}
	return append(append(rows, h.Down...), h.Up...)
}

// Decode reads a head file. A file that is no head gives ErrHeadFile with the reason. Fits
// says whether the head fits a pack.
func Decode(r io.Reader) (*Head, error) {
	h, err := decode(r)
	if err != nil {
		return nil, fmt.Errorf("read head: %w", err)
	}
	return h, nil
}

// decode reads no more than the header says, since any file may be taken for a head.
func decode(r io.Reader) (*Head, error) {
	fixed, err := upTo(r, int64(fixedBytes))
	if err != nil {
		return nil, err
	}
	if len(fixed) < fixedBytes || string(fixed[:len(fileMagic)]) != fileMagic {
		return nil, fmt.Errorf("%w: it does not begin like one", ErrHeadFile)
	}
	if v := binary.LittleEndian.Uint32(fixed[len(fileMagic):]); v != fileVersion {
		return nil, fmt.Errorf("%w: version %d, this program reads %d", ErrHeadFile, v, fileVersion)
	}
	size := binary.LittleEndian.Uint32(fixed[len(fileMagic)+4:])
	if size > maxHeader {
		return nil, fmt.Errorf("%w: the header is longer than it may be", ErrHeadFile)
	}
	described, err := upTo(r, int64(size))
	if err != nil {
		return nil, err
	}
	header, err := decodeHeader(described)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHeadFile, err)
	}
	rest, err := upTo(r, header.numbers()+sha256.Size+1)
	if err != nil {
		return nil, err
	}
	h, err := header.finish(fixed, described, rest)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrHeadFile, err)
	}
	return h, nil
}

// upTo reads n bytes, or all if there are fewer.
func upTo(r io.Reader, n int64) ([]byte, error) { return io.ReadAll(io.LimitReader(r, n)) }

// numbers is how many bytes of numbers follow the header.
func (f fileHeader) numbers() int64 {
	return 4 * int64(2*len(f.Keys)+2*f.Rank) * int64(f.Dimension)
}

// finish makes the head from the parts of the file. rest has the numbers and the checksum.
func (f fileHeader) finish(fixed, described, rest []byte) (*Head, error) {
	if want := f.numbers() + sha256.Size; int64(len(rest)) != want {
		return nil, fmt.Errorf("it is damaged: %d bytes of numbers, want %d", max(len(rest)-sha256.Size, 0), want-sha256.Size)
	}
	numbers, sum := rest[:f.numbers()], rest[f.numbers():]
	if want := sha256.Sum256(slices.Concat(fixed, described, numbers)); !bytes.Equal(sum, want[:]) {
		return nil, errors.New("it is damaged: the checksum differs")
	}
	return f.fill(numbers)
}

func decodeHeader(described []byte) (h fileHeader, err error) {
	dec := json.NewDecoder(bytes.NewReader(described))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&h); err != nil {
		return h, fmt.Errorf("header: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return h, errors.New("header: something follows it")
	}
	if h.Dimension < 1 || h.Dimension > maxDimension || h.Rank < 0 || h.Rank > maxRank || len(h.Keys) > maxKeys || h.numbers() > maxFile {
		return h, errors.New("header: a size is out of range")
	}
	return h, nil
}

// fill makes the head from the header and its numbers.
func (f fileHeader) fill(numbers []byte) (*Head, error) {
	next := func() []float32 {
		v := make([]float32, f.Dimension)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(numbers[4*i:]))
		}
		numbers = numbers[4*f.Dimension:]
		return v
	}
	h := &Head{Pack: f.Pack, Dimension: f.Dimension, Created: f.Created.UTC(), Note: f.Note, Strength: f.Strength, Adapter: f.Adapter, Sharpness: f.Sharpness, Report: f.Report}
	for _, k := range f.Keys {
		h.Keys = append(h.Keys, Key{Tag: k.Tag, Vector: next(), Closed: k.Closed, Open: k.Open, Calibration: k.Calibration, Residual: next()})
	}
	for range f.Rank {
		h.Down = append(h.Down, next())
	}
	for range f.Rank {
		h.Up = append(h.Up, next())
	}
	return h, h.check()
}
