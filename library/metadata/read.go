package metadata

import (
	"errors"
	"fmt"
	"io"

	"descry/library/metadata/embedded"
	"descry/library/metadata/exif"
	"descry/library/metadata/iptc"
	"descry/library/metadata/rawtags"
	"descry/library/metadata/text"
	"descry/library/metadata/xmp"
)

// Read reads the metadata of a photo file: JPEG, PNG, GIF, WebP, TIFF, HEIC, AVIF, or a
// camera's raw file (DNG, CR2, CR3, CRW, NEF, ARW, RAF, RW2, ORF, MRW, X3F, ...). The content
// decides the kind. Read starts at the beginning of r wherever r stands, and leaves r
// anywhere.
//
// Another kind of file or one without metadata gives the zero Metadata and no error. Broken
// metadata gives the readable values together with an error, which concerns only the metadata:
// the picture may be fine.
func Read(r io.ReadSeeker) (m Metadata, err error) {
	defer recovered(&err)
	m, err = find(r).metadata()
	if err != nil {
		err = fmt.Errorf("read metadata: %w", err)
	}
	return m, err
}

// find reads all metadata of a file.
func find(r io.ReadSeeker) *findings {
	blocks, err := embedded.Find(r)
	f := new(findings)
	f.note(err)
	f.readBlocks(&blocks)
	return f
}

// recovered turns a panic into an error: one strange file among a hundred
// thousand must not end the indexing.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("read metadata: panic: %v", v)
	}
}

// findings are the raw values of a file by their sources.
type findings struct {
	exif exif.Tags
	xmp  xmp.Props
	iptc iptc.Record
	text map[string]string // of a PNG, by keyword
	errs []error
}

// note keeps the first faults. More faults would not describe a file better.
func (f *findings) note(err error) {
	if err != nil && len(f.errs) < 16 {
		f.errs = append(f.errs, err)
	}
}

// metadata decides between the sources. The error joins all faults.
func (f *findings) metadata() (Metadata, error) {
	m := f.normalise()
	return m, errors.Join(f.errs...)
}

// readBlocks reads the blocks of a file. TIFF files carry XMP and IPTC in tags.
func (f *findings) readBlocks(b *embedded.Blocks) {
	f.readEXIF(b)
	f.readXMP(b)
	f.text = make(map[string]string, len(b.Texts))
	for keyword, value := range b.Texts {
		f.text[keyword] = text.Decode(value)
	}
	photoshop := append(b.Photoshop, f.exif.Photoshop...)
	stream, err := iptc.FromPhotoshop(photoshop)
	f.note(err)
	for _, data := range append([][]byte{stream, f.exif.IPTC}, b.IPTC...) {
		rec, err := iptc.Parse(data)
		f.iptc.Merge(rec)
		f.note(err)
	}
}

// readEXIF reads the EXIF structures, and what raw files have in place of EXIF. Each structure
// fills in the values that those before it lack.
func (f *findings) readEXIF(b *embedded.Blocks) {
	fill := func(tags exif.Tags, err error) {
		if err != nil {
			f.note(fmt.Errorf("read EXIF: %w", err))
		}
		f.exif.Fill(tags)
	}
	if b.TIFF != nil {
		fill(exif.Read(b.TIFF, b.TIFFSize))
	}
	if b.Exif != nil {
		fill(exif.ReadTable(b.Exif))
	}
	if b.GPS != nil {
		fill(exif.ReadGPS(b.GPS))
	}
	if at, n := f.exif.JPEGOffset, f.exif.JPEGSize; n > 0 {
		jpeg, err := embedded.Find(io.NewSectionReader(b.TIFF, at, n))
		f.note(err)
		if jpeg.TIFF != nil {
			fill(exif.Read(jpeg.TIFF, jpeg.TIFFSize))
		}
		b.XMP = append(b.XMP, jpeg.XMP...)
	}
	if b.Heap != nil {
		f.exif.Fill(rawtags.Heap(b.Heap, b.HeapSize))
	}
	f.exif.Fill(rawtags.Properties(b.Properties))
}

// readXMP merges the packets of a file. Earlier packets win.
func (f *findings) readXMP(b *embedded.Blocks) {
	f.xmp = xmp.Props{}
	packets := b.XMP
	if f.exif.XMP != nil {
		packets = append(packets, f.exif.XMP)
	}
	for _, packet := range packets {
		props, err := xmp.Parse(packet)
		f.xmp.Merge(props)
		f.note(err)
	}
	extended, err := b.ExtendedXMP(f.xmp.Text(xmp.HasExtended))
	f.note(err)
	if extended != nil {
		props, err := xmp.Parse(extended)
		f.xmp.Merge(props)
		f.note(err)
	}
}
