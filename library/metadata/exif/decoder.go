package exif

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// decoder walks one TIFF structure. Byte order and field widths come from its
// header: BigTIFF differs from TIFF only in the widths.
type decoder struct {
	r     io.ReaderAt
	size  int64
	order binary.ByteOrder
	big   bool
	tags  Tags
	errs  []error
}

// entry is one row of a table: its value lies inline or at an offset.
type entry struct {
	tag, typ uint16
	count    uint64
	field    [8]byte // value or offset; 4 bytes used in plain TIFF
}

// header reads byte order and version and returns the offset of IFD0.
func (d *decoder) header() (uint64, error) {
	h, err := d.read(0, 8)
	if err != nil {
		return 0, fmt.Errorf("read TIFF header: %w", err)
	}
	switch string(h[:2]) {
	case "II":
		d.order = binary.LittleEndian
	case "MM":
		d.order = binary.BigEndian
	default:
		return 0, ErrFormat
	}
	switch d.order.Uint16(h[2:]) {
	case 42, 0x4F52, 0x5352, 0x55: // TIFF; Olympus and Panasonic raw files
		return uint64(d.order.Uint32(h[4:])), nil
	case 43:
		d.big = true
		h, err = d.read(8, 8)
		if err != nil {
			return 0, fmt.Errorf("read BigTIFF header: %w", err)
		}
		return d.order.Uint64(h), nil
	}
	return 0, ErrFormat
}

// read returns n bytes at off.
func (d *decoder) read(off, n uint64) ([]byte, error) {
	if off > uint64(d.size) || n > uint64(d.size)-off {
		return nil, fmt.Errorf("%d bytes at %d lie outside the %d bytes", n, off, d.size)
	}
	b := make([]byte, n)
	if _, err := d.r.ReadAt(b, int64(off)); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b, nil
}

// tableAt reads the table that a pointer entry leads to.
func (d *decoder) tableAt(p entry) ([]entry, error) {
	off, ok := d.uint(p)
	if !ok {
		return nil, errors.New("pointer is no number")
	}
	return d.table(off)
}

// table reads the entries of the table at off: those that are there when it
// claims more than the file or the limit allows.
func (d *decoder) table(off uint64) ([]entry, error) {
	head, width := uint64(2), uint64(12)
	if d.big {
		head, width = 8, 20
	}
	b, err := d.read(off, head)
	if err != nil {
		return nil, err
	}
	claimed := uint64(d.order.Uint16(b))
	if d.big {
		claimed = d.order.Uint64(b)
	}
	off += head
	n := min(claimed, maxEntries, (uint64(d.size)-off)/width)
	if b, err = d.read(off, n*width); err != nil {
		return nil, err
	}
	entries := make([]entry, n)
	for i := range entries {
		entries[i] = d.entry(b[uint64(i)*width:])
	}
	if n < claimed {
		err = fmt.Errorf("table claims %d entries, %d are read", claimed, n)
	}
	return entries, err
}

func (d *decoder) entry(b []byte) entry {
	e := entry{tag: d.order.Uint16(b), typ: d.order.Uint16(b[2:])}
	if d.big {
		e.count = d.order.Uint64(b[4:])
		copy(e.field[:], b[12:20])
		return e
	}
	e.count = uint64(d.order.Uint32(b[4:]))
	copy(e.field[:], b[8:12])
	return e
}
