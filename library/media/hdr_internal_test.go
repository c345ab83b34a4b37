package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"
)

// TestHDR codes a picture as PQ and HLG, its white at the 203 cd/m² of BT.2408, and wants it
// back. What is lighter than half of that may be darker, since highlights need room.
func TestHDR(t *testing.T) {
	base := gradient(64, 48)
	for name, c := range map[string]struct {
		transfer byte
		encode   func(display [3]float64) [3]float64
	}{
		"PQ": {16, func(display [3]float64) (signal [3]float64) {
			for i, v := range display {
				y := math.Pow(v*203/10000, 2610.0/16384)
				signal[i] = math.Pow((3424.0/4096+2413.0/128*y)/(1+2392.0/128*y), 2523.0/32)
			}
			return signal
		}},
		"HLG": {18, func(display [3]float64) (signal [3]float64) {
			y := 0.203 * (0.2627*display[0] + 0.6780*display[1] + 0.0593*display[2])
			for i, v := range display {
				e := 0.203 * v * math.Pow(max(y, 1e-9), 1/1.2-1)
				signal[i] = math.Sqrt(3 * e)
				if e > 1.0/12 {
					signal[i] = 0.17883277*math.Log(12*e-0.28466892) + 0.55991073
				}
			}
			return signal
		}},
	} {
		m := image.NewNRGBA64(base.Rect)
		for y := range base.Rect.Dy() {
			for x := range base.Rect.Dx() {
				px := base.NRGBAAt(x, y)
				s := c.encode(bt2020(px))
				m.SetNRGBA64(x, y, color.NRGBA64{word16(s[0]), word16(s[1]), word16(s[2]), 0xffff})
			}
		}
		var b bytes.Buffer
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		got := decodeAll(t, withChunk(b.Bytes(), "cICP", []byte{9, c.transfer, 0, 1}), 0)
		for i := 0; i < len(base.Pix); i += 4 {
			was, is := base.Pix[i:i+3], got.Pix.Pix[i:i+3]
			for k := range 3 {
				d := int(is[k]) - int(was[k])
				if light := max(was[0], was[1], was[2]) > 170; d > 3 || d < -3 && !light || d < -32 {
					t.Fatalf("%s: %v became %v", name, was, is)
				}
			}
		}
		if d := meanDifference(t, got.Pix, base); d > 8 {
			t.Errorf("%s: it differs by %.1f levels", name, d)
		}
	}
}

// bt2020 is the linear light of a colour in the primaries of BT.2020 (BT.2087).
func bt2020(c color.NRGBA) [3]float64 {
	light := func(v byte) float64 {
		if s := float64(v) / 255; s > 0.04045 {
			return math.Pow((s+0.055)/1.055, 2.4)
		}
		return float64(v) / 255 / 12.92
	}
	r, g, b := light(c.R), light(c.G), light(c.B)
	return [3]float64{0.6274*r + 0.3293*g + 0.0433*b, 0.0691*r + 0.9195*g + 0.0114*b, 0.0164*r + 0.0880*g + 0.8956*b}
}

func word16(v float64) uint16 { return uint16(math.Round(65535 * min(max(v, 0), 1))) }

// withChunk puts a chunk behind the header of a PNG.
func withChunk(data []byte, kind string, body []byte) []byte {
	const header = 8 + 25
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind...)
	chunk = append(chunk, body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	return append(append(append([]byte{}, data[:header]...), chunk...), data[header:]...)
}
