package tiff

import (
	"bufio"
	"errors"
	"io"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// fax decodes the codings of ITU-T T.4 and T.6 row by row, and Modified Huffman of TIFF 6.0.
// Rows come packed, and 1 is black. From a code that can't be understood on, a row is white.
type fax struct {
	src      *bufio.Reader
	reverse  bool // the first pixel lies in the lowest bit
	acc      uint32
	n        int // bits in acc
	taken    int // bytes of src
	width    int
	mode     faxMode
	rest     []byte // of the row decoded last
	row      []byte
	above    []int // where the colour changes, of the row above
	changes  []int
	finished bool
}

type faxMode struct {
	lines      bool // T.4: rows are told apart by EOL codes
	twoD       bool // rows may refer to the row above
	everyRow   bool // T.6: all do
	alignBytes int  // rows start at multiples of so many bytes; 0 for none
}

var (
	errFax     = errors.New("a code that fax does not have")
	errFaxEnd  = errors.New("the fax ends")
	errFaxLine = errors.New("a line of the fax ends early")
)

func newFax(src io.Reader, width int, mode faxMode, reverse bool) *fax {
	return &fax{src: bufio.NewReaderSize(src, 16<<10), width: width, mode: mode, reverse: reverse,
		row: make([]byte, (width+7)/8), above: []int{width, width}}
}

// Read returns rows for as long as there are any.
func (f *fax) Read(p []byte) (int, error) {
	if len(f.rest) == 0 {
		if f.finished {
			return 0, io.EOF
		}
		if err := f.next(); err != nil {
			f.finished = true
			return 0, io.EOF
		}
	}
	n := copy(p, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

// peek returns the next 24 bits, zeros behind the end.
func (f *fax) peek() uint32 {
	for f.n <= 24 {
		b, err := f.src.ReadByte()
		if err != nil {
			break
		}
		if f.reverse {
			b = bits.Reverse8(b)
		}
		f.acc |= uint32(b) << (24 - f.n)
		f.n += 8
		f.taken++
	}
	return f.acc >> 8
}

// skip passes over bits that were peeked at. Past the end, skip is an error.
func (f *fax) skip(n int) error {
	if n > f.n {
		f.n, f.acc = 0, 0
		return io.ErrUnexpectedEOF
	}
	f.acc <<= n
	f.n -= n
	return nil
}

// next decodes a row.
func (f *fax) next() error {
	twoD := f.mode.everyRow
	switch {
	case f.mode.lines:
		ones, err := f.endOfLine()
		if err != nil {
			return err
		}
		twoD = f.mode.twoD && !ones
	case f.mode.alignBytes > 0:
		f.align()
	}
	if f.peek(); f.n == 0 {
		return io.EOF
	}
	f.changes = f.changes[:0]
	var err error
	if twoD {
		err = f.rowByRow()
	} else {
		err = f.runs()
	}
	if errors.Is(err, errFaxEnd) || errors.Is(err, io.ErrUnexpectedEOF) && len(f.changes) == 0 {
		return io.EOF
	}
	if err != nil && f.mode.everyRow {
		f.finished = true // the place of the next row is unknown
	}
	f.paint()
	f.above, f.changes = append(f.changes, f.width, f.width), f.above
	f.rest = f.row
	return nil
}

// align drops what is left of a byte, or of a word of two.
func (f *fax) align() {
	_ = f.skip(f.n % 8)
	if (f.taken-f.n/8)%f.mode.alignBytes != 0 {
		f.peek()
		_ = f.skip(8)
	}
}

// endOfLine passes over the code between rows where there is one. alone says whether the next
// row is coded by itself. After two codes in turn the fax is over.
func (f *fax) endOfLine() (alone bool, err error) {
	alone = true
	for count := 0; ; count++ {
		zeros := 0
		for f.peek() == 0 && f.n > 0 { // fill
			n := min(f.n, 24)
			zeros += n
			if err := f.skip(n); err != nil {
				return false, err
			}
		}
		if f.n == 0 {
			return false, io.EOF
		}
		lead := bits.LeadingZeros32(f.peek() << 8)
		if zeros+lead < 11 {
			return alone, nil
		}
		if count > 0 {
			return false, io.EOF
		}
		if err := f.skip(lead + 1); err != nil {
			return false, err
		}
		if f.mode.twoD {
			alone = f.peek()>>23 == 1
			if err := f.skip(1); err != nil {
				return false, err
			}
		}
	}
}

// runs decodes a row that is coded by itself: runs of white and black in turn.
func (f *fax) runs() error {
	at := 0
	for black := false; at < f.width; black = !black {
		n, err := f.run(black)
		if err != nil {
			return f.lost(err)
		}
		at = min(at+n, f.width)
		f.change(at)
	}
	return nil
}

// change notes a change of colour. Two changes in one place cancel out.
func (f *fax) change(at int) {
	if n := len(f.changes); n > 0 && f.changes[n-1] == at {
		f.changes = f.changes[:n-1]
		return
	}
	f.changes = append(f.changes, at)
}

// lost looks for the next line after an error.
func (f *fax) lost(err error) error {
	if !f.mode.lines {
		return err
	}
	for f.peek()>>12 > 1 {
		if err := f.skip(1); err != nil {
			return err
		}
	}
	return errFaxLine
}

// run reads the codes of one run.
func (f *fax) run(black bool) (int, error) {
	table := faxTables().white
	if black {
		table = faxTables().black
	}
	for total := 0; ; {
		c := table[f.peek()>>(24-faxBits)]
		if c.bits == 0 {
			return total, errFax
		}
		if err := f.skip(int(c.bits)); err != nil {
			return total, err
		}
		total += int(c.run)
		if c.run < 64 {
			return total, nil
		}
		if total > f.width {
			return total, errFax
		}
	}
}

// rowByRow decodes a row that refers to the row above.
func (f *fax) rowByRow() error {
	at, black := -1, false
	for at < f.width {
		b1, b2 := f.reference(at, black)
		mode := faxTables().modes[f.peek()>>17]
		if mode.bits == 0 {
			if f.peek()>>12 == 1 { // the first code of the picture's end
				return errFaxEnd
			}
			return f.lost(errFax)
		}
		if err := f.skip(int(mode.bits)); err != nil {
			return err
		}
		switch mode.kind {
		case faxPass:
			at = b2
			continue
		case faxHorizontal:
			for range 2 {
				n, err := f.run(black)
				if err != nil {
					return f.lost(err)
				}
				at = min(max(at, 0)+n, f.width)
				f.change(at)
				black = !black
			}
			continue
		}
		next := b1 + int(mode.kind)
		if next < max(at, 0) || next > f.width {
			return f.lost(errFax)
		}
		at = next
		f.change(at)
		black = !black
	}
	return nil
}

// reference finds the first change above, to the right of at, to the colour opposite to black,
// and the change behind that one.
func (f *fax) reference(at int, black bool) (b1, b2 int) {
	i, _ := slices.BinarySearch(f.above, at+1)
	if i%2 == 0 == black { // changes to black have even numbers
		i++
	}
	b1, b2 = f.width, f.width
	if i < len(f.above) {
		b1 = f.above[i]
	}
	if i+1 < len(f.above) {
		b2 = f.above[i+1]
	}
	return b1, b2
}

// paint sets the black pixels of the row.
func (f *fax) paint() {
	clear(f.row)
	for i := 0; i < len(f.changes); i += 2 {
		end := f.width
		if i+1 < len(f.changes) {
			end = f.changes[i+1]
		}
		if f.changes[i] >= end {
			continue
		}
		for x := f.changes[i]; x < end; x++ {
			if x%8 == 0 && end-x >= 8 {
				f.row[x/8] = 0xff
				x += 7
				continue
			}
			f.row[x/8] |= 0x80 >> (x % 8)
		}
	}
}

const faxBits = 13 // of the longest code

type faxCode struct {
	run  uint16
	bits uint8
}

// faxModeCode is a mode of a row that refers to another: a distance from the change above, or
// one of the kinds below.
type faxModeCode struct {
	kind int8
	bits uint8
}

const (
	faxPass       = 100
	faxHorizontal = 101
)

type faxTable struct {
	white, black [1 << faxBits]faxCode
	modes        [1 << 7]faxModeCode
}

// faxTables are the codes of T.4, tables 2 and 3, each at all places that begin with the code.
var faxTables = sync.OnceValue(func() *faxTable {
	t := new(faxTable)
	fill := func(table *[1 << faxBits]faxCode, codes string, first, step int) {
		for i, code := range strings.Fields(codes) {
			from, to := prefixed(code, faxBits)
			for j := from; j < to; j++ {
				table[j] = faxCode{run: uint16(first + i*step), bits: uint8(len(code))}
			}
		}
	}
	fill(&t.white, whiteRuns, 0, 1)
	fill(&t.white, whiteLong, 64, 64)
	fill(&t.black, blackRuns, 0, 1)
	fill(&t.black, blackLong, 64, 64)
	for _, table := range []*[1 << faxBits]faxCode{&t.white, &t.black} {
		fill(table, longest, 1792, 64)
	}
	for code, kind := range map[string]int8{"0001": faxPass, "001": faxHorizontal, "1": 0, "011": 1, "000011": 2,
		"0000011": 3, "010": -1, "000010": -2, "0000010": -3} {
		from, to := prefixed(code, 7)
		for j := from; j < to; j++ {
			t.modes[j] = faxModeCode{kind: kind, bits: uint8(len(code))}
		}
	}
	return t
})

// prefixed is the range of numbers of n bits that begin with a code.
func prefixed(code string, n int) (from, to int) {
	for _, c := range code {
		from = from<<1 | int(c-'0')
	}
	free := n - len(code)
	return from << free, (from + 1) << free
}

const (
	whiteRuns = `00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101
		101010 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000
		00000010 00000011 00011010 00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000
		00101001 00101010 00101011 00101100 00101101 00000100 00000101 00001010 00001011 01010010 01010011
		01010100 01010101 00100100 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010
		00110011 00110100`
	whiteLong = `11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100
		011001101 011010010 011010011 011010100 011010101 011010110 011010111 011011000 011011001 011011010
		011011011 010011000 010011001 010011010 011000 010011011`
	blackRuns = `0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111
		000011000 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000
		00000010111 00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001
		000001101010 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111
		000001101100 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111
		000001100100 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111
		000000101000 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111`
	blackLong = `0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101
		0000001101100 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010
		0000001110011 0000001110100 0000001110101 0000001110110 0000001110111 0000001010010 0000001010011
		0000001010100 0000001010101 0000001011010 0000001011011 0000001100100 0000001100101`
	longest = `00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110
		000000010111 000000011100 000000011101 000000011110 000000011111`
)
