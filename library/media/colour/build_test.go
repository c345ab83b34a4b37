package colour_test

import (
	"encoding/binary"
	"math"
	"slices"
)

// builder makes ICC profiles.
type builder struct {
	version    byte
	class      string
	space, pcs string
	names      []string
	tags       map[string][]byte
}

func newBuilder(version byte, class, space, pcs string) *builder {
	return &builder{version: version, class: class, space: space, pcs: pcs, tags: map[string][]byte{}}
}

func (b *builder) add(name string, body []byte) *builder {
	if _, there := b.tags[name]; !there {
		b.names = append(b.names, name)
	}
	b.tags[name] = body
	return b
}

// bytes puts the profile together, with a white point and the texts that littleCMS wants.
func (b *builder) bytes() []byte {
	b.add("wtpt", xyzTag(0.9642, 1, 0.8249))
	head := make([]byte, 128)
	head[8] = b.version
	copy(head[12:], b.class+b.space+b.pcs)
	copy(head[36:], "acsp")
	copy(head[68:], xyzTag(0.9642, 1, 0.8249)[8:])
	table := binary.BigEndian.AppendUint32(nil, uint32(len(b.names)))
	var body []byte
	for _, name := range b.names {
		at := 128 + 4 + 12*len(b.names) + len(body)
		table = append(table, name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(b.tags[name])))
		body = append(body, b.tags[name]...)
		body = append(body, make([]byte, -len(body)&3)...)
	}
	all := slices.Concat(head, table, body)
	binary.BigEndian.PutUint32(all, uint32(len(all)))
	return all
}

