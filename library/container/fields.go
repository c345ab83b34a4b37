package container

// Fields takes big-endian numbers off the front of Data. Behind the end all numbers are 0, and
// Cut is true from then on.
type Fields struct {
	Data []byte
	Cut  bool
}

// Bytes takes the next n bytes, nil where there are fewer.
func (f *Fields) Bytes(n int) []byte {
	if f.Cut || n < 0 || n > len(f.Data) {
		f.Data, f.Cut = nil, true
		return nil
	}
	b := f.Data[:n:n]
	f.Data = f.Data[n:]
	return b
}

// Uint takes a number of n bytes, 0 to 8. A number of 0 bytes is 0.
func (f *Fields) Uint(n int) uint64 {
	if n > 8 {
		n = len(f.Data) + 1 // there is no such number
	}
	var v uint64
	for _, b := range f.Bytes(n) {
		v = v<<8 | uint64(b)
	}
	return v
}

// Int takes a signed number of 2 or 4 bytes.
func (f *Fields) Int(n int) int {
	v := f.Uint(n)
	if n == 2 {
		return int(int16(v))
	}
	return int(int32(v))
}
