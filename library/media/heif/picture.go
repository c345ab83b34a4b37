package heif

import (
	"fmt"
	"image"
	"slices"

	"descry/library/container"
)

// coding is how the samples of a coded picture are compressed.
type coding int

const (
	notCoded coding = iota // derived from other pictures
	hevc
	av1
)

// picture is a picture of a file with all its parts: coded itself, a grid of others, or others
// laid over each other.
type picture struct {
	Config
	stream // of a coded picture

	columns, rows int // of a grid
	cells         []*picture

	background [4]uint16 // of an overlay: red, green, blue and opacity
	layers     []layer

	alpha         *picture // opacity of the picture, nil for an opaque one
	premultiplied bool     // colours are multiplied by the opacity
}

// layer is a picture at a place of an overlay.
type layer struct {
	*picture
	at image.Point
}

const (
	maxDepth = 4       // levels of pictures derived from pictures
	maxUses  = 1 << 14 // of pictures in others
)

// parsePicture reads the parts of the main picture, or of the first picture of a sequence.
func parsePicture(data []byte) (*picture, error) {
	m, err := parseMeta(data)
	if err == nil {
		b := builder{m, maxUses, map[uint64]*picture{}}
		var p *picture
		if p, err = b.build(m.primary, 0); err == nil {
			return p, nil
		}
	}
	if movie := find(data, "moov"); movie != nil {
		if p, trackErr := parseTracks(data, movie); trackErr == nil {
			return p, nil
		}
	}
	return nil, err
}

// builder makes pictures of items.
type builder struct {
	*meta
	uses  int                 // number of uses that are left
	known map[uint64]*picture // coded pictures without transformations
}

// build makes the picture of an item. depth is the number of derivations above the item.
func (b *builder) build(item uint64, depth int) (*picture, error) {
	if b.uses--; b.uses < 0 || depth > maxDepth {
		return nil, fmt.Errorf("%w: its pictures are made of too many others", ErrFormat)
	}
	properties := b.properties(item)
	p, err := b.content(item, properties, depth)
	if err != nil {
		return nil, err
	}
	for _, property := range properties {
		p.applyColours(property)
	}
	if err := p.checkSize(); err != nil {
		return nil, err
	}
	for _, property := range properties {
		p.turn(property)
	}
	if p.alpha == nil {
		err = b.addAlpha(p, item, depth)
	}
	return p, err
}

// content makes the picture of an item without the item's own transformations.
func (b *builder) content(item uint64, properties []box, depth int) (*picture, error) {
	switch kind := b.kinds[item]; kind {
	case "hvc1", "hev1":
		return b.coded(item, hevc, properties)
	case "av01":
		return b.coded(item, av1, properties)
	case "grid":
		return b.grid(item, depth)
	case "iovl":
		return b.overlay(item, depth)
	case "iden", "tmap": // a tone map starts from the picture for ordinary screens
		parts := b.parts[item]
		if len(parts) == 0 {
			return nil, errNoParts
		}
		return b.build(parts[0], depth+1)
	case "":
		return nil, fmt.Errorf("%w: its main picture is missing", ErrFormat)
	default:
		return nil, fmt.Errorf("%w (%q)", ErrCoding, kind)
	}
}

var errNoParts = fmt.Errorf("%w: the parts of its picture are missing", ErrFormat)

func (b *builder) coded(item uint64, c coding, properties []box) (*picture, error) {
	if known := b.known[item]; known != nil {
		again := *known // each use may be turned and coloured otherwise
		return &again, nil
	}
	data, err := b.meta.content(item)
	if err != nil {
		return nil, err
	}
	p := &picture{stream: stream{codedBy: c, data: data}}
	for _, property := range properties {
		if property.kind == "ispe" {
			r := container.Fields{Data: property.body}
			r.Uint(4)
			p.setSize(r.Uint(4), r.Uint(4))
		}
		p.addProperty(property)
	}
	if err := p.describe(); err != nil {
		return nil, err
	}
	first := *p
	b.known[item] = &first
	return p, nil
}

