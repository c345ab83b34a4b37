package jxl

import "descry/library/media/colour"

// Values of a ColourEncoding. Transfer functions and primaries are mostly code points of
// H.273.
const (
	spaceGrey = 1
	spaceXYB  = 2

	whiteD65    = 1
	whiteCustom = 2
	whiteE      = 10
	whiteDCI    = 11

	primariesSRGB   = 1
	primariesCustom = 2
	primariesP3     = 11

	transferUnknown = 2
	transferLinear  = 8
	transferSRGB    = 13

	cicpDisplayP3 = 12
)

var (
	d65     = [2]float64{0.3127, 0.3290}
	whites  = map[uint32][2]float64{whiteD65: d65, whiteE: {1.0 / 3, 1.0 / 3}, whiteDCI: {0.314, 0.351}}
	colours = map[uint32][6]float64{
		primariesSRGB: {0.64, 0.33, 0.30, 0.60, 0.15, 0.06},
		9:             {0.708, 0.292, 0.170, 0.797, 0.131, 0.046},
		primariesP3:   {0.680, 0.320, 0.265, 0.690, 0.150, 0.060},
	}
)

// encoding reads a ColourEncoding.
func (c *Config) encoding(b *bits) {
	if b.flag() {
		return // sRGB
	}
	c.OwnProfile = b.flag()
	space := b.enum()
	c.Grey = space == spaceGrey
	if c.OwnProfile || space == spaceXYB {
		return
	}
	white, primaries := b.enum(), uint32(primariesSRGB)
	whiteXY, coloursXY := whites[white], colours[primariesSRGB]
	if white == whiteCustom {
		whiteXY = b.xy()
	}
	if !c.Grey {
		primaries = b.enum()
		coloursXY = colours[primaries]
		if primaries == primariesCustom {
			for i := 0; i < 6; i += 2 {
				xy := b.xy()
				coloursXY[i], coloursXY[i+1] = xy[0], xy[1]
			}
		}
	}
	if b.flag() {
		c.Colours.Gamma = float64(b.u(24)) / 1e7
	} else if transfer := b.enum(); transfer != transferSRGB && transfer != transferUnknown {
		c.Colours.CICP.Transfer = uint16(transfer)
	}
	c.tag(white, primaries, whiteXY, coloursXY)
}

// tag states the primaries in terms of package colour.
func (c *Config) tag(white, primaries uint32, whiteXY [2]float64, coloursXY [6]float64) {
	standard := c.Grey && white != whiteCustom || white == whiteD65 && primaries != primariesCustom || white == whiteDCI && primaries == primariesP3
	if !standard || c.Colours.Gamma != 0 {
		if c.Colours.CICP.Transfer == transferLinear {
			c.Colours.Gamma = 1
		}
		c.Colours.CICP = colour.CICP{} // other curves of custom primaries are mostly sRGB's
		if c.Grey || white == whiteD65 && primaries == primariesSRGB {
			return // the curve alone tells
		}
		copy(c.Colours.Chromaticities[:2], whiteXY[:])
		copy(c.Colours.Chromaticities[2:], coloursXY[:])
		return
	}
	code := uint16(primaries)
	if primaries == primariesP3 && white == whiteD65 {
		code = cicpDisplayP3
	}
	if code == primariesSRGB && c.Colours.CICP.Transfer == 0 {
		return
	}
	if c.Colours.CICP.Primaries = code; c.Colours.CICP.Transfer == 0 {
		c.Colours.CICP.Transfer = transferSRGB
	}
}

// xy reads a Customxy.
func (b *bits) xy() (xy [2]float64) {
	for i := range xy {
		v := b.u32(choice{0, 19}, choice{524288, 19}, choice{1048576, 20}, choice{2097152, 21})
		xy[i] = float64(int32(v>>1)^-int32(v&1)) / 1e6
	}
	return xy
}
