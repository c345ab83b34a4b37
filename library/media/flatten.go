package media

import (
	"image"
	"image/color"
)

// Backdrop is the shade behind transparent parts: mid grey shows both dark and
// light drawings, on light and dark windows.
var Backdrop = color.NRGBA{128, 128, 128, 255}

// flatten lays a picture over Backdrop, in place, so that all readers of the pixels see the
// same, and colours without opacity make no difference.
func flatten(m *image.NRGBA) {
	for i := 0; i+3 < len(m.Pix); i += 4 {
		if m.Pix[i+3] == 255 {
			continue
		}
		px := m.Pix[i : i+4 : i+4]
		a := uint32(px[3])
		px[0] = over(px[0], a, Backdrop.R)
		px[1] = over(px[1], a, Backdrop.G)
		px[2] = over(px[2], a, Backdrop.B)
		px[3] = 255
	}
}

// over is v of opacity a on a shade.
func over(v byte, a uint32, shade byte) byte {
	return byte((uint32(v)*a + uint32(shade)*(255-a) + 127) / 255)
}
