package raw

import "descry/library/container"

// minolta reads an MRW: blocks, of which one holds the size and one a TIFF structure, with
// offsets from the structure's beginning or from the file's.
func (f *finder) minolta() error {
	f.file.Kind = "MRW"
	for block, err := range container.Memory(f.data).MRWBlocks() {
		if err != nil {
			return ErrFormat
		}
		switch block.Kind {
		case "\x00PRD":
			if b, err := block.Body.Peek(0, 16); err == nil {
				f.size(uint64(big.Uint16(b[14:])), uint64(big.Uint16(b[12:])))
			}
		case "\x00TTW":
			f.minoltaTIFF(uint64(block.Body.Offset()))
		}
	}
	return nil
}

// minoltaTIFF reads the structure at pos. The previews lie behind the blocks, so the structure
// reaches to the end of the file.
func (f *finder) minoltaTIFF(pos uint64) {
	width, height := f.file.Width, f.file.Height
	if pos < uint64(len(f.data)) && f.structure(f.data[pos:], pos) == nil && width > 0 {
		f.size(uint64(width), uint64(height))
	}
}
