package raw

import "descry/library/container"

// fuji reads a RAF: a header of big-endian numbers, a JPEG, and a directory of the
// sensor's sizes.
func (f *finder) fuji() error {
	f.file.Kind = "RAF"
	head, err := container.Memory(f.data).OpenRAF()
	if err != nil {
		return ErrFormat
	}
	at, n := uint64(head.PreviewOffset), uint64(head.PreviewSize)
	f.add(n, at)
	f.nested(at, n)
	f.fujiSizes(uint64(head.Sizes))
	return nil
}

// fujiSizes reads the directory at an offset: the size of the picture without the
// sensor's margins.
func (f *finder) fujiSizes(offset uint64) {
	const croppedSize = 0x0111
	head := f.slice(offset, 4)
	if offset == 0 || head == nil {
		return
	}
	offset += 4
	for range min(big.Uint32(head), 256) {
		entry := f.slice(offset, 4)
		if entry == nil {
			return
		}
		tag, n := big.Uint16(entry), uint64(big.Uint16(entry[2:]))
		if value := f.slice(offset+4, n); tag == croppedSize && len(value) >= 4 {
			f.size(uint64(big.Uint16(value[2:])), uint64(big.Uint16(value)))
			return
		}
		offset += 4 + n
	}
}