// layout opens the description of a derived picture, behind the version and the flags, which
// tell how many bytes a number takes.
func (b *builder) layout(item uint64) (r container.Fields, size int, err error) {
	data, err := b.meta.content(item)
	r = container.Fields{Data: data}
	r.Uint(1)
	return r, 2 + 2*int(r.Uint(1)&1), err
}

// grid reads a picture that is made of equal cells, row by row (ISO/IEC 23008-12, 6.6.2.3).
func (b *builder) grid(item uint64, depth int) (*picture, error) {
	r, size, err := b.layout(item)
	if err != nil {
		return nil, err
	}
	p := &picture{rows: int(r.Uint(1)) + 1, columns: int(r.Uint(1)) + 1}
	p.setSize(r.Uint(size), r.Uint(size))
	parts := b.parts[item]
	if r.Cut || len(parts) < p.rows*p.columns {
		return nil, errNoParts
	}
	for _, part := range parts[:p.rows*p.columns] {
		cell, err := b.build(part, depth+1)
		if err != nil {
			return nil, err
		}
		p.cells = append(p.cells, cell)
	}
	first := p.cells[0]
	for _, cell := range p.cells {
		if cell.Width != first.Width || cell.Height != first.Height {
			return nil, fmt.Errorf("%w: its tiles are of several sizes", ErrFormat)
		}
		p.Deep = p.Deep || cell.Deep
		p.Transparent = p.Transparent || cell.Transparent
	}
	if first.Width*p.columns < p.CodedWidth || first.Height*p.rows < p.CodedHeight {
		return nil, fmt.Errorf("%w: its tiles don't fill it", ErrFormat)
	}
	p.Colours = first.Colours
	return p, nil
}

// overlay reads a picture that is made of others that lie on a canvas (6.6.2.2).
func (b *builder) overlay(item uint64, depth int) (*picture, error) {
	r, size, err := b.layout(item)
	if err != nil {
		return nil, err
	}
	p := &picture{}
	for i := range p.background {
		p.background[i] = uint16(r.Uint(2))
	}
	p.setSize(r.Uint(size), r.Uint(size))
	p.Transparent = p.background[3] != 0xffff
	parts := b.parts[item]
	for _, part := range parts {
		x, y := r.Int(size), r.Int(size)
		below, err := b.build(part, depth+1)
		if err != nil {
			return nil, err
		}
		p.layers = append(p.layers, layer{below, image.Pt(x, y)})
	}
	if r.Cut || len(parts) == 0 {
		return nil, errNoParts
	}
	p.Colours = p.layers[0].Colours
	return p, nil
}

// The types by which files mark an item as the opacity of another one.
var alphaTypes = []string{
	"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
	"urn:mpeg:avc:2015:auxid:1",
	"urn:mpeg:hevc:2015:auxid:1",
}

// addAlpha finds the opacity of an item.
func (b *builder) addAlpha(p *picture, item uint64, depth int) error {
	for _, helper := range b.helpers[item] {
		if !b.isAlpha(helper) {
			continue
		}
		alpha, err := b.build(helper, depth+1)
		if err != nil {
			return err
		}
		p.setAlpha(alpha)
		p.premultiplied = b.multiplied[[2]uint64{item, helper}]
		return nil
	}
	return nil
}

// setAlpha gives a picture its opacity, whose values use the full range.
func (p *picture) setAlpha(alpha *picture) {
	p.alpha, p.Transparent = alpha, true
	alpha.forEach(func(part *picture) { part.Colours.FullRange = true })
}

// forEach calls visit for a picture and all its parts.
func (p *picture) forEach(visit func(*picture)) {
	visit(p)
	for _, cell := range p.cells {
		cell.forEach(visit)
	}
	for _, below := range p.layers {
		below.forEach(visit)
	}
	if p.alpha != nil {
		p.alpha.forEach(visit)
	}
}

func (b *builder) isAlpha(item uint64) bool {
	for _, property := range b.properties(item) {
		if property.kind == "auxC" && len(property.body) > 4 {
			name, _, _ := cutString(property.body[4:])
			return slices.Contains(alphaTypes, name)
		}
	}
	return false
}
