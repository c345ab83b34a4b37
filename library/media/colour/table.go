package colour

import (
	"encoding/binary"
)

// table is a profile's way from device colours to XYZ under D50: a tag of type "mft1", "mft2"
// or "mAB " (ICC.1:2022, 10.10 to 10.12).
type table struct {
	inputs int
	stages []stage
	pcs    func(v vector) vector // from numbers of 0..1 to XYZ
	// black is the colour that counts as black, so that the darkest ink becomes sRGB's black.
	black vector
}

// stage changes numbers of 0..1. A stage may return the slice it got.
type stage func(v []float64) []float64

// maxInputs are the inputs of CMYK. No photo has tables of more inks.
const maxInputs = 4

// table reads the table for the perceptual intent.
func (p *profile) table() (*table, bool) {
	data := p.tags["A2B0"]
	if len(data) < 32 {
		return nil, false
	}
	t := &table{inputs: int(data[8])}
	if want := map[string]int{"RGB ": 3, "CMYK": 4, "GRAY": 1}[p.space]; t.inputs != want || data[9] != 3 {
		return nil, false
	}
	var ok bool
	lab := labOf
	switch string(data[:4]) {
	case "mft1":
		t.stages, ok = readLUT(data, 1, t.inputs)
	case "mft2":
		t.stages, ok = readLUT(data, 2, t.inputs)
		lab = oldLabOf
	case "mAB ":
		t.stages, ok = readMAB(data, t.inputs)
	}
	if !ok {
		return nil, false
	}
	t.pcs = func(v vector) vector { return labToXYZ(lab(v)) }
	if p.pcs == "XYZ " {
		t.pcs = xyzOf
	}
	t.black = p.blackOf(t)
	return t, true
}

// Numbers of 0..1 as the connection spaces encode them (ICC.1:2022, 6.3.4).
func labOf(v vector) vector { return vector{100 * v[0], 255*v[1] - 128, 255*v[2] - 128} }

// oldLabOf is the encoding of the second version of ICC profiles, which "mft2" kept.
func oldLabOf(v vector) vector {
	const one = 65535.0 / 65280
	return vector{100 * one * v[0], 255*one*v[1] - 128, 255*one*v[2] - 128}
}

func xyzOf(v vector) vector {
	const one = 1 + 32767.0/32768
	return vector{one * v[0], one * v[1], one * v[2]}
}

// labToXYZ is CIELAB backwards, under D50.
func labToXYZ(lab vector) vector {
	y := (lab[0] + 16) / 116
	back := func(t float64) float64 {
		if t > 6.0/29 {
			return t * t * t
		}
		return 3 * (6.0 / 29) * (6.0 / 29) * (t - 4.0/29)
	}
	return vector{d50[0] * back(y+lab[1]/500), d50[1] * back(y), d50[2] * back(y-lab[2]/200)}
}

// xyz runs device colours through the stages.
func (t *table) xyz(device []float64) vector {
	v := append(make([]float64, 0, maxInputs), device...)
	for _, s := range t.stages {
		v = s(v)
	}
	return t.pcs(vector(v))
}

// srgb is the sRGB of device colours, with black point compensation.
func (t *table) srgb(device []float64) (rgb vector) {
	v := t.xyz(device)
	for i, w := range d50 {
		v[i] = (v[i] - t.black[i]) * w / (w - t.black[i])
	}
	for i, c := range toSRGB.apply(v) {
		rgb[i] = encode(unit(c))
	}
	return rgb
}

// perceptualBlack is the black of the perceptual intent in profiles of the fourth version
// (ICC.1:2022, 6.3.3 and annex D).
var perceptualBlack = vector{0.00336, 0.0034731, 0.00287}

// blackOf is the black that compensation starts from: the fourth version's definition, or the
// grey as light as the darkest device colour.
func (p *profile) blackOf(t *table) vector {
	if p.version >= 4 {
		return perceptualBlack
	}
	darkest := make([]float64, t.inputs)
	if p.space == "CMYK" {
		darkest = []float64{1, 1, 1, 1}
	}
	y := asBlack(t.xyz(darkest)[1])
	return vector{d50[0] * y, d50[1] * y, d50[2] * y}
}

// readLUT reads a table of type "mft1" or "mft2", whose samples have 1 or 2 bytes. The table's
// matrix is for XYZ only, which no device has.
func readLUT(data []byte, size, inputs int) ([]stage, bool) {
	points := int(data[10])
	entries, outEntries, at := 256, 256, 48
	if size == 2 {
		if len(data) < 52 {
			return nil, false
		}
		entries, outEntries = int(binary.BigEndian.Uint16(data[48:])), int(binary.BigEndian.Uint16(data[50:]))
		at = 52
	}
	if entries < 2 || outEntries < 2 || entries > 4096 || outEntries > 4096 || len(data) < at {
		return nil, false
	}
	numbers := samples8
	if size == 2 {
		numbers = samples16
	}
	rest := data[at:]
	take := func(n int) []float64 {
		if n*size > len(rest) {
			return nil
		}
		part := numbers(rest[:n*size])
		rest = rest[n*size:]
		return part
	}
	in := take(inputs * entries)
	var sides [maxInputs]int
	nodes, ok := countNodes(&sides, inputs, func(int) int { return points }, len(rest))
	if in == nil || !ok {
		return nil, false
	}
	clut, out := take(3*nodes), take(3*outEntries)
	if clut == nil || out == nil {
		return nil, false
	}
	return []stage{curves(split(in, inputs)), lookUp(clut, sides[:inputs]), curves(split(out, 3))}, true
}

