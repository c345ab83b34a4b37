package checkpoint

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// Zip records of PKWARE's APPNOTE 6.3. Lengths are without the parts of variable size.
const (
	endMagic       = "PK\x05\x06"
	end64Magic     = "PK\x06\x06"
	locatorMagic   = "PK\x06\x07"
	directoryMagic = "PK\x01\x02"

	endLength     = 22
	end64Length   = 56
	locatorLength = 20
	centralLength = 46
	localLength   = 30
)

// directory is the place of the central directory.
type directory struct{ offset, size, count int64 }

// findDirectory reads the end records.
func findDirectory(r io.ReaderAt, size int64) (directory, error) {
	if size < endLength {
		return directory{}, errors.New("the file is cut")
	}
	at := size - endLength
	end, err := readRecord(r, at, endLength, endMagic)
	if err != nil {
		return directory{}, fmt.Errorf("the zip archive's end record: %w: the file is cut or damaged", err)
	}
	place := directory{
		count:  int64(binary.LittleEndian.Uint16(end[10:])),
		size:   int64(binary.LittleEndian.Uint32(end[12:])),
		offset: int64(binary.LittleEndian.Uint32(end[16:])),
	}
	parts := binary.LittleEndian.Uint32(end[4:]) // two disk numbers
	onDisk, comment := binary.LittleEndian.Uint16(end[8:]), binary.LittleEndian.Uint16(end[20:])
	if parts != 0 || int64(onDisk) != place.count || comment != 0 {
		return directory{}, errors.New("a zip archive in parts or with a comment")
	}
	place, at, err = findDirectory64(r, at, place)
	if err != nil {
		return directory{}, err
	}
	if place.count > maxEntries || place.size > maxDirectory || place.offset > at || place.offset+place.size != at {
		return directory{}, fmt.Errorf("the zip archive's directory (%d entries, %d bytes at %d) does not fit the file", place.count, place.size, place.offset)
	}
	return place, nil
}

// findDirectory64 follows the locator of a zip64 end record, which PyTorch always writes, and
// returns where the end records begin.
func findDirectory64(r io.ReaderAt, at int64, place directory) (directory, int64, error) {
	locator, err := readRecord(r, at-locatorLength, locatorLength, locatorMagic)
	if err != nil {
		return place, at, nil // a small archive of another writer
	}
	at -= locatorLength + end64Length
	end, err := readRecord(r, at, end64Length, end64Magic)
	if err != nil || binary.LittleEndian.Uint64(locator[8:]) != uint64(at) {
		return directory{}, 0, errors.New("the zip archive's end records disagree")
	}
	wide := directory{count: clamp(end[32:]), size: clamp(end[40:]), offset: clamp(end[48:])}
	onDisk := clamp(end[24:])
	same := agrees(place.count, wide.count, math.MaxUint16) && agrees(place.size, wide.size, math.MaxUint32) &&
		agrees(place.offset, wide.offset, math.MaxUint32)
	if !same || onDisk != wide.count || binary.LittleEndian.Uint64(end[16:]) != 0 {
		return directory{}, 0, errors.New("the zip archive's end records disagree")
	}
	return wide, at, nil
}

// agrees compares a narrow field with its wide one. The highest narrow value stands for all
// that do not fit.
func agrees(narrow, wide, highest int64) bool {
	return narrow == wide || narrow == highest
}

// clamp reads 64 bits. A number beyond any file becomes one that fits no file but cannot
// overflow.
func clamp(b []byte) int64 {
	return int64(min(binary.LittleEndian.Uint64(b), math.MaxInt64/4))
}

// readRecord reads a record and checks its first bytes.
func readRecord(r io.ReaderAt, at, length int64, magic string) ([]byte, error) {
	if at < 0 {
		return nil, io.ErrUnexpectedEOF
	}
	record := make([]byte, length)
	if _, err := r.ReadAt(record, at); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(record[:len(magic)]) != magic {
		return nil, errors.New("it is not there")
	}
	return record, nil
}
