package raw

import "descry/library/container"

// canonHeap reads a CRW: values in nested heaps (CIFF).
func (f *finder) canonHeap() error {
	const jpeg, thumbnail, imageInfo = 0x2007, 0x2008, 0x1810
	f.file.Kind = "CRW"
	heap, err := container.Memory(f.data).OpenCIFF()
	if err != nil {
		return ErrFormat
	}
	for v := range heap.Values() {
		data, err := v.Data.All()
		if err != nil {
			continue
		}
		switch v.Tag {
		case jpeg, thumbnail:
			f.addJPEG(data)
		case imageInfo:
			if len(data) >= 16 {
				f.size(uint64(heap.Order.Uint32(data)), uint64(heap.Order.Uint32(data[4:])))
				f.rotation(int32(heap.Order.Uint32(data[12:])))
			}
		}
	}
	return nil
}
