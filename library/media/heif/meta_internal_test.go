package heif

import (
	"bytes"
	"errors"
	"testing"
)

// TestJoinedContent: what lies in pieces is joined once, and no more than there is.
func TestJoinedContent(t *testing.T) {
	m := &meta{file: []byte("in the file"), idat: []byte("inside"), contents: map[uint64][]byte{}, extents: map[uint64][]extent{
		1: {{false, 7, 4}}, 2: {{true, 2, 0}}, 3: {{false, 0, 3}, {true, 0, 2}, {false, 7, 4}}, 4: {{false, 8, 4}}, 5: {{false, 20, 0}}, 6: {},
	}}
	for item, want := range map[uint64]string{1: "file", 2: "side", 3: "in infile"} {
		for range 3 {
			if got, err := m.content(item); err != nil || !bytes.Equal(got, []byte(want)) {
				t.Errorf("item %d: %q, %v", item, got, err)
			}
		}
	}
	for item := uint64(4); item <= 7; item++ {
		if got, err := m.content(item); !errors.Is(err, ErrFormat) {
			t.Errorf("item %d: %q, %v", item, got, err)
		}
	}
	whole := extent{false, 0, uint64(len(m.file))}
	for item := uint64(10); item < 1000; item++ {
		m.extents[item] = []extent{whole, whole}
		if _, err := m.content(item); err == nil {
			t.Fatal("parts that overlap were joined")
		}
	}
}

// TestManyUses: a file whose pictures are made of each other without end is refused
// soon.
func TestManyUses(t *testing.T) {
	photo, _, _ := base(t)
	all := func(item int) (list []int) {
		for range 256 {
			list = append(list, item)
		}
		return list
	}
	nested := madeFile(gridOf(16, 16, 128, 96, all(2)), gridOf(16, 16, 128, 96, all(3)), gridOf(16, 16, 128, 96, all(4)), photo.item())
	itself := madeFile(gridOf(1, 1, 128, 96, []int{1}))
	identity := madeFile(madeItem{kind: "iden", references: map[string][]int{"dimg": {1}}})
	for name, file := range map[string][]byte{"nested": nested, "of itself": itself, "the same as itself": identity} {
		if _, err := DecodeConfig(file); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if c, err := DecodeConfig(madeFile(gridOf(16, 16, 2048, 1536, all(2)), photo.item())); err != nil || c.Width != 2048 {
		t.Errorf("a grid of one tile: %+v, %v", c, err)
	}
}
