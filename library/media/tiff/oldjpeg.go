package tiff

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"slices"

	"descry/library/container"
)

// oldJPEG is the places of the parts of a picture of compression 6 (TIFF 6.0, section 22).
// Either there is a JPEG stream, of which some writers keep the scan in strips, or there are
// tables and strips without any marker.
type oldJPEG struct {
	file *file
	tags directory
}

// readOldJPEG makes one chunk of the whole picture.
func (l *layout) readOldJPEG(f *file, d directory) error {
	l.old = oldJPEG{f, d}
	l.chunk = grid{width: l.width, height: l.height, across: 1, down: 1}
	if process := d.first(tagJPEGProc, 1); process != 1 {
		return fmt.Errorf("%w: JPEG process %d", ErrUnsupported, process)
	}
	if l.bits != 8 || l.samples > 4 || l.planar {
		return fmt.Errorf("%w: JPEG of this depth", ErrUnsupported)
	}
	return l.readColours(d)
}

// oldPicture decodes the whole picture at once.
func (d *decoder) oldPicture(ctx context.Context) error {
	stream, err := d.oldStream()
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	pix, w, h, err := d.jpeg(stream, d.width+16, d.height+16)
	if err != nil {
		return fmt.Errorf("decode the JPEG: %w", err)
	}
	for y := range min(h, d.height) {
		d.sink.Add(0, y, pix[4*y*w:4*(y*w+min(w, d.width))])
	}
	return nil
}

// oldStream puts a JPEG stream together.
func (d *decoder) oldStream() ([]byte, error) {
	tags, f := d.old.tags, d.old.file
	at, n := tags.first(tagJPEGInterchange, 0), tags.first(tagJPEGInterchangeLength, 0)
	if at > 0 && at < f.end() {
		whole, ok := f.slice(at, min(f.end()-at, maxCoded))
		if ok && bytes.HasPrefix(whole, []byte{0xff, 0xd8}) {
			sof, scan := findScan(whole)
			switch {
			case sof && scan > 0 && (n == 0 || n >= uint64(scan)+16):
				return whole, nil
			case sof && scan > 0: // the pixels lie elsewhere
				return d.oldScan(whole[:scan])
			}
		}
	}
	if strips := tags.list(tagStripOffsets, 1); len(strips) == 1 {
		if head, ok := f.slice(strips[0], 2); ok && bytes.Equal(head, []byte{0xff, 0xd8}) {
			return f.upTo(strips[0], maxCoded), nil
		}
	}
	head, err := d.oldTables()
	if err != nil {
		return nil, err
	}
	return d.oldScan(head)
}

// findScan walks over the segments of a JPEG. frame says whether there is a frame, scan is
// where the pixels of the first scan begin.
func findScan(b []byte) (frame bool, scan int) {
	for seg, err := range container.Memory(b).Segments() {
		switch {
		case err != nil || seg.Gap > 0:
			return frame, 0
		case seg.Marker >= container.MarkerSOF0 && seg.Marker <= container.MarkerSOF0+2:
			frame = true
		case seg.Marker == container.MarkerSOS:
			return frame, int(seg.End)
		}
	}
	return frame, 0
}

