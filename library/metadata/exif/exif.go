// Package exif reads the tags of a TIFF structure that say how and where a photo was taken.
// The package follows only the pointers from IFD0 to the Exif and GPS tables and the maker's
// note, so loops and deep chains in hostile files cannot hold the reading up.
//
// Tag numbers and types: TIFF 6.0, Exif 3.0 (CIPA DC-008), Microsoft's ratings and texts.
package exif

import (
	"errors"
	"fmt"
	"io"

	"descry/library/container"
)

// Date is a moment in EXIF's three tags, uninterpreted.
type Date struct {
	Time   string // "2006:01:02 15:04:05" when well-formed
	SubSec string // digits behind the decimal point
	Offset string // "+01:00"
}

// Tags are the values of a structure, empty or zero where the file has none.
type Tags struct {
	Make, Model, LensModel string
	Description            string
	UserComment            string
	XPTitle, XPComment     string // Windows'
	XPSubject, XPKeywords  string // Windows', keywords with semicolons between
	Original, Digitized    Date
	Orientation            int // as stored
	Rating                 int
	HasRating              bool
	RatingPercent          int // Windows', 0 for no rating
	ISO                    int
	FNumber                float64
	ExposureSeconds        float64
	FocalLength            float64 // millimetres
	// ApexFNumber and ApexSeconds are aperture and exposure as they follow from the values in
	// steps (APEX), which early cameras write alone.
	ApexFNumber, ApexSeconds float64
	Latitude, Longitude      float64 // degrees, north and east positive
	HasGPS                   bool
	XMP, IPTC, Photoshop     []byte // packets that TIFF files carry in IFD0
	// MakerLens, MakerISO and MakerRating are those of the maker's note, 0 stars for no rating.
	MakerLens             string
	MakerISO, MakerRating int
	// JPEGOffset and JPEGSize are the place of a JPEG with EXIF of its own in a raw file of
	// Panasonic's, in bytes, 0 without one.
	JPEGOffset, JPEGSize int64
}

// Limits that no honest file comes near.
const (
	maxText   = 64 << 10 // bytes of a text tag
	maxPacket = 8 << 20  // bytes of an embedded XMP, IPTC or Photoshop packet
)

// ErrFormat says that the data are no TIFF structure.
var ErrFormat = errors.New("no TIFF structure")

// Read reads the tags from a TIFF structure of the given size that begins at offset 0 of r.
// The error joins all faults. Tags that could be read are returned with the error.
func Read(r io.ReaderAt, size int64) (Tags, error) {
	d, err := open(container.File(r, size))
	if err != nil {
		return Tags{}, err
	}
	main, err := d.Directory(d.First)
	d.note(err, "read IFD0")
	var sub container.Directory
	if p, ok := main.Find(tagExifIFD); ok {
		sub, err = d.tableAt(p)
		d.note(err, "read Exif IFD")
		d.collect(sub)
	}
	// What the Exif table has, wins over a copy in IFD0.
	d.collect(main)
	d.makerNote(sub)
	d.panasonic(main)
	if p, ok := main.Find(tagGPSIFD); ok {
		sub, err := d.tableAt(p)
		d.note(err, "read GPS IFD")
		d.position(sub)
	}
	return d.tags, errors.Join(d.errs...)
}

// note keeps an error with what was being done. Reading goes on.
func (d *decoder) note(err error, doing string) {
	if err != nil && len(d.errs) < 16 {
		d.errs = append(d.errs, fmt.Errorf("%s: %w", doing, err))
	}
}
