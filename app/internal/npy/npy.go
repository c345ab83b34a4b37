// Package npy reads NumPy files of half-precision vectors, as the built-in pack's
// guard comes in.
package npy

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"descry/internal/float16"
)

// magic begins a file of version 1.0 of the format.
const magic = "\x93NUMPY\x01\x00"

var shape = regexp.MustCompile(`'shape': \((\d{1,9}), (\d{1,9})\)`)

// Float16 returns the rows of a two-dimensional array of little-endian float16 in
// row order. The error says what else the file is.
func Float16(file []byte) ([][]float32, error) {
	rest, ok := bytes.CutPrefix(file, []byte(magic))
	if !ok || len(rest) < 2 {
		return nil, errors.New("not a NumPy file of version 1")
	}
	size := int(binary.LittleEndian.Uint16(rest))
	if rest = rest[2:]; len(rest) < size {
		return nil, errors.New("the NumPy file ends in its header")
	}
	header, numbers := rest[:size], rest[size:]
	found := shape.FindSubmatch(header)
	if found == nil || !bytes.Contains(header, []byte("'<f2'")) || !bytes.Contains(header, []byte("'fortran_order': False")) {
		return nil, fmt.Errorf("not a table of float16: %s", bytes.TrimSpace(header))
	}
	rows, _ := strconv.Atoi(string(found[1])) // nine digits at the most
	columns, _ := strconv.Atoi(string(found[2]))
	if columns == 0 || len(numbers) != 2*rows*columns {
		return nil, fmt.Errorf("%d bytes of numbers, not %d rows of %d", len(numbers), rows, columns)
	}
	table := make([][]float32, rows)
	for i := range table {
		table[i] = make([]float32, columns)
		if err := float16.Decode(table[i], numbers[2*i*columns:2*(i+1)*columns]); err != nil {
			return nil, fmt.Errorf("row %d: %w", i, err)
		}
	}
	return table, nil
}
