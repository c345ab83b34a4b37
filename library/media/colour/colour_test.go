package colour_test

import (
	"bytes"
	"math"
	"strings"
	"sync"
	"testing"

	"descry/library/media/colour"
)

// one converts one pixel of 8 bits. Tags without a conversion leave the pixel as it is.
func one(t testing.TB, tags colour.Tags, r, g, b byte) [3]byte {
	t.Helper()
	px := []byte{r, g, b, 77}
	if c, _ := colour.For(tags); c != nil {
		c.Pixels(px)
	}
	if px[3] != 77 {
		t.Errorf("the opacity became %d", px[3])
	}
	return [3]byte(px)
}

// near says whether no sample differs by more than a number of levels.
func near(a, b [3]byte, levels int) bool {
	for i := range a {
		if d := int(a[i]) - int(b[i]); d > levels || d < -levels {
			return false
		}
	}
	return true
}

var srgbParametric = parametricTag(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)

// TestSRGBLike leaves every pixel alone for the profiles that nearly all photos have, in
// all the ways they are written.
func TestSRGBLike(t *testing.T) {
	round := func(v float64) [3][3]float64 {
		c := columnsSRGB
		for i := range c {
			for k := range c[i] {
				c[i][k] = math.Round(c[i][k]/v) * v
			}
		}
		return c
	}
	for name, b := range map[string]*builder{
		"sRGB IEC61966-2.1": matrixProfile(2, "sRGB IEC61966-2.1", columnsSRGB, tableTag(1024, srgbDecode)),
		"sRGB":              matrixProfile(4, "sRGB", columnsSRGB, srgbParametric),
		"sRGB built-in":     matrixProfile(4, "sRGB built-in", round(0.0005), srgbParametric),
		"type 4":            matrixProfile(4, "sRGB", columnsSRGB, parametricTag(4, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045, 0, 0)),
		"c2":                matrixProfile(2, "c2", columnsSRGB, tableTag(64, srgbDecode)),
		"black not black":   matrixProfile(2, "sRGB", columnsSRGB, tableTag(1024, func(v float64) float64 { return max(srgbDecode(v), 0.0001) })),
		"grey":              greyProfile(2, "XYZ ", tableTag(1024, srgbDecode)),
	} {
		c, got := colour.For(colour.Tags{ICC: b.bytes()})
		if c != nil {
			t.Errorf("%s is converted", name)
		}
		if want := string(bytes.TrimRight(b.tags["desc"][12:12+len(got)], "\x00")); b.version < 4 && got != want {
			t.Errorf("%s is called %q", name, got)
		}
	}
	if c, name := colour.For(colour.Tags{}); c != nil || name != "sRGB" {
		t.Errorf("no tags: %v, %q", c, name)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		tags colour.Tags
		want string
	}{
		{colour.Tags{ICC: matrixProfile(2, "Display P3", columnsP3, gammaTag(2.2)).bytes()}, "Display P3"},
		{colour.Tags{ICC: matrixProfile(4, "Display P3", columnsP3, gammaTag(2.2)).bytes()}, "Display P3"},
		{colour.Tags{ICC: matrixProfile(4, "", columnsP3, gammaTag(2.2)).bytes()}, "an ICC profile without a name"},
		{colour.Tags{ICC: matrixProfile(2, " a\nb\x01\xff ", columnsP3, gammaTag(2.2)).bytes()}, "a b"},
		{colour.Tags{ICC: matrixProfile(2, strings.Repeat("long", 100), columnsP3, gammaTag(2.2)).bytes()}, strings.Repeat("long", 20)},
		{colour.Tags{CICP: colour.CICP{Primaries: 12, Transfer: 13}}, "Display P3"},
		{colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 16}}, "BT.2020, PQ"},
		{colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 18}}, "BT.2020, HLG"},
		{colour.Tags{CICP: colour.CICP{Primaries: 1, Transfer: 13}}, "sRGB"},
		{colour.Tags{CICP: colour.CICP{Primaries: 2, Transfer: 2}}, "sRGB"},
		{colour.Tags{AdobeRGB: true}, "Adobe RGB (1998)"},
		{colour.Tags{Gamma: 1}, "gamma 1"},
		{colour.Tags{Gamma: 0.45455}, "sRGB"},
	} {
		if _, got := colour.For(c.tags); got != c.want {
			t.Errorf("%+v: called %q, want %q", c.tags.CICP, got, c.want)
		}
	}
}

