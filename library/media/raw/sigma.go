package raw

import (
	"bytes"

	"descry/library/container"
)

// sigma reads an X3F: a header, sections, and a directory of the sections whose offset stands
// at the end of the file.
func (f *finder) sigma() error {
	f.file.Kind = "X3F"
	head := f.slice(0, 52)
	if head == nil {
		return ErrFormat
	}
	sizes := head[28:]
	if little.Uint32(head[4:]) >= 4<<16 {
		sizes = head[40:]
	}
	f.size(uint64(little.Uint32(sizes)), uint64(little.Uint32(sizes[4:])))
	f.rotation(int32(little.Uint32(sizes[8:])))
	first := true
	for section, err := range container.Memory(f.data).X3FSections() {
		switch {
		case err != nil && first:
			return ErrFormat
		case err != nil:
			return nil
		}
		first = false
		if section.Kind == "IMAG" || section.Kind == "IMA2" {
			f.sigmaImage(section.Body)
		}
	}
	return nil
}

// sigmaImage takes a picture that is a JPEG behind the header of its section.
func (f *finder) sigmaImage(section container.Source) {
	const headSize, processed, jpeg = 28, 2, 18
	head, err := section.Peek(0, headSize)
	if err != nil || !bytes.HasPrefix(head, []byte("SECi")) ||
		little.Uint32(head[8:]) != processed || little.Uint32(head[12:]) != jpeg {
		return
	}
	at, n := uint64(section.Offset())+headSize, uint64(section.Size())-headSize
	f.add(n, at)
	f.nested(at, n)
}
