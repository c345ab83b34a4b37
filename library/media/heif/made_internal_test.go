package heif

import (
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// madeItem is an item of a file that a test makes.
type madeItem struct {
	kind       string
	content    []byte
	inside     bool // in idat
	properties [][]byte
	references map[string][]int // numbers of items
}

// madeFile puts items, numbered from 1, together. The first is the main picture.
func madeFile(items ...madeItem) []byte {
	be16 := func(v int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(v)) }
	be32 := func(v int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) }
	var infos, properties, owners, inside, references, data []byte
	number := 0
	for i, item := range items {
		infos = appendBox(infos, "infe", []byte{2, 0, 0, 0}, be16(i+1), be16(0), []byte(item.kind), []byte{0})
		owners = append(append(owners, be16(i+1)...), byte(len(item.properties)))
		for _, p := range item.properties {
			properties = append(properties, p...)
			number++
			owners = append(owners, be16(number)...)
		}
		for kind, to := range item.references {
			var numbers []byte
			for _, n := range to {
				numbers = append(numbers, be16(n)...)
			}
			references = appendBox(references, kind, be16(i+1), be16(len(to)), numbers)
		}
	}
	locations := func(start int) []byte {
		inside, data = nil, nil
		list := append([]byte{1, 0, 0, 0, 0x44, 0}, be16(len(items))...)
		for i, item := range items {
			method, at := 0, start+len(data)
			if item.inside {
				method, at = 1, len(inside)
				inside = append(inside, item.content...)
			} else {
				data = append(data, item.content...)
			}
			list = append(append(append(list, be16(i+1)...), be16(method)...), 0, 0, 0, 1)
			list = append(append(list, be32(at)...), be32(len(item.content))...)
		}
		return list
	}
	file := appendBox(nil, "ftyp", []byte("mif1"), make([]byte, 4), []byte("mif1heic"))
	meta := func(start int) []byte {
		location := locations(start)
		body := appendBox(nil, "pitm", make([]byte, 4), be16(1))
		body = appendBox(body, "iinf", make([]byte, 4), be16(len(items)), infos)
		body = appendBox(body, "iloc", location)
		body = appendBox(body, "idat", inside)
		body = appendBox(body, "iref", make([]byte, 4), references)
		// two bytes for each property
		body = appendBox(body, "iprp", appendBox(nil, "ipco", properties),
			appendBox(nil, "ipma", []byte{0, 0, 0, 1}, be32(len(items)), owners))
		return appendBox(nil, "meta", make([]byte, 4), body)
	}
	file = append(file, meta(len(file)+len(meta(0))+8)...)
	return appendBox(file, "mdat", data)
}

// reported is the main picture of a reported case, to make others of.
func reported(t testing.TB, name string) *picture {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", "cases", name))
	if err != nil {
		t.Fatal(err)
	}
	p, err := parsePicture(data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// item is a coded picture as an item with further properties.
func (p *picture) item(properties ...[]byte) madeItem {
	m := madeItem{kind: "hvc1", content: p.data, properties: [][]byte{ispe(p.CodedWidth, p.CodedHeight)}}
	if p.codedBy == av1 {
		m.kind = "av01"
	}
	for _, b := range p.stream.properties {
		m.properties = append(m.properties, appendBox(nil, b.kind, b.body))
	}
	m.properties = append(m.properties, appendBox(nil, "colr", p.Colours.nclx()))
	m.properties = append(m.properties, properties...)
	return m
}

func ispe(width, height int) []byte {
	body := binary.BigEndian.AppendUint32(make([]byte, 4), uint32(width))
	return appendBox(nil, "ispe", binary.BigEndian.AppendUint32(body, uint32(height)))
}

func irot(quarters byte) []byte { return appendBox(nil, "irot", []byte{quarters}) }
func imir(axis byte) []byte     { return appendBox(nil, "imir", []byte{axis}) }

// gridOf is a grid of the items that follow it or stand elsewhere.
func gridOf(rows, columns, width, height int, cells []int, properties ...[]byte) madeItem {
	content := []byte{0, 1, byte(rows - 1), byte(columns - 1)}
	content = binary.BigEndian.AppendUint32(content, uint32(width))
	content = binary.BigEndian.AppendUint32(content, uint32(height))
	return madeItem{kind: "grid", content: content, inside: true,
		properties: append([][]byte{ispe(width, height)}, properties...), references: map[string][]int{"dimg": cells}}
}

// overlayOf lays items over a background.
func overlayOf(background [4]uint16, width, height int, places [][2]int16, items []int) madeItem {
	content := []byte{0, 0}
	for _, v := range background {
		content = binary.BigEndian.AppendUint16(content, v)
	}
	content = binary.BigEndian.AppendUint16(content, uint16(width))
	content = binary.BigEndian.AppendUint16(content, uint16(height))
	for _, p := range places {
		content = binary.BigEndian.AppendUint16(content, uint16(p[0]))
		content = binary.BigEndian.AppendUint16(content, uint16(p[1]))
	}
	return madeItem{kind: "iovl", content: content, properties: [][]byte{ispe(width, height)},
		references: map[string][]int{"dimg": items}}
}

// alphaOf marks an item as another's opacity.
func alphaOf(m madeItem, of int) madeItem {
	m.properties = append(m.properties, appendBox(nil, "auxC", make([]byte, 4), []byte(alphaTypes[0]), []byte{0}))
	references := map[string][]int{"auxl": {of}}
	maps.Copy(references, m.references)
	m.references = references
	return m
}
