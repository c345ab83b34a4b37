package checkpoint

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"slices"
	"strings"
	"sync"

	"descry/internal/safename"
)

// encrypted are the flags of entries that need a key.
const encrypted = 1 | 1<<6 | 1<<13

// archive is a zip archive whose entries are all stored without compression. archive is
// stricter than general readers, because two readers that disagree on an archive are how a
// harmless-looking file hides another. The directory stands once, directly before the end
// records, without a comment. Entries do not overlap, have the same name in both of their
// headers, and no name stands twice.
type archive struct {
	from    io.ReaderAt
	entries map[string]*entry
}

// entry is one file of an archive.
type entry struct {
	name         string
	flags        uint16
	method       uint16
	crc          uint32
	header, size int64        // offset of the local header; length of the data
	data         int64        // place of the data
	verify       func() error // compares the check sum, once
}

// openArchive reads the directory and checks every entry's place.
func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	place, err := findDirectory(r, size)
	if err != nil {
		return nil, err
	}
	raw := make([]byte, place.size)
	if _, err := r.ReadAt(raw, place.offset); err != nil {
		return nil, err
	}
	entries, err := parseDirectory(raw, place)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b *entry) int { return cmp.Compare(a.header, b.header) })
	a, folded, at := &archive{from: r, entries: map[string]*entry{}}, map[string]bool{}, int64(0)
	for _, e := range entries {
		if at, err = e.locate(r, at, place.offset); err != nil {
			return nil, fmt.Errorf("zip entry %s: %w", quote(e.name), err)
		}
		if folded[strings.ToLower(e.name)] {
			return nil, fmt.Errorf("zip entry %s stands there twice", quote(e.name))
		}
		folded[strings.ToLower(e.name)] = true
		e.verify = sync.OnceValue(func() error { return e.check(r) })
		a.entries[e.name] = e
	}
	return a, nil
}

// parseDirectory reads the entries of a central directory.
func parseDirectory(raw []byte, place directory) ([]*entry, error) {
	var entries []*entry
	for len(raw) > 0 && int64(len(entries)) <= place.count {
		e, rest, err := parseCentral(raw)
		if err != nil {
			return nil, fmt.Errorf("the zip archive's directory: %w", err)
		}
		if err := e.acceptable(); err != nil {
			return nil, fmt.Errorf("zip entry %s: %w", quote(e.name), err)
		}
		entries, raw = append(entries, e), rest
	}
	if int64(len(entries)) != place.count {
		return nil, fmt.Errorf("the zip archive does not have the %d entries that its end record says", place.count)
	}
	return entries, nil
}

// parseCentral reads one record and returns the bytes behind the record.
func parseCentral(raw []byte) (*entry, []byte, error) {
	if len(raw) < centralLength || string(raw[:4]) != directoryMagic {
		return nil, nil, errors.New("a record is damaged")
	}
	word := func(at int) int64 { return int64(binary.LittleEndian.Uint32(raw[at:])) }
	name, extra := int(binary.LittleEndian.Uint16(raw[28:])), int(binary.LittleEndian.Uint16(raw[30:]))
	length := centralLength + name + extra + int(binary.LittleEndian.Uint16(raw[32:]))
	if length > len(raw) {
		return nil, nil, errors.New("a record is cut")
	}
	e := &entry{
		name:   string(raw[centralLength : centralLength+name]),
		flags:  binary.LittleEndian.Uint16(raw[8:]),
		method: binary.LittleEndian.Uint16(raw[10:]),
		crc:    uint32(word(16)),
	}
	packed := word(20)
	e.size, e.header = word(24), word(42)
	extras := raw[centralLength+name : centralLength+name+extra]
	if err := widen(extras, &e.size, &packed, &e.header); err != nil {
		return nil, nil, fmt.Errorf("entry %s: %w", quote(e.name), err)
	}
	const unixLink, typeMask = 0xa000, 0xf000
	if word(38)>>16&typeMask == unixLink {
		return nil, nil, fmt.Errorf("entry %s is a symbolic link", quote(e.name))
	}
	if packed != e.size && e.method == 0 {
		return nil, nil, fmt.Errorf("entry %s has %d bytes stored as %d", quote(e.name), e.size, packed)
	}
	return e, raw[length:], nil
}

