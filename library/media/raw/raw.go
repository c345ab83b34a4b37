// Package raw finds the pictures that camera raw files carry ready-made, as the camera
// rendered them: previews and thumbnails in the directories, maker notes, boxes and heaps of
// all makers' files. Package raw decodes neither these pictures nor the sensor's data. No
// offset, size or chain is trusted, and the number of steps is bounded for any file.
package raw

import (
	"cmp"
	"errors"
	"slices"

	"descry/library/container"
	"descry/library/media/tiff"
)

// ErrFormat means that the bytes are no raw file of a known kind, or that the structure is
// broken at the start.
var ErrFormat = errors.New("the structure of the raw file is damaged")

// Coding is how the pixels of a preview are stored.
type Coding int

// The codings of previews. Pixels are pictures that package tiff reads from a directory: plain
// rows, JPEG tiles and the like.
const (
	JPEG Coding = iota
	JXL
	Pixels
)

// Preview is one picture in a raw file, not turned in any way.
type Preview struct {
	Coding Coding
	// Data is the whole coded picture of a JPEG or JPEG XL: the bytes of the file, with the
	// first byte corrected where the camera wrote a wrong one.
	Data []byte
	// Structure and Directory hold the picture of Pixels, for their Decode.
	Structure *tiff.Structure
	Directory tiff.Directory
	// Width and Height are as stored.
	Width, Height int
	// Orientation is the EXIF number, 1 to 8, in the preview itself, 0 for none.
	Orientation int
	// AdobeRGB is true for a preview in Adobe RGB that has no mark of its own.
	AdobeRGB bool
	// silent is true for a preview without marks of its own.
	silent bool
}

// pixels is how many the preview has.
func (p Preview) pixels() int64 { return int64(p.Width) * int64(p.Height) }

// File is what a raw file states about its picture.
type File struct {
	// Kind names the maker's format: "CR2", "NEF", "DNG".
	Kind string
	// Width and Height are the full size of the photo before turning, in pixels, 0 where the
	// file states none.
	Width, Height int
	// Orientation is the EXIF number, 1 to 8, by which the sensor's picture has to be turned,
	// 1 where the file states none.
	Orientation int
	// Previews are the pictures in the file, the largest first.
	Previews []Preview
}

// parsers are those of formats that aren't built on TIFF.
var parsers = map[container.Kind]func(*finder) error{
	container.KindRAF: (*finder).fuji,
	container.KindX3F: (*finder).sigma,
	container.KindMRW: (*finder).minolta,
	container.KindCRW: (*finder).canonHeap,
	container.KindCR3: (*finder).canonBoxes,
}

// Sniff says whether a file is a raw file. Sniff looks into the directories of a TIFF, because
// most raw files are one.
func Sniff(data []byte) bool {
	return parsers[container.KindOf(data)] != nil || tiffKind(data) != ""
}

// Parse finds the previews of a raw file. A file without previews is no error.
func Parse(data []byte) (*File, error) {
	f := &finder{data: data, file: &File{Orientation: 1}}
	parse := parsers[container.KindOf(data)]
	if parse == nil {
		parse = (*finder).tiff
	}
	if err := parse(f); err != nil {
		return nil, err
	}
	if f.file.Width == 0 || f.exifSize {
		f.size(f.exifWidth, f.exifHeight)
	}
	for i := range f.file.Previews {
		p := &f.file.Previews[i]
		p.AdobeRGB = p.AdobeRGB || p.silent && f.adobeRGB && f.file.Kind != "DNG"
	}
	slices.SortStableFunc(f.file.Previews, func(a, b Preview) int { return cmp.Compare(b.pixels(), a.pixels()) })
	return f.file, nil
}