// countNodes fills in the sides of a grid and counts the grid's nodes. There are at most as
// many nodes as bytes.
func countNodes(sides *[maxInputs]int, inputs int, side func(i int) int, bytes int) (nodes int, ok bool) {
	nodes = 1
	for i := range inputs {
		sides[i] = side(i)
		if sides[i] < 2 || nodes > bytes/sides[i] {
			return 0, false
		}
		nodes *= sides[i]
	}
	return nodes, true
}

// split makes curves of samples that follow each other.
func split(samples []float64, n int) []curve {
	list, size := make([]curve, n), len(samples)/n
	for i := range list {
		list[i] = interpolated(samples[i*size : (i+1)*size])
	}
	return list
}

func curves(list []curve) stage {
	return func(v []float64) []float64 {
		for i, c := range list {
			v[i] = c(v[i])
		}
		return v
	}
}

// readMAB reads a table of type "mAB ": curves, grid, curves, matrix and curves. All but the
// last may be missing.
func readMAB(data []byte, inputs int) ([]stage, bool) {
	var stages []stage
	channels := inputs
	for _, part := range []struct {
		field int
		read  func(d []byte, channels *int) (stage, bool)
	}{
		{28, readCurves}, {24, readGrid}, {20, readCurves}, {16, readMatrix}, {12, readCurves},
	} {
		offset := uint64(binary.BigEndian.Uint32(data[part.field:]))
		if offset == 0 {
			continue
		}
		s, ok := part.read(data[min(offset, uint64(len(data))):], &channels)
		if !ok {
			return nil, false
		}
		stages = append(stages, s)
	}
	return stages, channels == 3
}

// readCurves reads curves that follow each other, each padded to 4 bytes.
func readCurves(d []byte, channels *int) (stage, bool) {
	list := make([]curve, *channels)
	for i := range list {
		c, size, ok := readCurve(d)
		if !ok {
			return nil, false
		}
		list[i] = func(x float64) float64 { return unit(c(unit(x))) }
		d = d[min((size+3)&^3, len(d)):]
	}
	return curves(list), true
}

func readGrid(d []byte, channels *int) (stage, bool) {
	const head = 20
	if len(d) < head {
		return nil, false
	}
	var sides [maxInputs]int
	nodes, ok := countNodes(&sides, *channels, func(i int) int { return int(d[i]) }, len(d))
	precision := int(d[16])
	if !ok || precision != 1 && precision != 2 || len(d) < head+3*nodes*precision {
		return nil, false
	}
	body, inputs := d[head:head+3*nodes*precision], *channels
	*channels = 3
	if precision == 1 {
		return lookUp(samples8(body), sides[:inputs]), true
	}
	return lookUp(samples16(body), sides[:inputs]), true
}

// readMatrix reads nine factors and three summands.
func readMatrix(d []byte, channels *int) (stage, bool) {
	if len(d) < 48 || *channels != 3 {
		return nil, false
	}
	var m matrix
	var plus vector
	for i := range 9 {
		m[i/3][i%3] = fixed(d[4*i:])
	}
	for i := range plus {
		plus[i] = fixed(d[36+4*i:])
	}
	return func(v []float64) []float64 {
		r := m.apply(vector(v))
		for i := range r {
			v[i] = unit(r[i] + plus[i])
		}
		return v
	}, true
}

// lookUp interpolates in a grid of three numbers a node, with the last side running fastest.
// As in littleCMS, the interpolation is between the corners of a tetrahedron in the last three
// sides, and linear in the side before.
func lookUp(nodes []float64, sides []int) stage {
	var steps [maxInputs]int
	step := 3
	for i := len(sides) - 1; i >= 0; i-- {
		steps[i] = step
		step *= sides[i]
	}
	return func(v []float64) []float64 {
		r := gridValue(nodes, sides, steps[:len(sides)], v, 0)
		return append(v[:0], r[:]...)
	}
}

func gridValue(nodes []float64, sides, steps []int, v []float64, base int) (r vector) {
	at, part, n := base, [maxInputs]float64{}, len(sides)
	for i := range n {
		place := unit(v[i]) * float64(sides[i]-1)
		k := min(int(place), sides[i]-2)
		part[i] = place - float64(k)
		at += k * steps[i]
	}
	if n == 4 {
		low := tetrahedron(nodes, at, steps[1:], part[1:])
		high := tetrahedron(nodes, at+steps[0], steps[1:], part[1:])
		for c := range r {
			r[c] = low[c] + (high[c]-low[c])*part[0]
		}
		return r
	}
	return tetrahedron(nodes, at, steps, part[:n])
}

// tetrahedron goes from the near corner of a cell to the far one along the cell's sides, the
// side with the greatest part first.
func tetrahedron(nodes []float64, at int, steps []int, part []float64) (r vector) {
	copy(r[:], nodes[at:at+3])
	var done [maxInputs]bool
	for range steps {
		longest := -1
		for i := range steps {
			if !done[i] && (longest < 0 || part[i] > part[longest]) {
				longest = i
			}
		}
		done[longest] = true
		next := at + steps[longest]
		for c := range r {
			r[c] += (nodes[next+c] - nodes[at+c]) * part[longest]
		}
		at = next
	}
	return r
}
