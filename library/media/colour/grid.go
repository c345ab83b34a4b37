package colour

// A grid holds sRGB at even distances of device colours, so that a pixel costs an
// interpolation rather than a calculation with curves and tables.
const (
	cubeSide = 33 // of red, green and blue
	inksSide = 17 // of cyan, magenta, yellow and black
)

// partBits keep sums of nodes in 32 bits.
const partBits = 12

// place is where a sample lies between two nodes of a side.
type place struct {
	node int32 // the lower one
	part int32 // part of the way to the next node, in 4,096ths
}

func placeOf(v, most, side int) place {
	at := v * (side - 1)
	node := min(at/most, side-2)
	return place{int32(node), int32((at - node*most) << partBits / most)}
}

// nodes are three numbers each, sRGB levels times 256.
type nodes []int32

func newNodes(t *table, side int) nodes {
	count := 1
	for range t.inputs {
		count *= side
	}
	n, device := make(nodes, 0, 3*count), make([]float64, t.inputs)
	for i := range count {
		for c, rest := t.inputs-1, i; c >= 0; c-- {
			device[c] = float64(rest%side) / float64(side-1)
			rest /= side
		}
		for _, v := range t.srgb(device) {
			n = append(n, int32(unit(v)*255*256+0.5))
		}
	}
	return n
}

// placesOf finds the places of all values of 8 bits on a side.
func placesOf(side int) (places [256]place) {
	for v := range places {
		places[v] = placeOf(v, 255, side)
	}
	return places
}

// cube converts red, green and blue.
type cube struct {
	nodes  nodes
	places [256]place
}

func newCube(t *table) *cube {
	return &cube{nodes: newNodes(t, cubeSide), places: placesOf(cubeSide)}
}

func (c *cube) convert(pix []byte) {
	for i := 0; i+3 < len(pix); i += 4 {
		px := pix[i : i+3 : i+3]
		r, g, b := c.nodes.cell(0, cubeSide, c.places[px[0]], c.places[px[1]], c.places[px[2]])
		px[0], px[1], px[2] = byte((r+128)>>8), byte((g+128)>>8), byte((b+128)>>8)
	}
}

func (c *cube) convertDeep(dst []byte, src []uint16) {
	at := func(v uint16) place { return placeOf(int(v), 65535, cubeSide) }
	for i := 0; i+3 < len(src); i += 4 {
		r, g, b := c.nodes.cell(0, cubeSide, at(src[i]), at(src[i+1]), at(src[i+2]))
		dst[i], dst[i+1], dst[i+2] = byte((r+128)>>8), byte((g+128)>>8), byte((b+128)>>8)
		dst[i+3] = shallow(src[i+3])
	}
}

// cell interpolates in a tetrahedron of the cell at x, y, z, from base on.
func (n nodes) cell(base, side int32, x, y, z place) (v0, v1, v2 int32) {
	stepX, stepY, stepZ := 3*side*side, 3*side, int32(3)
	a := base + x.node*stepX + y.node*stepY + z.node*stepZ
	d := a + stepX + stepY + stepZ
	// the corners on the way, and the parts from the longest to the shortest
	var b, c, p, q, r int32
	if x.part >= y.part {
		switch {
		case y.part >= z.part:
			b, c, p, q, r = a+stepX, d-stepZ, x.part, y.part, z.part
		case x.part >= z.part:
			b, c, p, q, r = a+stepX, d-stepY, x.part, z.part, y.part
		default:
			b, c, p, q, r = a+stepZ, d-stepY, z.part, x.part, y.part
		}
	} else {
		switch {
		case x.part >= z.part:
			b, c, p, q, r = a+stepY, d-stepZ, y.part, x.part, z.part
		case y.part >= z.part:
			b, c, p, q, r = a+stepY, d-stepX, y.part, z.part, x.part
		default:
			b, c, p, q, r = a+stepZ, d-stepX, z.part, y.part, x.part
		}
	}
	na, nb, nc, nd := n[a:a+3:a+3], n[b:b+3:b+3], n[c:c+3:c+3], n[d:d+3:d+3]
	const one = 1 << partBits
	wa, wb, wc := one-p, p-q, q-r
	v0 = (na[0]*wa + nb[0]*wb + nc[0]*wc + nd[0]*r) >> partBits
	v1 = (na[1]*wa + nb[1]*wb + nc[1]*wc + nd[1]*r) >> partBits
	v2 = (na[2]*wa + nb[2]*wb + nc[2]*wc + nd[2]*r) >> partBits
	return v0, v1, v2
}

// inks converts cyan, magenta, yellow and black.
type inks struct {
	nodes  nodes
	places [256]place
}

func newInks(t *table) *inks {
	return &inks{nodes: newNodes(t, inksSide), places: placesOf(inksSide)}
}

// value interpolates linearly between the cells of two amounts of cyan.
func (k *inks) value(dst []byte, cyan, magenta, yellow, black place) {
	const step = 3 * inksSide * inksSide * inksSide
	r, g, b := k.nodes.cell(cyan.node*step, inksSide, magenta, yellow, black)
	if cyan.part > 0 {
		r1, g1, b1 := k.nodes.cell((cyan.node+1)*step, inksSide, magenta, yellow, black)
		r += (r1 - r) * cyan.part >> partBits
		g += (g1 - g) * cyan.part >> partBits
		b += (b1 - b) * cyan.part >> partBits
	}
	dst[0], dst[1], dst[2], dst[3] = byte((r+128)>>8), byte((g+128)>>8), byte((b+128)>>8), 255
}

func (k *inks) convert(pix []byte) {
	for i := 0; i+3 < len(pix); i += 4 {
		px := pix[i : i+4 : i+4]
		k.value(px, k.places[px[0]], k.places[px[1]], k.places[px[2]], k.places[px[3]])
	}
}

func (k *inks) convertDeep(dst []byte, src []uint16) {
	at := func(v uint16) place { return placeOf(int(v), 65535, inksSide) }
	for i := 0; i+3 < len(src); i += 4 {
		k.value(dst[i:i+4:i+4], at(src[i]), at(src[i+1]), at(src[i+2]), at(src[i+3]))
	}
}
