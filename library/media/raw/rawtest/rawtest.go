// Package rawtest makes raw files of every maker's layout for tests, after the formats'
// descriptions. The places of the previews are right, and the sensor's data are a few bytes.
// Package rawtest is in no program.
package rawtest

import (
	"encoding/binary"
	"fmt"
)

// Photo is the content of a raw file. Previews that are nil are left out.
type Photo struct {
	// Large, Medium and Small are JPEGs: the picture of full size, the preview and the
	// thumbnail, as far as a layout has them.
	Large, Medium, Small []byte
	// Width and Height are the photo's size as the sensor lies.
	Width, Height int
	Orientation   int
	Order         Order // where the layout leaves the choice; nil is little-endian
	// AdobeRGB says that the camera was set to Adobe RGB, AdobeRGBPreviews that a DNG's
	// previews are in Adobe RGB.
	AdobeRGB, AdobeRGBPreviews bool
}

// What all files say of themselves.
const (
	Captured = "2021:03:04 05:06:07"
	ISO      = 400
)

// Layout is where one kind of raw file keeps its previews.
type Layout struct {
	Name string
	// Extension is the extension of the maker's files.
	Extension   string
	Make, Model string
	// Holds are the previews of a Photo that the layout has: "L", "M" and "S".
	Holds string
	Build func(Layout, Photo) []byte
}

// File makes a file of the layout.
func (l Layout) File(p Photo) []byte {
	if p.Order == nil {
		p.Order = binary.LittleEndian
	}
	if p.Orientation == 0 {
		p.Orientation = 1
	}
	return l.Build(l, p)
}

// Layouts are all kinds.
var Layouts = []Layout{
	{"CR2", "cr2", "Canon", "Canon EOS 80D", "LS", cr2},
	{"CR3", "cr3", "Canon", "Canon EOS R6", "LMS", cr3},
	{"CRW", "crw", "Canon", "Canon EOS 300D DIGITAL", "LS", crw},
	{"NEF", "nef", "NIKON CORPORATION", "NIKON D850", "LM", nef},
	{"NRW", "nrw", "NIKON", "COOLPIX P7100", "LMS", nrw},
	{"ARW", "arw", "SONY", "ILCE-7M3", "LMS", arw},
	{"SR2", "sr2", "SONY", "DSC-R1", "MS", sr2},
	{"RAF", "raf", "FUJIFILM", "X-T3", "LS", raf},
	{"RW2", "rw2", "Panasonic", "DMC-G7", "LS", rw2},
	{"RWL", "rwl", "LEICA", "D-LUX 5", "LS", rw2},
	{"ORF", "orf", "OLYMPUS CORPORATION", "E-M1", "MS", orf},
	{"ORF by OM", "orf", "OM Digital Solutions", "OM-1", "MS", orfOM},
	{"ORF of old cameras", "orf", "OLYMPUS OPTICAL CO.,LTD", "E-10", "M", orfOld},
	{"PEF", "pef", "PENTAX", "PENTAX K-3", "LMS", pef},
	{"DNG", "dng", "Leica Camera AG", "LEICA Q2", "LM", dng},
	{"DNG in IFD0", "dng", "Apple", "iPhone 14 Pro", "L", dngFirst},
	{"SRW", "srw", "SAMSUNG", "NX500", "LMS", srw},
	{"3FR", "3fr", "Hasselblad", "Hasselblad H4D", "M", subDirectories},
	{"FFF", "fff", "Hasselblad", "Hasselblad X1D", "M", subDirectories},
	{"MEF", "mef", "Mamiya-OP Co.,Ltd.", "Mamiya ZD", "M", subDirectories},
	{"ERF", "erf", "SEIKO EPSON CORP.", "R-D1", "M", erf},
	{"DCR", "dcr", "EASTMAN KODAK COMPANY", "Kodak DCS Pro SLR/n", "M", subDirectories},
	{"KDC", "kdc", "EASTMAN KODAK COMPANY", "KODAK EASYSHARE P880", "M", subDirectories},
	{"IIQ", "iiq", "Phase One", "IQ180", "M", iiq},
	{"MRW", "mrw", "Konica Minolta Camera, Inc.", "DYNAX 7D", "M", mrw},
	{"X3F", "x3f", "SIGMA", "SIGMA SD15", "LM", x3f},
	{"X3F of version 4", "x3f", "SIGMA", "SIGMA dp2 Quattro", "LM", x3fLater},
}

// Named returns the layout of a name.
func Named(name string) Layout {
	for _, l := range Layouts {
		if l.Name == name {
			return l
		}
	}
	panic(fmt.Sprintf("no layout %q", name))
}

// WithEXIF puts an EXIF segment into a JPEG, with a thumbnail unless thumbnail is nil, and an
// orientation unless orientation is 0.
func WithEXIF(jpeg, thumbnail []byte, orientation int, tags ...string) []byte {
	s := newStructure(binary.LittleEndian, 42, "")
	s.first(s.exifOf(thumbnail, orientation, tags))
	block := append([]byte("Exif\x00\x00"), s.buf...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(block)+2))
	return append(append(segment, block...), jpeg[2:]...)
}

// exifOf writes the directories of an embedded JPEG. tags are make and model.
func (s *structure) exifOf(thumbnail []byte, orientation int, tags []string) int {
	next := 0
	if thumbnail != nil {
		at := s.put(thumbnail)
		next = s.directory(0, s.short(0x0103, 6), s.long(0x0201, at), s.long(0x0202, len(thumbnail)))
	}
	exif := s.directory(0, s.exifTags(Photo{})...)
	list := []tag{s.long(0x8769, exif)}
	if orientation > 0 {
		list = append(list, s.short(0x0112, orientation))
	}
	for i, v := range tags {
		list = append(list, text(uint16(0x010f+i), v))
	}
	return s.directory(next, list...)
}

// exifTags are the tags of every file about how the photo was taken.
func (s *structure) exifTags(p Photo) []tag {
	list := []tag{s.short(0x8827, ISO), text(0x9003, Captured), s.rational(0x829d, 28, 10)}
	if p.AdobeRGB {
		// As in DCF, the colour space is one that EXIF does not name.
		list = append(list, s.short(0xa001, 0xffff), s.long(0xa005, s.directory(0, text(1, "R03"))))
	}
	return list
}
