package exif

import "descry/library/container"

// text reads a text up to its first NUL. What follows is padding or rubbish.
func (d *decoder) text(e container.Entry) (string, error) {
	b, err := d.bytes(e)
	return plainText(b), err
}

// uint reads the first value of an entry as an unsigned integer.
func (d *decoder) uint(e container.Entry) (uint64, bool) {
	switch e.Type {
	case container.TypeByte, container.TypeShort, container.TypeLong, container.TypeIFD, container.TypeLong8, container.TypeIFD8:
	default:
		return 0, false
	}
	b, err := d.Value(e, maxText)
	if err != nil {
		return 0, false
	}
	return d.Uint(e.Type, b)
}

// floats reads all values of an entry as numbers. A rational over 0 is NaN.
func (d *decoder) floats(e container.Entry) ([]float64, error) {
	b, err := d.Value(e, 256)
	if err != nil {
		return nil, err
	}
	width := int(container.SizeOfType(e.Type))
	out := make([]float64, 0, len(b)/width)
	for ; len(b) >= width; b = b[width:] {
		out = append(out, d.Float(e.Type, b))
	}
	return out, nil
}
