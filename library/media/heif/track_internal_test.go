package heif

import (
	"encoding/binary"
	"image"
	"testing"

	"descry/library/media/worker"
)

// madeTrack is a sequence of one picture whose data lies at an offset.
func madeTrack(id int, p *picture, handler string, offset int, wide bool, references ...[]byte) []byte {
	be16 := func(v int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(v)) }
	be32 := func(v int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) }
	kind := "hvc1"
	if p.codedBy == av1 {
		kind = "av01"
	}
	var properties []byte
	for _, b := range p.stream.properties {
		properties = appendBox(properties, b.kind, b.body)
	}
	entry := appendBox(nil, kind, make([]byte, 24), be16(p.CodedWidth), be16(p.CodedHeight), make([]byte, 50), properties)
	offsets := appendBox(nil, "stco", be32(0), be32(1), be32(offset))
	if wide {
		offsets = appendBox(nil, "co64", be32(0), be32(1), be32(0), be32(offset))
	}
	table := appendBox(nil, "stbl", appendBox(nil, "stsd", be32(0), be32(1), entry),
		appendBox(nil, "stsz", be32(0), be32(0), be32(1), be32(len(p.data))), offsets)
	return appendBox(nil, "trak", appendBox(nil, "tkhd", be32(0), be32(0), be32(0), be32(id), make([]byte, 68)),
		appendBox(nil, "tref", references...),
		appendBox(nil, "mdia", appendBox(nil, "hdlr", make([]byte, 8), []byte(handler), make([]byte, 13)), appendBox(nil, "minf", table)))
}

func TestSequences(t *testing.T) {
	photo, _, other := base(t)
	gray := reported(t, "heic/gray-alpha-8.heic")
	for name, c := range map[string]struct {
		brand string
		main  *picture
		alpha *picture
		wide  bool
	}{
		"HEVC": {"msf1", photo, nil, false}, "AV1": {"avis", other, nil, true}, "with opacity": {"hevc", photo, gray, false},
	} {
		make := func(start int) []byte {
			tracks := madeTrack(1, c.main, "pict", start, c.wide)
			if c.alpha != nil { // it comes first, as if it were the sequence
				tracks = append(madeTrack(2, c.alpha, "auxv", start+len(c.main.data), c.wide, appendBox(nil, "auxl", []byte{0, 0, 0, 1})), tracks...)
			}
			file := appendBox(nil, "ftyp", []byte(c.brand), []byte{0, 0, 0, 0})
			return appendBox(file, "moov", appendBox(nil, "mvhd"), tracks)
		}
		file := make(len(make(0)) + 8)
		data := c.main.data
		if c.alpha != nil {
			data = append(data[:len(data):len(data)], c.alpha.data...)
		}
		file = appendBox(file, "mdat", data)
		eitherWay(t, c.main.codedBy, func(t *testing.T, d worker.Decoder) {
			m, want := decoded(t, d, file), decoded(t, d, madeFile(c.main.item()))
			if c.alpha != nil {
				opacity := decoded(t, d, madeFile(c.alpha.item()))
				for i := 3; i < len(m.Pix); i += 4 {
					want.Pix[i] = opacity.Pix[i-3]
				}
			}
			same(t, name, m, image.Point{}, want)
		})
		for n := range len(file) - 1 {
			if p, err := parsePicture(file[:n]); err == nil && (p.CodedWidth <= 0 || len(p.data) == 0) {
				t.Fatalf("%s, cut at %d: a picture of nothing", name, n)
			}
		}
	}
}
