package exif

import (
	"errors"
	"fmt"

	"descry/library/container"
)

// decoder walks one TIFF structure.
type decoder struct {
	container.TIFF
	tags Tags
	errs []error
}

// open reads the header of a structure.
func open(s container.Source) (*decoder, error) {
	t, err := container.OpenTIFF(s)
	switch {
	case errors.Is(err, container.ErrStructure), err == nil && !t.Known():
		return nil, ErrFormat
	case err != nil:
		return nil, fmt.Errorf("read TIFF header: %w", err)
	}
	return &decoder{TIFF: t}, nil
}

// tableAt reads the table that a pointer entry leads to.
func (d *decoder) tableAt(p container.Entry) (container.Directory, error) {
	off, ok := d.uint(p)
	if !ok {
		return container.Directory{}, errors.New("pointer is no number")
	}
	return d.Directory(off)
}
