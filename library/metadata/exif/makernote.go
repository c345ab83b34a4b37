package exif

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"

	"descry/library/container"
	"descry/library/metadata/text"
)

// maxNote bounds the bytes of a maker's note. Some have a preview inside.
const maxNote = 32 << 20

// note is the table of a maker's note. Offsets in the table count from the start of the note
// or of the whole structure, as the maker has it.
type note struct {
	container.TIFF
	table container.Directory
	tags  *Tags
}

// makerNote reads what makers write of sensitivity, lens and stars in forms of their own.
// Programs that rewrite a file may move the note and break the offsets in it, so faults in the
// note are no faults of the file. Notes whose maker isn't known are passed over.
func (d *decoder) makerNote(exif container.Directory) {
	e, ok := exif.Find(tagMakerNote)
	if !ok || e.Type != container.TypeUndefined && e.Type != container.TypeByte || e.Count > maxNote || e.At > uint64(d.Size()) {
		return
	}
	body, err := d.Part(int64(e.At), int64(min(e.Count, uint64(d.Size())-e.At)))
	if err != nil {
		return
	}
	head, err := body.Peek(0, int(min(16, body.Size())))
	if err != nil {
		return
	}
	for _, m := range noteForms {
		if !bytes.HasPrefix(head, []byte(m.head)) || m.head == "" && !strings.HasPrefix(strings.ToUpper(d.tags.Make), m.maker) {
			continue
		}
		n := note{TIFF: d.TIFF, tags: &d.tags}
		if n.open(m, body, e.At) {
			m.read(&n)
		}
		return
	}
}

// noteForm is how the notes of a maker begin: with a text of the maker's, or without any where
// EXIF names the maker. table is where the table lies in the note. within says that offsets
// count from the start of the note, structure that the note has a TIFF header at table.
type noteForm struct {
	head, maker       string
	table             int64
	within, structure bool
	read              func(n *note)
}

var noteForms = []noteForm{
	{head: "Nikon\x00\x02", table: 10, structure: true, read: (*note).nikon},
	{head: "OLYMPUS\x00", table: 12, within: true, read: (*note).olympus},
	{head: "OM SYSTEM\x00", table: 16, within: true, read: (*note).olympus},
	{head: "OLYMP\x00", table: 8, read: (*note).olympus},
	{head: "Panasonic\x00", table: 12, read: (*note).panasonic},
	{head: "LEICA\x00\x00\x00", table: 8, read: (*note).panasonic},
	{head: "FUJIFILM", table: 12, within: true, read: (*note).fuji},
	{head: "SONY DSC", table: 12, read: (*note).sony},
	{head: "SONY CAM", table: 12, read: (*note).sony},
	{head: "AOC\x00", table: 6, read: (*note).pentax},
	{head: "PENTAX \x00", table: 10, within: true, read: (*note).pentax},
	{head: "Nikon\x00\x01", read: func(*note) {}},
	{maker: "CANON", read: (*note).canon},
	{maker: "NIKON", read: (*note).nikon},
}

// open reads the table of a note that begins at an offset of the structure.
func (n *note) open(m noteForm, body container.Source, at uint64) bool {
	if m.structure {
		inner, err := body.Part(m.table, body.Size()-m.table)
		if err != nil {
			return false
		}
		if n.TIFF, err = container.OpenTIFF(inner); err != nil {
			return false
		}
		n.table, err = n.Directory(n.First)
		return err == nil
	}
	offset := at + uint64(m.table)
	if m.within {
		n.Source, offset = body, uint64(m.table)
	}
	if m.head == "FUJIFILM" {
		n.Order = binary.LittleEndian
	}
	// Some notes are in another order than the structure around. A table of more than 255
	// rows is one of few, read in the wrong order.
	count, err := n.Bytes(int64(offset), 2)
	if err != nil {
		return false
	}
	if n.Order.Uint16(count) > 0xff {
		n.Order = otherOrder(n.Order)
	}
	n.Big = false
	n.table, err = n.Directory(offset)
	return err == nil
}

func otherOrder(o binary.ByteOrder) binary.ByteOrder {
	if o == binary.ByteOrder(binary.BigEndian) {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

// value returns the bytes of a tag's values.
func (n *note) value(tag uint16) []byte {
	const maxValue = 4 << 10
	e, ok := n.table.Find(tag)
	if !ok {
		return nil
	}
	b, err := n.Value(e, maxValue)
	if err != nil {
		return nil
	}
	return b
}

// number is the value at a place in a tag of 16-bit numbers, 0 where the tag is shorter.
func (n *note) number(tag uint16, i int) int {
	b := n.value(tag)
	if len(b) < 2*i+2 {
		return 0
	}
	return int(int16(n.Order.Uint16(b[2*i:])))
}

// takeText takes a tag as the lens.
func (n *note) takeText(tag uint16) {
	b, _, _ := bytes.Cut(n.value(tag), []byte{0})
	switch lens := strings.TrimSpace(text.Decode(b)); strings.ToUpper(strings.Trim(lens, "-.0 ")) {
	case "", "NONE", "NO-LENS", "N/A":
	default:
		n.tags.MakerLens = lens
	}
}

func (n *note) takeISO(v float64) {
	if v = math.Round(v); v > 0 && v < 1<<24 {
		n.tags.MakerISO = int(v)
	}
}