// TestPrecedence says which of several tags counts: in PNG cICP before iCCP before sRGB
// before gAMA and cHRM, elsewhere the profile before the code points.
func TestPrecedence(t *testing.T) {
	p3 := matrixProfile(2, "p3", columnsP3, tableTag(256, srgbDecode)).bytes()
	pro := matrixProfile(2, "ProPhoto", columnsPro, gammaTag(1.8)).bytes()
	isP3, isPro := one(t, colour.Tags{ICC: p3}, 200, 100, 50), one(t, colour.Tags{ICC: pro}, 200, 100, 50)
	asIs := [3]byte{200, 100, 50}
	broken := p3[:150]
	for name, c := range map[string]struct {
		tags colour.Tags
		want [3]byte
	}{
		"cICP before iCCP":         {colour.Tags{ICC: pro, CICP: colour.CICP{Primaries: 12, Transfer: 13}, CICPFirst: true}, isP3},
		"cICP that says nothing":   {colour.Tags{ICC: pro, CICP: colour.CICP{Primaries: 2, Transfer: 2}, CICPFirst: true}, isPro},
		"cICP of sRGB before iCCP": {colour.Tags{ICC: pro, CICP: colour.CICP{Primaries: 1, Transfer: 13}, CICPFirst: true}, asIs},
		"profile before nclx":      {colour.Tags{ICC: pro, CICP: colour.CICP{Primaries: 12, Transfer: 13}}, isPro},
		"nclx, broken profile":     {colour.Tags{ICC: broken, CICP: colour.CICP{Primaries: 12, Transfer: 13}}, isP3},
		"iCCP before sRGB":         {colour.Tags{ICC: pro, SRGB: true}, isPro},
		"sRGB before gAMA":         {colour.Tags{SRGB: true, Gamma: 1}, asIs},
		"profile before the mark":  {colour.Tags{ICC: p3, AdobeRGB: true}, isP3},
		"sRGB profile and mark":    {colour.Tags{ICC: matrixProfile(4, "sRGB", columnsSRGB, srgbParametric).bytes(), AdobeRGB: true}, asIs},
		"broken profile alone":     {colour.Tags{ICC: broken}, asIs},
		"broken profile and mark":  {colour.Tags{ICC: broken, AdobeRGB: true}, one(t, colour.Tags{AdobeRGB: true}, 200, 100, 50)},
		"chromaticities of sRGB":   {colour.Tags{Gamma: 0.45455, Chromaticities: [8]float64{0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06}}, asIs},
		"chromaticities of P3":     {colour.Tags{Chromaticities: [8]float64{0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06}}, isP3},
		"senseless gamma":          {colour.Tags{Gamma: 1e-5}, asIs},
		"senseless chromaticities": {colour.Tags{Chromaticities: [8]float64{0, 0, 0.64, 0.33, 0.64, 0.33, 0.64, 0.33}}, asIs},
	} {
		if got := one(t, c.tags, 200, 100, 50); !near(got, c.want, 1) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestKnownColours are values that the definitions give by hand, computed apart with
// 64-bit numbers.
func TestKnownColours(t *testing.T) {
	for name, c := range map[string]struct {
		tags       colour.Tags
		from, want [3]byte
	}{
		"P3's red is out of reach":  {colour.Tags{CICP: colour.CICP{Primaries: 12, Transfer: 13}}, [3]byte{255, 0, 0}, [3]byte{255, 0, 0}},
		"sRGB's red in P3":          {colour.Tags{CICP: colour.CICP{Primaries: 12, Transfer: 13}}, [3]byte{234, 51, 35}, [3]byte{255, 0, 0}},
		"sRGB's green in Adobe RGB": {colour.Tags{AdobeRGB: true}, [3]byte{144, 255, 60}, [3]byte{0, 255, 0}},
		"linear half":               {colour.Tags{Gamma: 1}, [3]byte{128, 128, 128}, [3]byte{188, 188, 188}},
		"white of P3":               {colour.Tags{CICP: colour.CICP{Primaries: 12, Transfer: 13}}, [3]byte{255, 255, 255}, [3]byte{255, 255, 255}},
		"white of BT.2020":          {colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 1}}, [3]byte{255, 255, 255}, [3]byte{255, 255, 255}},
		"white of DCI-P3":           {colour.Tags{CICP: colour.CICP{Primaries: 11, Transfer: 13}}, [3]byte{255, 255, 255}, [3]byte{255, 255, 255}},
		"HLG's black":               {colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 18}}, [3]byte{}, [3]byte{}},
		"HLG's brightest":           {colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 18}}, [3]byte{255, 255, 255}, [3]byte{255, 255, 255}},
		"PQ's black":                {colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 16}}, [3]byte{}, [3]byte{}},
		"PQ, 10,000 cd/m²":          {colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 16}}, [3]byte{255, 255, 255}, [3]byte{255, 255, 255}},
		"PQ, a tenth of the white":  {colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 16}}, [3]byte{91, 91, 91}, [3]byte{89, 89, 89}},
		"HLG, a tenth of the white": {colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: 18}}, [3]byte{87, 87, 87}, [3]byte{89, 89, 89}},
	} {
		if got := one(t, c.tags, c.from[0], c.from[1], c.from[2]); !near(got, c.want, 2) {
			t.Errorf("%s: %v became %v, want %v", name, c.from, got, c.want)
		}
	}
}

