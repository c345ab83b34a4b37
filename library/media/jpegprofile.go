package media

import "bytes"

// iccPieces are the pieces of a profile in the APP2 segments of a JPEG, each numbered from 1
// and with the number of all pieces (ICC.1:2022, annex B.4).
type iccPieces struct {
	list  [][]byte // by number
	count byte
	wrong bool
}

var iccMark = []byte("ICC_PROFILE\x00")

// add takes an APP2 segment, which need not be part of a profile.
func (p *iccPieces) add(body []byte) {
	if len(body) < len(iccMark)+2 || !bytes.HasPrefix(body, iccMark) {
		return
	}
	number, count := body[len(iccMark)], body[len(iccMark)+1]
	if p.count == 0 {
		p.count, p.list = count, make([][]byte, int(count)+1)
	}
	if number == 0 || number > count || count != p.count {
		p.wrong = true
		return
	}
	if p.list[number] == nil { // the first piece of a number counts
		p.list[number] = body[len(iccMark)+2:]
	}
}

// whole returns the profile, nil where there is none or a piece is missing.
func (p *iccPieces) whole() []byte {
	if p.count == 0 || p.wrong {
		return nil
	}
	if p.count == 1 {
		return p.list[1]
	}
	size := 0
	for _, piece := range p.list[1:] {
		if piece == nil {
			return nil
		}
		size += len(piece)
	}
	all := make([]byte, 0, size)
	for _, piece := range p.list {
		all = append(all, piece...)
	}
	return all
}
