package heif

// bitReader takes bits off a stream, the most significant first. Beyond the end all bits are
// zero, and ok is false.
type bitReader struct {
	data []byte
	at   int // in bits
	ok   bool
}

func (r *bitReader) uint(n int) int {
	v := 0
	for range n {
		v <<= 1
		if r.at/8 < len(r.data) {
			v |= int(r.data[r.at/8]>>(7-r.at%8)) & 1
		} else {
			r.ok = false
		}
		r.at++
	}
	return v
}

func (r *bitReader) flag() bool { return r.uint(1) == 1 }

func (r *bitReader) skip(n int) {
	r.at += n
	r.ok = r.ok && r.at <= 8*len(r.data)
}

// golomb takes an unsigned Exp-Golomb number (ISO/IEC 23008-2, 9.2), which AV1 calls uvlc.
func (r *bitReader) golomb() int {
	zeros := 0
	for !r.flag() {
		if zeros++; zeros > 31 || !r.ok {
			r.ok = false
			return 0
		}
	}
	return 1<<zeros - 1 + r.uint(zeros)
}