// TestHighlights wants more light to be never darker, and the tone curve to keep what is
// darker than half of reference white.
func TestHighlights(t *testing.T) {
	for _, transfer := range []uint16{16, 18} {
		tags, before := colour.Tags{CICP: colour.CICP{Primaries: 9, Transfer: transfer}}, byte(0)
		for v := range 256 {
			got := one(t, tags, byte(v), byte(v), byte(v))
			if got[1] < before || !near(got, [3]byte{got[1], got[1], got[1]}, 1) {
				t.Errorf("transfer %d: grey %d became %v after %d", transfer, v, got, before)
			}
			before = got[1]
		}
	}
}

// TestMismatch leaves pixels alone that a profile can't be meant for.
func TestMismatch(t *testing.T) {
	grey := colour.Tags{ICC: greyProfile(2, "XYZ ", gammaTag(1)).bytes()}
	if got := one(t, grey, 100, 100, 100); got == [3]byte{100, 100, 100} {
		t.Error("grey is not converted")
	}
	if got := one(t, grey, 100, 100, 101); got != [3]byte{100, 100, 101} {
		t.Errorf("a colour by a grey profile: %v", got)
	}
}

// TestHostile are profiles that must be as if there were none.
func TestHostile(t *testing.T) {
	good := matrixProfile(2, "good", columnsP3, gammaTag(2.2))
	with := func(name string, tag []byte) []byte {
		return matrixProfile(2, "bad", columnsP3, gammaTag(2.2)).add(name, tag).bytes()
	}
	patched := func(at int, value string) []byte {
		b := good.bytes()
		copy(b[at:], value)
		return b
	}
	table := lut(2, 3, 5, displayLab, encodeOldLab)
	big := append([]byte{}, table...)
	big[10] = 255 // points that aren't there
	one := append([]byte{}, table...)
	one[10] = 1
	outputs := append([]byte{}, table...)
	outputs[9] = 16
	wrap := mab(2, 3, 5, displayLab, encodeLab)
	copy(wrap[24:], "\xff\xff\xff\xf0")
	for name, b := range map[string][]byte{
		"empty": {}, "short": good.bytes()[:131],
		"no signature":       patched(36, "????"),
		"link":               patched(12, "link"),
		"names":              patched(12, "nmcl"),
		"six colours":        patched(16, "6CLR"),
		"strange connection": patched(20, "Luv "),
		"many tags":          patched(128, "\xff\xff\xff\xff")[:200],
		"zero gamma":         with("rTRC", gammaTag(0)),
		"zero exponent":      with("gTRC", parametricTag(0, 0)),
		"negative exponent":  with("gTRC", parametricTag(3, -2, 1, 0, 1, 0.1)),
		"unknown curve":      with("gTRC", parametricTag(9, 1, 1, 1)),
		"endless curve":      with("gTRC", append([]byte("curv\x00\x00\x00\x00"), "\xff\xff\xff\xff\x00\x00"...)),
		"no red":             with("rXYZ", nil),
		"all black":          matrixProfile(2, "bad", [3][3]float64{}, gammaTag(2.2)).bytes(),
		"one colour":         matrixProfile(2, "bad", [3][3]float64{columnsP3[0], columnsP3[0], columnsP3[0]}, gammaTag(2.2)).bytes(),
		"grid too large":     tableProfile(2, "mntr", "RGB ", "Lab ", big).bytes(),
		"grid of one":        tableProfile(2, "mntr", "RGB ", "Lab ", one).bytes(),
		"sixteen outputs":    tableProfile(2, "mntr", "RGB ", "Lab ", outputs).bytes(),
		"inks of colours":    tableProfile(2, "prtr", "CMYK", "Lab ", table).bytes(),
		"wrapped offset":     tableProfile(4, "mntr", "RGB ", "Lab ", wrap).bytes(),
		"empty table":        tableProfile(4, "mntr", "RGB ", "Lab ", []byte("mAB ")).bytes(),
	} {
		if c, name2 := colour.For(colour.Tags{ICC: b}); c != nil {
			t.Errorf("%s is used, as %q", name, name2)
		}
	}
}

