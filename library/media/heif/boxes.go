package heif

import (
	"bytes"
	"iter"
	"slices"

	"descry/library/container"
)

// box is one box of ISO/IEC 14496-12: its four-letter type and its content.
type box struct {
	kind string
	body []byte
}

// each visits the boxes that follow each other in data, as far as they are whole.
func each(data []byte) iter.Seq[box] {
	return func(yield func(box) bool) {
		for b, err := range container.Memory(data).Boxes() {
			if err != nil || !b.Whole {
				return
			}
			body, err := b.Body.All()
			if err != nil || !yield(box{b.Kind, body}) {
				return
			}
		}
	}
}

// first returns the first box, if it is whole.
func first(data []byte) (b box, ok bool) {
	for b := range each(data) {
		return b, true
	}
	return box{}, false
}

// find returns the content of the first box of a kind, nil without one.
func find(data []byte, kind string) []byte {
	found, ok := container.Memory(data).Find(kind)
	if !ok {
		return nil
	}
	body, err := found.All()
	if err != nil {
		return nil
	}
	return body
}

// children splits boxes that follow each other.
func children(data []byte) []box { return slices.Collect(each(data)) }

// cutString splits a string off that ends with a zero byte.
func cutString(data []byte) (s string, rest []byte, ok bool) {
	before, after, ok := bytes.Cut(data, []byte{0})
	return string(before), after, ok
}
