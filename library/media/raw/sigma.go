package raw

import "bytes"

// sigma reads an X3F: a header, sections, and a directory of them whose offset stands at
// the end of the file.
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
	end := f.data[len(f.data)-4:]
	start := uint64(little.Uint32(end))
	list := f.slice(start, 12)
	if list == nil || string(list[:4]) != "SECd" {
		return ErrFormat
	}
	for i := range min(uint64(little.Uint32(list[8:])), 64) {
		entry := f.slice(start+12+12*i, 12)
		if entry == nil {
			break
		}
		if name := string(entry[8:]); name == "IMAG" || name == "IMA2" {
			f.sigmaImage(uint64(little.Uint32(entry)), uint64(little.Uint32(entry[4:])))
		}
	}
	return nil
}

// sigmaImage takes a picture that is coded as a JPEG behind the header of its section.
func (f *finder) sigmaImage(at, n uint64) {
	const headSize, processed, jpeg = 28, 2, 18
	head := f.slice(at, headSize)
	if n <= headSize || head == nil || !bytes.HasPrefix(head, []byte("SECi")) ||
		little.Uint32(head[8:]) != processed || little.Uint32(head[12:]) != jpeg {
		return
	}
	f.add(n-headSize, at+headSize)
	f.nested(at+headSize, n-headSize)
}