// widen replaces fields that are too narrow by those of the zip64 extra field.
func widen(extras []byte, fields ...*int64) error {
	const zip64 = 1
	for len(extras) > 0 {
		if len(extras) < 4 || len(extras)-4 < int(binary.LittleEndian.Uint16(extras[2:])) {
			return errors.New("an extra field is longer than its record")
		}
		id, n := binary.LittleEndian.Uint16(extras), int(binary.LittleEndian.Uint16(extras[2:]))
		body := extras[4 : 4+n]
		extras = extras[4+n:]
		for _, field := range fields {
			if id == zip64 && *field == math.MaxUint32 && len(body) >= 8 {
				*field, body = clamp(body), body[8:]
			}
		}
	}
	return nil
}

// acceptable refuses entries that PyTorch never writes.
func (e *entry) acceptable() error {
	switch {
	case e.flags&encrypted != 0:
		return errors.New("it is encrypted")
	case e.method != 0:
		return fmt.Errorf("it is compressed (method %d); PyTorch stores weights uncompressed: pack the archive again without compression", e.method)
	case !safename.Printable(e.name) || strings.Contains(e.name, `\`):
		return errors.New("its name has characters that do not belong there")
	case !safename.Inside(e.name):
		return errors.New("its name is not a plain path")
	}
	return nil
}

// locate reads the local header, which must not begin before at and whose data must end before
// limit. The result is where the data ends.
func (e *entry) locate(r io.ReaderAt, at, limit int64) (int64, error) {
	if e.header < at || e.header > limit-localLength {
		return 0, errors.New("it overlaps another one or lies outside the file")
	}
	local, err := readRecord(r, e.header, localLength, localMagic)
	if err != nil {
		return 0, fmt.Errorf("local header: %w", err)
	}
	name, extra := int64(binary.LittleEndian.Uint16(local[26:])), int64(binary.LittleEndian.Uint16(local[28:]))
	e.data = e.header + localLength + name + extra
	if e.size > limit || e.data > limit-e.size {
		return 0, fmt.Errorf("its %d bytes do not fit the file", e.size)
	}
	given := make([]byte, name)
	if _, err := r.ReadAt(given, e.header+localLength); err != nil {
		return 0, err
	}
	flags, method := binary.LittleEndian.Uint16(local[6:]), binary.LittleEndian.Uint16(local[8:])
	if string(given) != e.name || flags&encrypted != 0 || method != e.method {
		return 0, errors.New("its local header says otherwise than the directory")
	}
	return e.data + e.size, nil
}

// check reads the entry and compares its checksum.
func (e *entry) check(r io.ReaderAt) error {
	sum := crc32.NewIEEE()
	if _, err := io.Copy(sum, io.NewSectionReader(r, e.data, e.size)); err != nil {
		return err
	}
	if sum.Sum32() != e.crc {
		return fmt.Errorf("zip entry %s is damaged: its check sum is wrong", quote(e.name))
	}
	return nil
}

// read returns a small entry as a whole.
func (a *archive) read(name string, most int64) ([]byte, error) {
	e, ok := a.entries[name]
	if !ok {
		return nil, fmt.Errorf("the archive has no %s", quote(name))
	}
	if e.size > most {
		return nil, fmt.Errorf("zip entry %s of %d bytes is too large (limit %d)", quote(name), e.size, most)
	}
	if err := e.verify(); err != nil {
		return nil, err
	}
	data := make([]byte, e.size)
	if _, err := a.from.ReadAt(data, e.data); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return data, nil
}
