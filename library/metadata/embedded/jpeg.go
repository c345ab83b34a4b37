package embedded

import (
	"strings"

	"descry/library/container"
)

// Headers of the JPEG segments with metadata.
const (
	exifHeader      = "Exif\x00\x00"
	xmpHeader       = "http://ns.adobe.com/xap/1.0/\x00"
	extendedHeader  = "http://ns.adobe.com/xmp/extension/\x00"
	photoshopHeader = "Photoshop 3.0\x00"
)

// walkJPEG goes from segment to segment up to the start of the picture data. A segment that
// reaches beyond the end of the file gives the bytes that are there.
func walkJPEG(s container.Source, b *Blocks) error {
	for seg, err := range s.Segments() {
		if err != nil || seg.Marker == container.MarkerSOS || seg.Marker == container.MarkerEOI {
			return err
		}
		if seg.Marker != container.MarkerAPP1 && seg.Marker != container.MarkerAPP13 && !holdsHeap(seg) {
			continue
		}
		if err := b.take(seg.Body.Size()); err != nil {
			return err
		}
		data, err := block(seg.Body)
		if err != nil {
			return err
		}
		if err := b.segment(seg.Marker, data); err != nil {
			return err
		}
	}
	return nil
}

// holdsHeap reports a segment with the heap of values that Canon's earliest cameras wrote in
// place of EXIF.
func holdsHeap(seg container.Segment) bool {
	const order = len("II") + 4 // and the offset of the heap
	head, err := seg.Body.Peek(0, int(min(order+8, int(seg.Body.Size()))))
	return err == nil && seg.Marker == container.MarkerAPP0 && len(head) == order+8 && string(head[order:]) == "HEAPJPGM"
}

// segment keeps the content of a segment with metadata.
func (b *Blocks) segment(marker byte, data []byte) error {
	head := string(data[:min(len(data), len(extendedHeader))])
	switch {
	case marker == container.MarkerAPP13 && strings.HasPrefix(head, photoshopHeader):
		// Resources may run on from one segment into the next.
		b.Photoshop = append(b.Photoshop, data[len(photoshopHeader):]...)
	case marker != container.MarkerAPP1 && marker != container.MarkerAPP13:
		if b.Heap == nil {
			b.Heap, b.HeapSize = container.Memory(data), int64(len(data))
		}
	case marker != container.MarkerAPP1:
	case strings.HasPrefix(head, exifHeader):
		b.setTIFF(data)
	case strings.HasPrefix(head, xmpHeader):
		b.addXMP(data[len(xmpHeader):])
	case head == extendedHeader:
		return b.addExtension(data[len(extendedHeader):])
	}
	return nil
}
