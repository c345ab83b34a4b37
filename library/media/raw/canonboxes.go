package raw

import (
	"iter"

	"descry/library/container"
	"descry/library/media/tiff"
)

// The names of Canon's boxes.
const (
	canonUUID   = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"
	previewUUID = "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16"
)

// canonBoxes reads a CR3: boxes of ISO/IEC 14496-12. Canon's own boxes hold the EXIF tables, a
// thumbnail and a preview. The first track is the JPEG of full size.
func (f *finder) canonBoxes() error {
	f.file.Kind = "CR3"
	for b := range wholeBoxes(container.Memory(f.data)) {
		if b.Kind == "moov" {
			f.movie(b.Body)
		}
		// A preview lies behind a header in a box of its own.
		if preview, ok, _ := b.BehindUUID(previewUUID); ok {
			f.behind(preview, 0x20)
		}
	}
	return nil
}

// wholeBoxes are the boxes of a source as far as they are whole.
func wholeBoxes(s container.Source) iter.Seq[container.Chunk] {
	return func(yield func(container.Chunk) bool) {
		for b, err := range s.Boxes() {
			if err != nil || !b.Whole || !yield(b) {
				return
			}
		}
	}
}

// movie reads the boxes in the movie's: Canon's own, and tracks.
func (f *finder) movie(s container.Source) {
	for b := range wholeBoxes(s) {
		if b.Kind == "trak" {
			f.track(b.Body)
		}
		if own, ok, _ := b.BehindUUID(canonUUID); ok {
			for b := range wholeBoxes(own) {
				f.canonBox(b)
			}
		}
	}
}

// canonBox reads one of Canon's own boxes.
func (f *finder) canonBox(b container.Chunk) {
	switch b.Kind {
	case "CMT1":
		f.cameraTable(b.Body, func(d tiff.Directory, p part) {
			f.size(d.Uint(tagWidth, 0), d.Uint(tagHeight, 0))
			f.orientation(d.Uint(tagOrientation, 0))
		})
	case "CMT2":
		f.cameraTable(b.Body, func(d tiff.Directory, p part) { f.colours(p, d) })
	case "THMB":
		f.behind(b.Body, 16)
	}
}

// cameraTable reads the only table of a structure.
func (f *finder) cameraTable(body container.Source, read func(tiff.Directory, part)) {
	data, err := body.All()
	if err != nil {
		return
	}
	s, err := tiff.Open(data)
	if err != nil {
		return
	}
	if d, ok := f.directory(s, s.First()); ok {
		read(d, part{Structure: s})
	}
}

// behind takes the JPEG behind a header of some bytes.
func (f *finder) behind(body container.Source, head int64) {
	if data, err := body.Bytes(head, body.Size()-head); err == nil {
		f.addJPEG(data)
	}
}

// track takes the first sample of a track that is a JPEG.
func (f *finder) track(s container.Source) {
	if table, ok := s.Find("mdia", "minf", "stbl"); ok {
		offset, size, _ := table.FirstSample()
		f.add(size, offset)
	}
}
