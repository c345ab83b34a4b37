package raw

import (
	"bytes"

	"descry/library/media/tiff"
)

// The names of Canon's boxes.
const (
	canonUUID   = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"
	previewUUID = "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16"
)

// maxBoxes bounds the boxes looked at on one level.
const maxBoxes = 256

// canonBoxes reads a CR3: boxes of ISO/IEC 14496-12. Canon's own hold the EXIF tables, a
// thumbnail and a preview; the first track is the JPEG of full size.
func (f *finder) canonBoxes() error {
	f.file.Kind = "CR3"
	f.boxes(0, uint64(len(f.data)), func(kind string, at, n uint64) {
		switch kind {
		case "moov":
			f.boxes(at, n, f.movieBox)
		case "uuid":
			// A preview lies behind a header of 24 bytes in a box of its own.
			if body, ok := bytes.CutPrefix(f.slice(at, n), []byte(previewUUID)); ok {
				f.behind(body, 0x20)
			}
		}
	})
	return nil
}

// boxes visits the boxes in n bytes at offset: their kind and where their content lies.
func (f *finder) boxes(offset, n uint64, visit func(kind string, at, n uint64)) {
	end := offset + n
	for range maxBoxes {
		head := f.slice(offset, 8)
		if head == nil || end-offset < 8 {
			return
		}
		size, headSize := uint64(big.Uint32(head)), uint64(8)
		switch size {
		case 0:
			size = end - offset
		case 1:
			if head = f.slice(offset, 16); head == nil {
				return
			}
			size, headSize = big.Uint64(head[8:]), 16
		}
		if size < headSize || size > end-offset {
			return
		}
		visit(string(head[4:8]), offset+headSize, size-headSize)
		offset += size
	}
}

// movieBox reads a box in the movie's: Canon's own, or a track.
func (f *finder) movieBox(kind string, at, n uint64) {
	switch kind {
	case "uuid":
		if bytes.HasPrefix(f.slice(at, n), []byte(canonUUID)) {
			f.boxes(at+16, n-16, f.canonBox)
		}
	case "trak":
		f.track(at, n)
	}
}

// canonBox reads one of Canon's own boxes.
func (f *finder) canonBox(kind string, at, n uint64) {
	body := f.slice(at, n)
	switch kind {
	case "CMT1":
		f.cameraTable(body, func(d tiff.Directory, p part) {
			f.size(d.Uint(tagWidth, 0), d.Uint(tagHeight, 0))
			f.orientation(d.Uint(tagOrientation, 0))
		})
	case "CMT2":
		f.cameraTable(body, func(d tiff.Directory, p part) { f.colours(p, d) })
	case "THMB":
		f.behind(body, 16)
	}
}

// cameraTable reads the only table of a structure.
func (f *finder) cameraTable(body []byte, read func(tiff.Directory, part)) {
	s, err := tiff.Open(body)
	if err != nil {
		return
	}
	if d, ok := f.directory(s, s.First()); ok {
		read(d, part{Structure: s})
	}
}

// behind takes the JPEG behind a header.
func (f *finder) behind(body []byte, head int) {
	if len(body) > head {
		f.addJPEG(body[head:])
	}
}

// track takes the first sample of a track that is a JPEG.
func (f *finder) track(at, n uint64) {
	var size, offset uint64
	var walk func(kind string, at, n uint64)
	walk = func(kind string, at, n uint64) {
		body := f.slice(at, n)
		switch kind {
		case "mdia", "minf", "stbl":
			f.boxes(at, n, walk)
		case "stsz":
			if len(body) >= 12 {
				size = uint64(big.Uint32(body[4:]))
			}
			if size == 0 && len(body) >= 16 {
				size = uint64(big.Uint32(body[12:]))
			}
		case "stco":
			if len(body) >= 12 {
				offset = uint64(big.Uint32(body[8:]))
			}
		case "co64":
			if len(body) >= 16 {
				offset = big.Uint64(body[8:])
			}
		}
	}
	f.boxes(at, n, walk)
	f.add(size, offset)
}
