package media

import "encoding/binary"

// bmpProfile is the profile in a BMP whose header is of the fifth version and announces a
// profile, otherwise nil.
func bmpProfile(data []byte) []byte {
	const (
		header   = 14 // where the header of the picture begins
		fifth    = 124
		embedded = 0x4d424544
	)
	if len(data) < header+fifth || binary.LittleEndian.Uint32(data[header:]) != fifth ||
		binary.LittleEndian.Uint32(data[header+56:]) != embedded {
		return nil
	}
	at := header + uint64(binary.LittleEndian.Uint32(data[header+112:]))
	end := at + uint64(binary.LittleEndian.Uint32(data[header+116:]))
	if end > uint64(len(data)) {
		return nil
	}
	return data[at:end]
}
