package checkpoint

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// item is one tensor of a safetensors header. The tensor's bytes are data[begin:end].
type item struct {
	Tensor
	begin, end int64
}

// parseSafetensors reads the header of a safetensors file and checks that the tensors fill the
// rest of the file without gaps and overlaps.
func parseSafetensors(r io.ReaderAt, size int64) (*checkpoint, error) {
	header, err := readHeader(r, size)
	if err != nil {
		return nil, err
	}
	items, err := parseHeader(header)
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	data := int64(8 + len(header))
	if err := checkLayout(items, size-data); err != nil {
		return nil, err
	}
	c := &checkpoint{}
	for _, it := range items {
		if err := c.add(it.Tensor, span{from: r, offset: data + it.begin}); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// readHeader returns the JSON text behind its length of eight bytes.
func readHeader(r io.ReaderAt, size int64) ([]byte, error) {
	var length [8]byte
	if size < int64(len(length)) {
		return nil, errors.New("the file is cut: no header")
	}
	if _, err := r.ReadAt(length[:], 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > uint64(size-8) || n > maxHeader {
		return nil, fmt.Errorf("a header of %d bytes in a file of %d (limit %d)", n, size, maxHeader)
	}
	header := make([]byte, n)
	if _, err := r.ReadAt(header, 8); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return header, nil
}

func parseHeader(header []byte) ([]item, error) {
	r, err := newJSONReader(header)
	if err != nil {
		return nil, err
	}
	var items []item
	err = r.object(func(name string) error {
		if name == "__metadata__" {
			return r.object(func(string) error { _, err := r.text(); return err })
		}
		if len(items) == maxTensors {
			return fmt.Errorf("more than %d tensors", maxTensors)
		}
		it, err := parseItem(r, name)
		if err != nil {
			return fmt.Errorf("tensor %s: %w", quote(name), err)
		}
		items = append(items, it)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return items, r.end()
}

// parseItem reads one tensor's type, shape and place, and checks that the three agree.
func parseItem(r *jsonReader, name string) (item, error) {
	it := item{Tensor: Tensor{Name: name}}
	var offsets []int64
	err := r.object(func(key string) (err error) {
		switch key {
		case "dtype":
			var text string
			if text, err = r.text(); err == nil {
				it.DType, err = parseDType(text)
			}
		case "shape":
			it.Shape, err = r.sizes()
		case "data_offsets":
			offsets, err = r.sizes()
		default:
			err = fmt.Errorf("unknown field %s", quote(key))
		}
		return err
	})
	if err != nil {
		return item{}, err
	}
	if it.DType == 0 || it.Shape == nil || len(offsets) != 2 {
		return item{}, errors.New("its type, shape or pair of offsets is missing")
	}
	it.begin, it.end = offsets[0], offsets[1]
	return it, it.check()
}

// check compares the shape with the number of bytes.
func (it item) check() error {
	n, err := elements(it.Shape)
	if err != nil {
		return err
	}
	size := int64(it.DType.Size())
	if it.begin > it.end || it.end-it.begin != n*size {
		return fmt.Errorf("%v of shape %v does not fit the bytes %d to %d", it.DType, it.Shape, it.begin, it.end)
	}
	if it.begin%size != 0 {
		return fmt.Errorf("it begins at byte %d, not at a multiple of %d", it.begin, size)
	}
	return nil
}

// checkLayout sorts the tensors by place. Together the tensors must be all the data.
func checkLayout(items []item, length int64) error {
	slices.SortFunc(items, func(a, b item) int {
		return cmp.Or(cmp.Compare(a.begin, b.begin), cmp.Compare(a.end, b.end), cmp.Compare(a.Name, b.Name))
	})
	at := int64(0)
	for _, it := range items {
		if it.begin != at || it.end > length {
			return fmt.Errorf("tensor %s lies at bytes %d to %d of %d and should begin at %d: the file is cut or damaged",
				quote(it.Name), it.begin, it.end, length, at)
		}
		at = it.end
	}
	if at != length {
		return fmt.Errorf("%d bytes follow the last tensor", length-at)
	}
	return nil
}
