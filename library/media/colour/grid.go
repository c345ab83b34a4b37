package colour

// A grid holds sRGB at even distances of device colours, so that a pixel costs an
// interpolation rather than a way through curves and tables.
const (
	cubeSide = 33 // of red, green and blue
	inksSide = 17 // of cyan, magenta, yellow and black
)

// place is where a sample lies between two nodes of a side.
type place struct {
	node int32 // the lower one
	part int32 // of the way to the next, in 65,536ths
}

func placeOf(v, most, side int) place {
	at := v * (side - 1)
	node := min(at/most, side-2)
	return place{int32(node), int32((at - node*most) * 65536 / most)}
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

// cube converts red, green and blue.
type cube struct {
	nodes  nodes
	places [256]place
}

func newCube(t *table) *cube {
	c := &cube{nodes: newNodes(t, cubeSide)}
	for v := range c.places {
		c.places[v] = placeOf(v, 255, cubeSide)
	}
	return c
}

func (c *cube) convert(pix []byte) {
	for i := 0; i+3 < len(pix); i += 4 {
		px := pix[i : i+3 : i+3]
		v := c.nodes.cell(0, cubeSide, c.places[px[0]], c.places[px[1]], c.places[px[2]])
		px[0], px[1], px[2] = byte((v[0]+128)>>8), byte((v[1]+128)>>8), byte((v[2]+128)>>8)
	}
}

func (c *cube) convertDeep(dst []byte, src []uint16) {
	at := func(v uint16) place { return placeOf(int(v), 65535, cubeSide) }
	for i := 0; i+3 < len(src); i += 4 {
		v := c.nodes.cell(0, cubeSide, at(src[i]), at(src[i+1]), at(src[i+2]))
		dst[i], dst[i+1], dst[i+2] = byte((v[0]+128)>>8), byte((v[1]+128)>>8), byte((v[2]+128)>>8)
		dst[i+3] = shallow(src[i+3])
	}
}

// cell interpolates in a tetrahedron of the cell at x, y, z, from base on.
func (n nodes) cell(base, side int32, x, y, z place) (v [3]int32) {
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
	for i := range v {
		sum := int64(na[i])<<16 + int64(nb[i]-na[i])*int64(p) + int64(nc[i]-nb[i])*int64(q) + int64(nd[i]-nc[i])*int64(r)
		v[i] = int32(sum >> 16)
	}
	return v
}

// inks converts cyan, magenta, yellow and black.
type inks struct {
	nodes  nodes
	places [256]place
}

func newInks(t *table) *inks {
	k := &inks{nodes: newNodes(t, inksSide)}
	for v := range k.places {
		k.places[v] = placeOf(v, 255, inksSide)
	}
	return k
}

// value interpolates linearly between the cells of two amounts of cyan.
func (k *inks) value(dst []byte, cyan, magenta, yellow, black place) {
	const step = 3 * inksSide * inksSide * inksSide
	low := k.nodes.cell(cyan.node*step, inksSide, magenta, yellow, black)
	if cyan.part > 0 {
		high := k.nodes.cell((cyan.node+1)*step, inksSide, magenta, yellow, black)
		for i := range low {
			low[i] += int32(int64(high[i]-low[i]) * int64(cyan.part) >> 16)
		}
	}
	dst[0], dst[1], dst[2], dst[3] = byte((low[0]+128)>>8), byte((low[1]+128)>>8), byte((low[2]+128)>>8), 255
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
