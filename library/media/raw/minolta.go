package raw

// minolta reads an MRW: blocks of which one holds the size and one a TIFF structure, with
// offsets from its own beginning or from the file's.
func (f *finder) minolta() error {
	f.file.Kind = "MRW"
	head := f.slice(0, 8)
	if head == nil {
		return ErrFormat
	}
	end := min(8+uint64(big.Uint32(head[4:])), uint64(len(f.data)))
	for pos := uint64(8); pos+8 <= end; {
		block := f.slice(pos, 8)
		name, n := string(block[:4]), uint64(big.Uint32(block[4:]))
		pos += 8
		switch name {
		case "\x00PRD":
			if b := f.slice(pos, 16); b != nil && n >= 16 {
				f.size(uint64(big.Uint16(b[14:])), uint64(big.Uint16(b[12:])))
			}
		case "\x00TTW":
			f.minoltaTIFF(pos)
		}
		pos += n
	}
	return nil
}

// minoltaTIFF reads the structure at pos. Its previews lie behind the blocks, so it
// reaches to the end of the file.
func (f *finder) minoltaTIFF(pos uint64) {
	width, height := f.file.Width, f.file.Height
	if pos < uint64(len(f.data)) && f.structure(f.data[pos:], pos) == nil && width > 0 {
		f.size(uint64(width), uint64(height))
	}
}
