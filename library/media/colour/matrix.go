package colour

// vector is three numbers, such as X, Y and Z. matrix has three rows.
type (
	vector [3]float64
	matrix [3]vector
)

// d50 is the white of the profile connection space (ICC.1:2022, 7.2.16).
var d50 = vector{0.9642, 1, 0.8249}

// d65 is the white of sRGB as x and y.
var d65 = [2]float64{0.3127, 0.3290}

func (m matrix) apply(v vector) (r vector) {
	for i := range r {
		r[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return r
}

// times is m after o.
func (m matrix) times(o matrix) (r matrix) {
	for i := range r {
		for k := range r[i] {
			r[i][k] = m[i][0]*o[0][k] + m[i][1]*o[1][k] + m[i][2]*o[2][k]
		}
	}
	return r
}

func (m matrix) determinant() float64 {
	return m[0][0]*(m[1][1]*m[2][2]-m[1][2]*m[2][1]) -
		m[0][1]*(m[1][0]*m[2][2]-m[1][2]*m[2][0]) +
		m[0][2]*(m[1][0]*m[2][1]-m[1][1]*m[2][0])
}

// minDeterminant is far below what any set of primaries has, about 0.2 for sRGB.
const minDeterminant = 1e-4

// inverse is not ok where the matrix has none worth the name.
func (m matrix) inverse() (r matrix, ok bool) {
	d := m.determinant()
	if !(d > minDeterminant || d < -minDeterminant) {
		return r, false
	}
	for i := range r {
		for k := range r[i] {
			a, b := (k+1)%3, (k+2)%3
			c, e := (i+1)%3, (i+2)%3
			r[i][k] = (m[a][c]*m[b][e] - m[a][e]*m[b][c]) / d
		}
	}
	return r, true
}

func diagonal(v vector) matrix { return matrix{{v[0]}, {0, v[1]}, {0, 0, v[2]}} }

// bradford turns XYZ into the responses in which whites are exchanged (ICC.1:2022,
// annex E).
var bradford = matrix{{0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}}

// adaptation turns XYZ under one white into XYZ under D50.
func adaptation(white vector) (matrix, bool) {
	back, _ := bradford.inverse()
	from, to := bradford.apply(white), bradford.apply(d50)
	var scale vector
	for i := range scale {
		if !(from[i] > 0.01 && from[i] < 100) {
			return matrix{}, false
		}
		scale[i] = to[i] / from[i]
	}
	return back.times(diagonal(scale)).times(bradford), true
}

// xyz is the colour of chromaticity x, y at a luminance of 1.
func xyz(x, y float64) (vector, bool) {
	if !(y > 1e-4 && y <= 1 && x >= 0 && x <= 1) {
		return vector{}, false
	}
	return vector{x / y, 1, (1 - x - y) / y}, true
}

// fromPrimaries turns linear red, green and blue of these primaries into XYZ under D50.
func fromPrimaries(p chromaticities) (matrix, bool) {
	m, white, ok := p.toXYZ()
	if !ok {
		return matrix{}, false
	}
	adapt, ok := adaptation(white)
	return adapt.times(m), ok
}

// toXYZ turns linear red, green and blue of primaries into XYZ under their own white.
func (p chromaticities) toXYZ() (m matrix, white vector, ok bool) {
	var columns matrix // one primary a row
	for i, xy := range p[1:] {
		if columns[i], ok = primary(xy); !ok {
			return m, white, false
		}
	}
	m = columns.transposed()
	back, ok := m.inverse()
	if !ok {
		return m, white, false
	}
	white, ok = xyz(p[0][0], p[0][1])
	return m.times(diagonal(back.apply(white))), white, ok
}

// primary is x, y, z of a chromaticity. Primaries may be imaginary, as ProPhoto's are, even
// with y of 0.
func primary(p [2]float64) (vector, bool) {
	ok := p[0] > -1 && p[0] < 2 && p[1] > -1 && p[1] < 2
	return vector{p[0], p[1], 1 - p[0] - p[1]}, ok
}

func (m matrix) transposed() (r matrix) {
	for i := range r {
		for k := range r {
			r[i][k] = m[k][i]
		}
	}
	return r
}

// toSRGB turns XYZ under D50 into linear sRGB.
var toSRGB = func() matrix {
	m, _ := fromPrimaries(bt709)
	back, _ := m.inverse()
	return back
}()
