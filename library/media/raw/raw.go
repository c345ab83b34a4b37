// Package raw finds the pictures that camera raw files carry ready-made, as the camera
// rendered them: previews and thumbnails in the directories, maker notes, boxes and heaps
// of all makers' files. It decodes neither them nor the sensor's data. It trusts no
// offset, size or chain, and takes no more work than a bounded number of steps for any file.
package raw

import (
	"cmp"
	"errors"
	"slices"

	"descry/library/container"
	"descry/library/media/tiff"
)

// ErrFormat means that the bytes are no raw file of a kind known here, or that its
// structure is broken at the start.
var ErrFormat = errors.New("the structure of the raw file is damaged")

// Coding is how the pixels of a preview are stored.
type Coding int

// The codings. Pixels are those that package tiff reads from a directory: plain rows,
// JPEG tiles and the like.
const (
	JPEG Coding = iota
	JXL
	Pixels
)

// Preview is one picture in a raw file, not turned in any way.
type Preview struct {
	Coding Coding
	// Data is the whole coded picture of a JPEG or JPEG XL: the bytes of the file, but
	// for the first one where the camera wrote it wrong.
	Data []byte
	// Structure and Directory hold the picture of Pixels, for their Decode.
	Structure *tiff.Structure
	Directory tiff.Directory
	// Width and Height are as stored.
	Width, Height int
	// Orientation is the EXIF number that the preview itself carries, 1 to 8; 0 where it
	// carries none.
	Orientation int
	// AdobeRGB is true where the preview is in that colour space although it doesn't say
	// so itself.
	AdobeRGB bool
	// silent is true where it says nothing itself.
	silent bool
}

// pixels is how many the preview has.
func (p Preview) pixels() int64 { return int64(p.Width) * int64(p.Height) }

// File is what a raw file says of its picture.
type File struct {
	// Kind names the maker's format: "CR2", "NEF", "DNG".
	Kind string
	// Width and Height are the full size of the photo before turning; 0 where the file
	// doesn't say.
	Width, Height int
	// Orientation is the EXIF number, 1 to 8, by which the sensor's picture has to be
	// turned; 1 where the file doesn't say.
	Orientation int
	// Previews are the pictures in the file, the largest first.
	Previews []Preview
}

// kinds are the formats with a header of their own, by their first bytes.
var kinds = []struct {
	prefix string
	offset int
	parse  func(*finder) error
}{
	{"FUJIFILMCCD-RAW", 0, (*finder).fuji},
	{"FOVb", 0, (*finder).sigma},
	{"\x00MRM", 0, (*finder).minolta},
	{"HEAPCCDR", 6, (*finder).canonHeap},
}

// Sniff says whether a file is a raw file. It looks into the directories of a TIFF,
// because most raw files are one.
func Sniff(data []byte) bool {
	return header(data) != nil || tiffKind(data) != ""
}

// header finds the parser of a format that isn't built on TIFF.
func header(data []byte) func(*finder) error {
	for _, k := range kinds {
		if end := k.offset + len(k.prefix); len(data) >= end && string(data[k.offset:end]) == k.prefix {
			return k.parse
		}
	}
	// The brand of Canon's boxes may stand among those the file is compatible with.
	if slices.Contains(container.Brands(data), "crx ") {
		return (*finder).canonBoxes
	}
	return nil
}

// Parse finds the previews of a raw file. That there are none is no error.
func Parse(data []byte) (*File, error) {
	f := &finder{data: data, file: &File{Orientation: 1}}
	parse := header(data)
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
