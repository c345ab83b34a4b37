package colour

import "math"

// iccConversion makes the conversion of a profile: by the table for the perceptual intent,
// which littleCMS prefers, else by matrix or curve. The result is nil for a profile that can't
// be used.
func iccConversion(data []byte) *Conversion {
	p, ok := parseProfile(data)
	if !ok {
		return nil
	}
	c := p.conversion()
	if c == nil {
		return nil
	}
	if c.name = p.description(); c.name == "" {
		c.name = "an ICC profile without a name"
	}
	if !c.inks && likeSRGB(c.pixels.convert) {
		c.pixels = nil
	}
	return c
}

func (p *profile) conversion() *Conversion {
	if code := p.cicp(); code.hdr() {
		if c := code.conversion(); c != nil {
			return c
		}
	}
	if t, ok := p.table(); ok {
		switch p.space {
		case "RGB ":
			return &Conversion{pixels: newCube(t)}
		case "CMYK":
			return &Conversion{pixels: newInks(t), inks: true}
		case "GRAY":
			return &Conversion{pixels: newGrey(func(v float64) float64 { return t.srgb([]float64{v})[1] })}
		}
	}
	switch p.space {
	case "RGB ":
		return p.matrixConversion()
	case "GRAY":
		return p.greyConversion()
	}
	return nil
}

// cicp reads the cicp tag, with which profiles of HDR pictures state what their tables only
// approximate (ICC.1:2022, 9.2.17).
func (p *profile) cicp() CICP {
	d := p.tags["cicp"]
	if len(d) < 12 {
		return CICP{}
	}
	return CICP{Primaries: uint16(d[8]), Transfer: uint16(d[9])}
}

func (p *profile) matrixConversion() *Conversion {
	if p.pcs != "XYZ " {
		return nil
	}
	var columns matrix
	var curves [3]curve
	for i, c := range "rgb" {
		var okColumn, okCurve bool
		columns[i], okColumn = p.column(string(c) + "XYZ")
		curves[i], okCurve = p.curve(string(c) + "TRC")
		if !okColumn || !okCurve {
			return nil
		}
	}
	toXYZ := columns.transposed()
	if _, ok := toXYZ.inverse(); !ok {
		return nil
	}
	shared := string(p.tags["rTRC"]) == string(p.tags["gTRC"]) && string(p.tags["rTRC"]) == string(p.tags["bTRC"])
	l := newLinear(curves, shared, toXYZ)
	if black := asBlack(toXYZ.apply(vector{finite(curves[0](0)), finite(curves[1](0)), finite(curves[2](0))})[1]); black > 0 {
		l.compensate(black)
	}
	return &Conversion{pixels: l}
}

// asBlack bounds the luminance of black, by that of lightness 50.
func asBlack(luminance float64) float64 {
	const half = 0.184187
	return min(unit(luminance), half)
}

func (p *profile) greyConversion() *Conversion {
	f, ok := p.curve("kTRC")
	if !ok {
		return nil
	}
	light := func(v float64) float64 { return unit(f(v)) }
	if p.pcs == "Lab " {
		light = func(v float64) float64 { return labToXYZ(vector{100 * unit(f(v))})[1] }
	}
	black := asBlack(light(0))
	return &Conversion{pixels: newGrey(func(v float64) float64 { return encode(unit((light(v) - black) / (1 - black))) })}
}

// likeSRGB says whether a conversion of red, green and blue changes none of the tried colours
// by more than two levels, and therefore is sRGB itself. The many profiles of sRGB differ by
// rounding and by the form of the curve.
func likeSRGB(convert func(pix []byte)) bool {
	const most = 2
	for _, trial := range trials {
		px := trial
		convert(px[:])
		for c := range 3 {
			if math.Abs(float64(px[c])-float64(trial[c])) > most {
				return false
			}
		}
	}
	return true
}

// trials are all greys and colours at even distances.
var trials = func() (list [][4]byte) {
	for v := range 256 {
		list = append(list, [4]byte{byte(v), byte(v), byte(v), 255})
	}
	const side, distance = 18, 15
	for i := range side * side * side {
		r, g, b := i%side*distance, i/side%side*distance, i/side/side*distance
		list = append(list, [4]byte{byte(r), byte(g), byte(b), 255})
	}
	return list
}()