// oldTables writes everything that stands before the pixels.
func (d *decoder) oldTables() ([]byte, error) {
	f := d.old.file
	b := []byte{0xff, 0xd8}
	if d.samples == 3 {
		transform := byte(0)
		if d.photometric == yCbCr {
			transform = 1
		}
		b = append(b, 0xff, 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform)
	}
	quant, dc, ac := d.numbered(tagJPEGQTables), d.numbered(tagJPEGDCTables), d.numbered(tagJPEGACTables)
	for i, at := range quant.places {
		table, ok := f.slice(at, 64)
		if !ok {
			return nil, fmt.Errorf("%w: a JPEG table is missing", ErrFormat)
		}
		b = append(append(b, 0xff, 0xdb, 0, 67, byte(i)), table...)
	}
	for class, tables := range []numbered{dc, ac} {
		for i, at := range tables.places {
			table, ok := f.slice(at, 16)
			n := 0
			for _, count := range table {
				n += int(count)
			}
			if ok {
				table, ok = f.slice(at, uint64(16+n))
			}
			if !ok || n > 256 {
				return nil, fmt.Errorf("%w: a JPEG table is missing", ErrFormat)
			}
			b = append(b, 0xff, 0xc4)
			b = binary.BigEndian.AppendUint16(b, uint16(3+len(table)))
			b = append(append(b, byte(class<<4|i)), table...)
		}
	}
	b = append(b, 0xff, 0xc0)
	b = binary.BigEndian.AppendUint16(b, uint16(8+3*d.samples))
	b = append(b, 8)
	b = binary.BigEndian.AppendUint16(b, uint16(d.height))
	b = binary.BigEndian.AppendUint16(b, uint16(d.width))
	b = append(b, byte(d.samples))
	scan := []byte{0xff, 0xda, 0, byte(6 + 2*d.samples), byte(d.samples)}
	for i := range d.samples {
		sampling := byte(0x11)
		if i == 0 && d.subsampled() {
			sampling = byte(d.sub[0]<<4 | d.sub[1])
		}
		b = append(b, byte(i+1), sampling, quant.of[i])
		scan = append(scan, byte(i+1), dc.of[i]<<4|ac.of[i])
	}
	if n := d.restart(); n > 0 {
		b = append(b, 0xff, 0xdd, 0, 4, byte(n>>8), byte(n))
	}
	return append(append(b, scan...), 0, 63, 0), nil
}

// numbered are the places of tables, and the table of each sample. A JPEG of this kind has no
// more than two tables of a sort, so samples share tables.
type numbered struct {
	places []uint64
	of     [4]byte
}

func (d *decoder) numbered(tag uint16) (n numbered) {
	for i, at := range d.old.tags.list(tag, d.samples) {
		which := slices.Index(n.places, at)
		if which < 0 {
			which, n.places = len(n.places), append(n.places, at)
		}
		n.of[i] = byte(which)
	}
	return n
}

// restart is the number of units of blocks after which the stream restarts. Strips restart the
// stream.
func (d *decoder) restart() int {
	if n := d.old.tags.first(tagJPEGRestart, 0); n > 0 {
		return int(min(n, 0xffff))
	}
	if len(d.old.tags.list(tagStripOffsets, 2)) < 2 {
		return 0
	}
	return min(d.stripUnits(), 0xffff)
}

// stripUnits is how many units of blocks a strip has.
func (d *decoder) stripUnits() int {
	across, down := 8, 8
	if d.subsampled() {
		across, down = 8*d.sub[0], 8*d.sub[1]
	}
	rows := int(min(d.old.tags.first(tagRowsPerStrip, uint64(d.height)), uint64(d.height)))
	return (d.width + across - 1) / across * ((rows + down - 1) / down)
}

// oldScan appends the strips, with the markers between strips that are missing.
func (d *decoder) oldScan(b []byte) ([]byte, error) {
	tags, f := d.old.tags, d.old.file
	offsets, counts := tags.list(tagStripOffsets, maxSide), tags.list(tagStripByteCounts, maxSide)
	b = bytes.Clone(b)
	restarts := 0
	for i, at := range offsets {
		n := uint64(maxCoded)
		if i < len(counts) && counts[i] > 0 {
			n = counts[i]
		}
		strip := f.upTo(at, n)
		if len(b)+len(strip) > maxCoded {
			return nil, fmt.Errorf("%w: JPEG of more than %d MB", ErrUnsupported, maxCoded>>20)
		}
		b = append(b, strip...)
		if i == len(offsets)-1 {
			break
		}
		if n := len(b); n > 1 && b[n-2] == 0xff && b[n-1]&0xf8 == 0xd0 {
			continue // the strip has a marker
		}
		if every := d.restart(); every > 0 {
			restarts += max(d.stripUnits()/every, 1)
			b = append(b, 0xff, 0xd0|byte((restarts-1)&7))
		}
	}
	if len(offsets) == 0 {
		return nil, fmt.Errorf("%w: strips are missing", ErrFormat)
	}
	return append(b, 0xff, 0xd9), nil
}