func fixedTag(kind string, values ...float64) []byte {
	b := append([]byte(kind), 0, 0, 0, 0)
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

func xyzTag(x, y, z float64) []byte { return fixedTag("XYZ ", x, y, z) }

// gammaTag is a curve of one number, tableTag one of n points.
func gammaTag(gamma float64) []byte {
	b := append([]byte("curv"), 0, 0, 0, 0, 0, 0, 0, 1)
	return binary.BigEndian.AppendUint16(b, uint16(math.Round(gamma*256)))
}

func tableTag(n int, f func(float64) float64) []byte {
	b := append([]byte("curv"), 0, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(n))
	for i := range n {
		b = binary.BigEndian.AppendUint16(b, word(f(float64(i)/float64(n-1))))
	}
	return b
}

func word(v float64) uint16 { return uint16(math.Round(min(max(v, 0), 1) * 65535)) }

func parametricTag(kind uint16, values ...float64) []byte {
	b := append([]byte("para"), 0, 0, 0, 0)
	b = binary.BigEndian.AppendUint16(b, kind)
	b = append(b, 0, 0)
	return append(b, fixedTag("", values...)[4:]...)
}

// descTag is a name as the second version has it, mlucTag as the fourth.
func descTag(name string) []byte {
	b := append([]byte("desc"), 0, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(len(name)+1))
	return append(append(b, name...), make([]byte, 80)...)
}

func mlucTag(language, name string) []byte {
	b := append([]byte("mluc"), 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 12)
	b = append(b, language+"US"...)
	b = binary.BigEndian.AppendUint32(b, uint32(2*len(name)))
	b = binary.BigEndian.AppendUint32(b, 28)
	for _, c := range name {
		b = binary.BigEndian.AppendUint16(b, uint16(c))
	}
	return b
}

// Columns of D50-adapted primaries, as profiles store them.
var (
	columnsSRGB = [3][3]float64{{0.43607, 0.22249, 0.01392}, {0.38515, 0.71687, 0.09708}, {0.14307, 0.06061, 0.71410}}
	columnsP3   = [3][3]float64{{0.51512, 0.24120, -0.00105}, {0.29198, 0.69225, 0.04189}, {0.15710, 0.06657, 0.78407}}
	columnsPro  = [3][3]float64{{0.79767, 0.28804, 0}, {0.13519, 0.71188, 0}, {0.03134, 0.00009, 0.82491}}
)

func matrixProfile(version byte, name string, columns [3][3]float64, curves ...[]byte) *builder {
	b := newBuilder(version, "mntr", "RGB ", "XYZ ")
	if version >= 4 {
		b.add("desc", mlucTag("en", name))
	} else {
		b.add("desc", descTag(name))
	}
	for i, c := range "rgb" {
		b.add(string(c)+"XYZ", xyzTag(columns[i][0], columns[i][1], columns[i][2]))
		b.add(string(c)+"TRC", curves[i%len(curves)])
	}
	return b
}

func srgbDecode(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func greyProfile(version byte, pcs string, curve []byte) *builder {
	return newBuilder(version, "mntr", "GRAY", pcs).add("desc", descTag("a grey")).add("kTRC", curve)
}

// device is what a table says: device colours to the L, a and b or X, Y and Z of the
// connection space.
type device func(v []float64) [3]float64

// displayLab is a display with the primaries of Display P3, a gamma of 2.4 and some light
// in its black.
func displayLab(v []float64) [3]float64 { return toLab(displayXYZ(v)) }

func displayXYZ(v []float64) (xyz [3]float64) {
	white := [3]float64{0.9642, 1, 0.8249}
	for c := range xyz {
		for i := range v {
			xyz[c] += columnsP3[i][c] * math.Pow(v[i], 2.4)
		}
		xyz[c] = 0.997*xyz[c] + 0.003*white[c]
	}
	return xyz
}

// pressLab is a press whose inks spread, and whose black is a dark brown.
func pressLab(v []float64) [3]float64 {
	ink := func(v float64) float64 { return math.Pow(1-v, 1.6) }
	k := 0.02 + 0.98*ink(v[3])
	r := k * (0.06 + 0.94*ink(v[0])) * (0.93 + 0.07*ink(v[1]))
	g := k * (0.08 + 0.92*ink(v[1])) * (0.75 + 0.25*ink(v[0])) * (0.97 + 0.03*ink(v[2]))
	b := k * (0.05 + 0.95*ink(v[2])) * (0.85 + 0.15*ink(v[1])) * (0.95 + 0.05*ink(v[0]))
	var xyz [3]float64
	for c := range xyz {
		xyz[c] = columnsSRGB[0][c]*r + columnsSRGB[1][c]*g + columnsSRGB[2][c]*b
	}
	return toLab(xyz)
}

func toLab(xyz [3]float64) [3]float64 {
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x, y, z := f(xyz[0]/0.9642), f(xyz[1]), f(xyz[2]/0.8249)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// Encodings of the connection space to 0..1.
func encodeLab(v [3]float64) [3]float64 {
	return [3]float64{v[0] / 100, (v[1] + 128) / 255, (v[2] + 128) / 255}
}

func encodeOldLab(v [3]float64) [3]float64 {
	e := encodeLab(v)
	for i := range e {
		e[i] *= 65280.0 / 65535
	}
	return e
}

func encodeXYZ(v [3]float64) [3]float64 {
	for i := range v {
		v[i] *= 32768.0 / 65535
	}
	return v
}

// nodes calls f for each node of a grid, the last input running fastest.
func nodes(inputs, side int, f func(v []float64)) {
	total := int(math.Pow(float64(side), float64(inputs)))
	v := make([]float64, inputs)
	for i := range total {
		for c, rest := inputs-1, i; c >= 0; c-- {
			v[c], rest = float64(rest%side)/float64(side-1), rest/side
		}
		f(v)
	}
}

// lut makes a table of type "mft1" (size 1) or "mft2" (size 2).
func lut(size, inputs, side int, d device, encode func([3]float64) [3]float64) []byte {
	sample := func(b []byte, v float64) []byte {
		if size == 1 {
			return append(b, byte(math.Round(min(max(v, 0), 1)*255)))
		}
		return binary.BigEndian.AppendUint16(b, word(v))
	}
	b := append([]byte(map[int]string{1: "mft1", 2: "mft2"}[size]), 0, 0, 0, 0, byte(inputs), 3, byte(side), 0)
	b = append(b, fixedTag("", 1, 0, 0, 0, 1, 0, 0, 0, 1)[4:]...)
	entries := 256
	if size == 2 {
		b = binary.BigEndian.AppendUint16(b, 256)
		b = binary.BigEndian.AppendUint16(b, 2)
	}
	// the input curves are bent, and the grid makes up for it
	const bend = 0.7
	for range inputs {
		for i := range entries {
			b = sample(b, math.Pow(float64(i)/float64(entries-1), bend))
		}
	}
	nodes(inputs, side, func(v []float64) {
		straight := make([]float64, inputs)
		for i := range v {
			straight[i] = math.Pow(v[i], 1/bend)
		}
		for _, e := range encode(d(straight)) {
			b = sample(b, e)
		}
	})
	outEntries := 256
	if size == 2 {
		outEntries = 2
	}
	for range 3 {
		for i := range outEntries {
			b = sample(b, float64(i)/float64(outEntries-1))
		}
	}
	return b
}

// mab makes a table of type "mAB " with all its parts: the matrix mirrors what the grid
// holds turned round, and curves bend and unbend.
func mab(precision, inputs, side int, d device, encode func([3]float64) [3]float64) []byte {
	linear, bent, unbent := parametricTag(0, 1), parametricTag(0, 0.8), gammaTag(2)
	repeat := func(tag []byte, n int) (all []byte) {
		for range n {
			all = append(all, tag...)
			all = append(all, make([]byte, -len(all)&3)...)
		}
		return all
	}
	grid := make([]byte, 20)
	for i := range inputs {
		grid[i] = byte(side)
	}
	grid[16] = byte(precision)
	nodes(inputs, side, func(v []float64) {
		straight := make([]float64, inputs)
		for i := range v {
			straight[i] = math.Pow(v[i], 1/0.8)
		}
		e := encode(d(straight))
		e[0], e[1], e[2] = e[1], e[2], e[0] // the matrix puts them back
		for _, v := range e {
			v = math.Sqrt(min(max(v, 0), 1)) // the M curves square them
			if precision == 1 {
				grid = append(grid, byte(math.Round(v*255)))
			} else {
				grid = binary.BigEndian.AppendUint16(grid, word(v))
			}
		}
	})
	grid = append(grid, make([]byte, -len(grid)&3)...)
	m := fixedTag("", 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0)[4:]
	b := append([]byte("mAB "), 0, 0, 0, 0, byte(inputs), 3, 0, 0)
	at := uint32(32)
	parts := [][]byte{repeat(linear, 3), m, repeat(unbent, 3), grid, repeat(bent, inputs)}
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, at)
		at += uint32(len(p))
	}
	return append(b, slices.Concat(parts...)...)
}

func tableProfile(version byte, class, space, pcs string, table []byte) *builder {
	b := newBuilder(version, class, space, pcs).add("A2B0", table)
	if version >= 4 {
		return b.add("desc", mlucTag("en", "a table"))
	}
	return b.add("desc", descTag("a table"))
}

// profiles are of all kinds, with the channels of their devices.
func profiles() map[string]struct {
	b        *builder
	channels int
} {
	type entry = struct {
		b        *builder
		channels int
	}
	srgbCurve := parametricTag(3, 2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)
	return map[string]entry{
		"Display P3":            {matrixProfile(4, "Display P3", columnsP3, srgbCurve), 3},
		"P3 by table":           {matrixProfile(2, "p3", columnsP3, tableTag(256, srgbDecode)), 3},
		"P3, small table":       {matrixProfile(2, "p3", columnsP3, tableTag(17, srgbDecode)), 3},
		"ProPhoto":              {matrixProfile(2, "ProPhoto RGB", columnsPro, gammaTag(1.8)), 3},
		"linear":                {matrixProfile(2, "linear", columnsSRGB, gammaTag(1)), 3},
		"no curve":              {matrixProfile(2, "linear", columnsSRGB, append([]byte("curv"), make([]byte, 8)...)), 3},
		"type 0":                {matrixProfile(4, "0", columnsP3, parametricTag(0, 2.2)), 3},
		"type 1":                {matrixProfile(4, "1", columnsP3, parametricTag(1, 2.2, 1.1, -0.1)), 3},
		"type 2":                {matrixProfile(4, "2", columnsP3, parametricTag(2, 2.2, 0.9, -0.05, 0.1)), 3},
		"type 4":                {matrixProfile(4, "4", columnsP3, parametricTag(4, 2.2, 0.9, 0.1, 0.3, 0.1, -0.006, 0.02)), 3},
		"three curves":          {matrixProfile(2, "3", columnsP3, gammaTag(1.5), gammaTag(2.2), tableTag(1024, srgbDecode)), 3},
		"grey 1.8":              {greyProfile(2, "XYZ ", gammaTag(1.8)), 1},
		"grey, Lab":             {greyProfile(4, "Lab ", parametricTag(0, 1.2)), 1},
		"grey, table":           {greyProfile(2, "XYZ ", tableTag(256, func(v float64) float64 { return 0.1*v + 0.9*v*v*v })), 1},
		"display, mft1":         {tableProfile(2, "mntr", "RGB ", "Lab ", lut(1, 3, 17, displayLab, encodeLab)), 3},
		"display, mft2":         {tableProfile(2, "mntr", "RGB ", "Lab ", lut(2, 3, 17, displayLab, encodeOldLab)), 3},
		"display, mft2, XYZ":    {tableProfile(2, "mntr", "RGB ", "XYZ ", lut(2, 3, 33, displayXYZ, encodeXYZ)), 3},
		"display, mft2, fourth": {tableProfile(4, "mntr", "RGB ", "Lab ", lut(2, 3, 9, displayLab, encodeOldLab)), 3},
		"display, mAB":          {tableProfile(4, "mntr", "RGB ", "Lab ", mab(2, 3, 17, displayLab, encodeLab)), 3},
		"display, mAB, bytes":   {tableProfile(4, "mntr", "RGB ", "Lab ", mab(1, 3, 11, displayLab, encodeLab)), 3},
		"display, mAB, XYZ":     {tableProfile(4, "scnr", "RGB ", "XYZ ", mab(2, 3, 33, displayXYZ, encodeXYZ)), 3},
		"press, mft1":           {tableProfile(2, "prtr", "CMYK", "Lab ", lut(1, 4, 9, pressLab, encodeLab)), 4},
		"press, mft2":           {tableProfile(2, "prtr", "CMYK", "Lab ", lut(2, 4, 9, pressLab, encodeOldLab)), 4},
		"press, mAB":            {tableProfile(4, "prtr", "CMYK", "Lab ", mab(2, 4, 9, pressLab, encodeLab)), 4},
	}
}
