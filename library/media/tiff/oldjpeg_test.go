package tiff_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// jpegFunc decodes as the product does.
func jpegFunc(data []byte, maxWidth, maxHeight int) ([]byte, int, int, error) {
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil || m.Bounds().Dx() > maxWidth || m.Bounds().Dy() > maxHeight {
		return nil, 0, 0, errors.Join(err, errors.New("unexpected JPEG"))
	}
	var pix []byte
	b := m.Bounds()
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)
			pix = append(pix, c.R, c.G, c.B, c.A)
		}
	}
	return pix, b.Dx(), b.Dy(), nil
}

// oldParts takes a JPEG apart: its tables by their kind, without heads, and its scan.
func oldParts(stream []byte) (quant, dc, ac [][]byte, head, scan []byte) {
	for at := 2; ; {
		marker, n := stream[at+1], int(binary.BigEndian.Uint16(stream[at+2:]))
		body := stream[at+4 : at+2+n]
		at += 2 + n
		switch marker {
		case 0xdb:
			for ; len(body) >= 65; body = body[65:] {
				quant = append(quant, body[1:65])
			}
		case 0xc4:
			for len(body) > 0 {
				total := 17
				for _, c := range body[1:17] {
					total += int(c)
				}
				if body[0] < 0x10 {
					dc = append(dc, body[1:total])
				} else {
					ac = append(ac, body[1:total])
				}
				body = body[total:]
			}
		case 0xda:
			return quant, dc, ac, stream[:at], bytes.TrimSuffix(stream[at:], []byte{0xff, 0xd9})
		}
	}
}

// TestOldJPEG has the forms that compression 6 was written in.
func TestOldJPEG(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 40, 24))
	for y := range 24 {
		for x := range 40 {
			m.Set(x, y, color.RGBA{byte(6 * x), byte(10 * y), byte(100 + x), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	stream := b.Bytes()
	want, _, _, _ := jpegFunc(stream, 40, 24)
	quant, dc, ac, head, scan := oldParts(stream)
	fields := with(size(40, 24, 3, 6, 8, 8, 8), one(259, 6))
	// the first chunk begins at 8
	parts := append([]byte(nil), quant[0]...)
	places := map[string]uint32{"q0": 8, "q1": uint32(8 + len(parts))}
	for _, p := range []struct {
		name string
		body []byte
	}{{"q1", quant[1]}, {"d0", dc[0]}, {"d1", dc[1]}, {"a0", ac[0]}, {"a1", ac[1]}} {
		places[p.name] = uint32(8 + len(parts))
		parts = append(parts, p.body...)
	}
	tables := []field{
		{519, []uint32{places["q0"], places["q1"], places["q1"]}},
		{520, []uint32{places["d0"], places["d1"], places["d1"]}},
		{521, []uint32{places["a0"], places["a1"], places["a1"]}},
	}
	headers := append(bytes.Clone(parts), scan...)
	for name, p := range map[string]picture{
		"a whole stream":        {fields: with(fields, one(513, 8), one(514, uint32(len(stream)))), chunks: [][]byte{stream}},
		"no length":             {fields: with(fields, one(513, 8)), chunks: [][]byte{stream}},
		"a strip with a stream": {fields: fields, chunks: [][]byte{stream}},
		"head and scan apart":   {fields: with(fields, one(513, 8), one(514, uint32(len(head))), one(8888, 1)), chunks: [][]byte{head, scan}},
		"tables":                {fields: with(fields, tables...), chunks: [][]byte{headers}},
	} {
		data := p.build()
		switch name {
		case "head and scan apart":
			data = stripAt(p, len(head))
		case "tables":
			data = stripAt(p, len(parts))
		}
		got, err := decode(t, data, jpegFunc)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// stripAt builds a file whose only strip begins so far behind the start of what is stored.
func stripAt(p picture, n int) []byte {
	all := bytes.Join(p.chunks, nil)
	p.chunks = nil
	p.fields = append(p.fields, one(273, uint32(8+n)), one(279, uint32(len(all)-n)))
	b := append([]byte("II*\x00"), binary.LittleEndian.AppendUint32(nil, uint32(8+len(all)+len(all)%2))...)
	b = append(append(b, all...), make([]byte, len(all)%2)...)
	p.order = binary.LittleEndian
	return p.directory(b, p.fields)
}

// TestPlanarJPEG has a stream for each sample.
func TestPlanarJPEG(t *testing.T) {
	var chunks [][]byte
	for _, v := range []byte{50, 100, 200} {
		m := image.NewGray(image.Rect(0, 0, 8, 8))
		for i := range m.Pix {
			m.Pix[i] = v
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, m, nil); err != nil {
			t.Fatal(err)
		}
		chunks = append(chunks, b.Bytes())
	}
	p := picture{fields: with(size(8, 8, 3, 2, 8, 8, 8), one(259, 7), one(284, 2)), chunks: chunks}
	got, err := decode(t, p.build(), jpegFunc)
	if err != nil || !bytes.Equal(got[:4], []byte{50, 100, 200, 255}) {
		t.Errorf("%v, %v", got[:4], err)
	}
	p = picture{fields: with(size(8, 8, 1, 0, 8), one(259, 7)), chunks: chunks[:1]}
	if got, err = decode(t, p.build(), jpegFunc); err != nil || got[0] != 205 {
		t.Errorf("white is zero: %v, %v", got[:4], err)
	}
}