// FuzzProfile converts by whatever bytes are taken for a profile.
func FuzzProfile(f *testing.F) {
	f.Add(matrixProfile(2, "p3", columnsP3, tableTag(17, srgbDecode)).bytes())
	f.Add(matrixProfile(4, "p3", columnsP3, parametricTag(4, 2.2, 0.9, 0.1, 0.3, 0.1, -0.006, 0.02)).bytes())
	f.Add(matrixProfile(4, "p3", columnsP3, parametricTag(1, 2.2, 0, -0.1)).bytes())
	f.Add(greyProfile(4, "Lab ", gammaTag(1.8)).bytes())
	f.Add(tableProfile(2, "mntr", "RGB ", "Lab ", lut(2, 3, 3, displayLab, encodeOldLab)).bytes())
	f.Add(tableProfile(2, "prtr", "CMYK", "Lab ", lut(1, 4, 2, pressLab, encodeLab)).bytes())
	f.Add(tableProfile(4, "mntr", "RGB ", "XYZ ", mab(1, 3, 3, displayXYZ, encodeXYZ)).bytes())
	f.Add(tableProfile(4, "mntr", "GRAY", "XYZ ", mab(1, 1, 3, func(v []float64) [3]float64 { return displayXYZ([]float64{v[0], v[0], v[0]}) }, encodeXYZ)).bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		list, name := colour.TryProfile(data, []float64{0, 0.3, 1, 0.999})
		for _, rgb := range list {
			for _, v := range rgb {
				if !(v >= 0 && v <= 1) {
					t.Errorf("%v came out", rgb)
				}
			}
		}
		if len([]rune(name)) > 80 {
			t.Errorf("named %q", name)
		}
	})
}

// FuzzTags converts by whatever numbers stand in chunks.
func FuzzTags(f *testing.F) {
	f.Add(uint16(9), uint16(16), 0.0, 0.3127, 0.329, 0.68, 0.15)
	f.Add(uint16(10), uint16(8), 0.45455, 0.0, 0.0, 0.0, 0.0)
	f.Add(uint16(0), uint16(17), 1.0, 0.3, 0.3, 42949.67295, 0.0)
	f.Fuzz(func(t *testing.T, primaries, transfer uint16, gamma, a, b, c, d float64) {
		tags := colour.Tags{
			CICP: colour.CICP{Primaries: primaries, Transfer: transfer}, Gamma: gamma,
			Chromaticities: [8]float64{a, b, c, d, b, c, d, a},
		}
		if conv, _ := colour.For(tags); conv != nil {
			conv.Pixels([]byte{0, 1, 128, 255, 255, 255, 255, 0})
		}
	})
}

func BenchmarkPixels(b *testing.B) {
	const megapixels = 12
	pix := make([]byte, 4*megapixels<<20)
	for name, tags := range map[string]colour.Tags{
		"matrix": {ICC: matrixProfile(2, "p3", columnsP3, tableTag(256, srgbDecode)).bytes()},
		"table":  {ICC: tableProfile(2, "mntr", "RGB ", "Lab ", lut(2, 3, 17, displayLab, encodeOldLab)).bytes()},
		"inks":   {ICC: tableProfile(2, "prtr", "CMYK", "Lab ", lut(2, 4, 9, pressLab, encodeOldLab)).bytes()},
		"hlg":    {CICP: colour.CICP{Primaries: 9, Transfer: 18}},
	} {
		c, _ := colour.For(tags)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(pix)))
			for b.Loop() {
				b.StopTimer()
				for i := range pix {
					pix[i] = byte(i*i>>7 ^ i>>3)
				}
				b.StartTimer()
				c.Pixels(pix)
			}
		})
	}
}

// TestManyProfiles converts by more profiles than are kept, from several goroutines.
func TestManyProfiles(t *testing.T) {
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for i := range 60 {
				gamma := 1 + float64(i%30)/16
				want := byte(math.Round(255 * srgbEncode(math.Pow(100.0/255, gamma))))
				got := one(t, colour.Tags{ICC: matrixProfile(2, "many", columnsSRGB, gammaTag(gamma)).bytes()}, 100, 100, 100)
				if !near(got, [3]byte{want, want, want}, 1) {
					t.Errorf("gamma %v: 100 became %v, want %d", gamma, got, want)
				}
			}
		})
	}
	group.Wait()
}

func srgbEncode(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}
