// Package colour converts the pixels of photos to sRGB from the colours that their files
// state: ICC profiles by matrix, table or grey curve, the code points of ITU-T H.273 with PQ
// and HLG among them, PNG's gamma and EXIF's mark of Adobe RGB.
//
// Profiles are rendered as littleCMS renders them by default to its own sRGB: with the
// perceptual intent and black point compensation. A profile that is damaged, or of a kind that
// no photo has, is ignored.
package colour

import (
	"crypto/sha256"
	"sync"
)

// Tags are what a file states about its colours. Without any, the colours are sRGB.
type Tags struct {
	// ICC is an ICC profile.
	ICC []byte
	// CICP are the code points of a colr box or a cICP chunk. CICP counts where ICC can't be
	// used, or before ICC if CICPFirst is set, as in PNG.
	CICP      CICP
	CICPFirst bool
	// SRGB is PNG's sRGB chunk, which counts more than Gamma and Chromaticities.
	SRGB bool
	// Gamma is PNG's gAMA as a fraction, such as 0.45455. 0 is none.
	Gamma float64
	// Chromaticities are x and y of white, red, green and blue, as in PNG's cHRM. All 0 stands
	// for none.
	Chromaticities [8]float64
	// AdobeRGB is true where EXIF says so. AdobeRGB counts if no other tag is set.
	AdobeRGB bool
}

// Conversion turns pixels into sRGB. A Conversion may be used from many goroutines.
type Conversion struct {
	name   string
	inks   bool
	pixels interface {
		convert(pix []byte)
		convertDeep(dst []byte, src []uint16)
	}
}

// sRGB is the name of the colours that need no conversion.
const sRGB = "sRGB"

// For returns the conversion for a file's tags and the name of the colours, such as "Display
// P3". The conversion is nil where the pixels are sRGB already. Profiles that differ from sRGB
// by no more than two levels of 8 bits anywhere count as sRGB, so that the pixels of nearly
// all photos stay exactly as they are.
func For(t Tags) (*Conversion, string) {
	if t.plain() {
		return nil, sRGB
	}
	c := conversions.get(t.key(), func() *Conversion { return t.conversion() })
	if c == nil {
		return nil, sRGB
	}
	if c.pixels == nil {
		return nil, c.name
	}
	return c, c.name
}

// Inks says whether the conversion is of cyan, magenta, yellow and black, where 255 is full
// ink, rather than of red, green, blue and opacity.
func (c *Conversion) Inks() bool { return c.inks }

// Pixels converts pixels of four bytes in place. Opacity is kept. Pixels of inks become
// opaque.
func (c *Conversion) Pixels(pix []byte) { c.pixels.convert(pix) }

// Deep converts pixels of four 16-bit samples to four bytes each.
func (c *Conversion) Deep(dst []byte, src []uint16) { c.pixels.convertDeep(dst, src) }

// plain says whether no tag is set.
func (t *Tags) plain() bool {
	return len(t.ICC) == 0 && t.CICP == CICP{} && t.Gamma == 0 && t.Chromaticities == [8]float64{} && !t.AdobeRGB
}

// conversion is nil where none of the tags can be used. A conversion without pixels names
// colours that need no conversion.
func (t *Tags) conversion() *Conversion {
	if t.CICPFirst {
		if c := t.CICP.conversion(); c != nil {
			return c
		}
	}
	if c := iccConversion(t.ICC); c != nil {
		return c
	}
	if c := t.CICP.conversion(); c != nil {
		return c
	}
	switch {
	case t.SRGB:
		return nil
	case t.Gamma != 0 || t.Chromaticities != [8]float64{}:
		return pngConversion(t.Gamma, t.Chromaticities)
	case t.AdobeRGB:
		return adobeRGB()
	}
	return nil
}

// key tells tags with different conversions apart. NaN, of which no two are equal, is in no
// tag of a file.
func (t *Tags) key() key {
	k := key{
		cicp: t.CICP, cicpFirst: t.CICPFirst, sRGB: t.SRGB, gamma: t.Gamma,
		chromaticities: t.Chromaticities, adobeRGB: t.AdobeRGB,
	}
	if len(t.ICC) > 0 {
		k.profile = sha256.Sum256(t.ICC)
	}
	return k
}

type key struct {
	profile                   [sha256.Size]byte
	cicp                      CICP
	cicpFirst, sRGB, adobeRGB bool
	gamma                     float64
	chromaticities            [8]float64
}

// maxKept bounds the conversions kept. A conversion takes up to 1.5 MB. A library has few
// profiles, but a hostile folder may have one in each file.
const maxKept = 24

// cache keeps the conversions that were used last.
type cache struct {
	mu   sync.Mutex
	list []*cached // in the order of use, the latest last
}

type cached struct {
	key  key
	once sync.Once
	c    *Conversion
}

var conversions cache

func (c *cache) get(k key, make func() *Conversion) *Conversion {
	e := c.entry(k)
	e.once.Do(func() { e.c = make() })
	return e.c
}

func (c *cache) entry(k key) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, e := range c.list {
		if e.key == k {
			copy(c.list[i:], c.list[i+1:])
			c.list[len(c.list)-1] = e
			return e
		}
	}
	if len(c.list) == maxKept {
		c.list = append(c.list[:0], c.list[1:]...)
	}
	e := &cached{key: k}
	c.list = append(c.list, e)
	return e
}
