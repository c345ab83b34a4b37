package colour

import "math"

// CICP are code points of ITU-T H.273 (ISO/IEC 23091-2) in colr boxes of type nclx and in
// PNG's cICP. 2 and 0 stand for unspecified.
type CICP struct{ Primaries, Transfer uint16 }

// Transfer characteristics whose white is brighter than that of sRGB.
const (
	transferPQ  = 16
	transferHLG = 18
)

// hdr says whether the picture has more light than sRGB can show.
func (c CICP) hdr() bool { return c.Transfer == transferPQ || c.Transfer == transferHLG }

// chromaticities are x and y of white, red, green and blue.
type chromaticities [4][2]float64

// bt709 are the primaries of sRGB.
var bt709 = chromaticities{d65, {0.64, 0.33}, {0.30, 0.60}, {0.15, 0.06}}

var (
	illuminantC = [2]float64{0.310, 0.316}
	dciWhite    = [2]float64{0.314, 0.351}
)

// primaries by code point (H.273, table 2).
var primaries = map[uint16]struct {
	name string
	xy   chromaticities
}{
	1:  {"", bt709},
	4:  {"BT.470 System M", chromaticities{illuminantC, {0.67, 0.33}, {0.21, 0.71}, {0.14, 0.08}}},
	5:  {"BT.470 System BG", chromaticities{d65, {0.64, 0.33}, {0.29, 0.60}, {0.15, 0.06}}},
	6:  {"SMPTE 170M", chromaticities{d65, {0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}}},
	7:  {"SMPTE 240M", chromaticities{d65, {0.630, 0.340}, {0.310, 0.595}, {0.155, 0.070}}},
	8:  {"generic film", chromaticities{illuminantC, {0.681, 0.319}, {0.243, 0.692}, {0.145, 0.049}}},
	9:  {"BT.2020", chromaticities{d65, {0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}}},
	10: {"CIE XYZ", chromaticities{{1.0 / 3, 1.0 / 3}, {1, 0}, {0, 1}, {0, 0}}},
	11: {"DCI-P3", chromaticities{dciWhite, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}},
	12: {"Display P3", chromaticities{d65, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}}},
	22: {"EBU Tech 3213", chromaticities{d65, {0.630, 0.340}, {0.295, 0.605}, {0.155, 0.077}}},
}

// transfers are curves to linear light by code point (H.273, table 3). The curves of video (1,
// 6, 14 and 15) are left out and count as sRGB's, as in browsers: such pictures are made to be
// shown by about sRGB's curve.
var transfers = map[uint16]struct {
	name string
	f    curve
}{
	4:  {"gamma 2.2", power(2.2)},
	5:  {"gamma 2.8", power(2.8)},
	8:  {"linear", identity},
	17: {"SMPTE 428", func(x float64) float64 { return math.Pow(x, 2.6) * 52.37 / 48 }},
	16: {"PQ", pq},
	18: {"HLG", hlg},
}

// conversion is nil for unspecified code points. The conversion of sRGB's code points has no
// pixels.
func (c CICP) conversion() *Conversion {
	from, knownPrimaries := primaries[c.Primaries]
	transfer, knownTransfer := transfers[c.Transfer]
	if !knownPrimaries {
		from = primaries[1]
	}
	if !knownTransfer {
		if !knownPrimaries {
			return nil
		}
		transfer.f = decode
	}
	r := &Conversion{name: joined(from.name, transfer.name)}
	if c.Primaries == 1 && !knownTransfer {
		return r
	}
	toXYZ, ok := fromPrimaries(from.xy)
	if !ok {
		return nil
	}
	l := newLinear([3]curve{transfer.f, transfer.f, transfer.f}, true, toXYZ)
	switch c.Transfer {
	case transferPQ:
		l.tone = &tone{}
	case transferHLG:
		own, _, _ := from.xy.toXYZ()
		l.tone = newScene(own[1])
	}
	r.pixels = l
	return r
}

// joined names colours by primaries and curve.
func joined(primaries, transfer string) string {
	switch {
	case primaries == "" && transfer == "":
		return sRGB
	case primaries == "":
		return sRGB + ", " + transfer
	case transfer == "":
		return primaries
	}
	return primaries + ", " + transfer
}

// adobeRGB are the colours that EXIF marks with "R03" (Adobe RGB (1998), 4.3).
func adobeRGB() *Conversion {
	toXYZ, _ := fromPrimaries(chromaticities{d65, {0.64, 0.33}, {0.21, 0.71}, {0.15, 0.06}})
	f := power(563.0 / 256)
	return &Conversion{name: "Adobe RGB (1998)", pixels: newLinear([3]curve{f, f, f}, true, toXYZ)}
}

// pngConversion is the conversion of gAMA and cHRM (PNG, 11.3.2). A missing value counts as
// sRGB's. The conversion has no pixels where both are sRGB's.
func pngConversion(gamma float64, xy [8]float64) *Conversion {
	name, f := "", curve(decode)
	if gamma != 0 {
		if !(gamma > 0.01 && gamma < 20) {
			return nil
		}
		name, f = "gamma "+number(1/gamma), power(1/gamma)
	}
	from := bt709
	if xy != [8]float64{} {
		from = chromaticities{{xy[0], xy[1]}, {xy[2], xy[3]}, {xy[4], xy[5]}, {xy[6], xy[7]}}
		name = joined("PNG primaries", name)
	}
	toXYZ, ok := fromPrimaries(from)
	if !ok {
		return nil
	}
	// 0.45455 is how sRGB's curve is written in gAMA, beside the chunk sRGB or alone
	if gamma > 0.4540 && gamma < 0.4560 {
		f = decode
	}
	c := &Conversion{name: name, pixels: newLinear([3]curve{f, f, f}, true, toXYZ)}
	if likeSRGB(c.pixels.convert) {
		c.pixels = nil
		c.name = sRGB
	}
	return c
}
