package tiff

import (
	"bytes"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/ccitt"
)

// faxWriter encodes rows, to be read back. Another reader shows that the codes of faxWriter
// are the codes of T.4.
type faxWriter struct {
	bits strings.Builder
}

func (w *faxWriter) run(n int, black bool) {
	short, long := strings.Fields(whiteRuns), strings.Fields(whiteLong)
	if black {
		short, long = strings.Fields(blackRuns), strings.Fields(blackLong)
	}
	long = append(long, strings.Fields(longest)...)
	for ; n >= 64; n -= min(n/64, len(long)) * 64 {
		w.bits.WriteString(long[min(n/64, len(long))-1])
	}
	w.bits.WriteString(short[n])
}

// alone writes a row by its runs.
func (w *faxWriter) alone(changes []int, width int) {
	at, black := 0, false
	for _, c := range append(changes, width) {
		w.run(c-at, black)
		at, black = c, !black
	}
}

// after writes a row by the one above.
func (w *faxWriter) after(changes, above []int, width int) {
	f := fax{above: append(slices.Clone(above), width, width), width: width}
	changes = append(slices.Clone(changes), width, width, width)
	at, black := -1, false
	for at < width {
		a1, _ := slices.BinarySearch(changes, at+1)
		if a1%2 == 0 == black {
			a1++
		}
		b1, b2 := f.reference(at, black)
		next := changes[a1]
		switch d := next - b1; {
		case b2 < next:
			w.bits.WriteString("0001")
			at = b2
			continue
		case d >= -3 && d <= 3:
			w.bits.WriteString([]string{"0000010", "000010", "010", "1", "011", "000011", "0000011"}[d+3])
			at, black = next, !black
		default:
			w.bits.WriteString("001")
			w.run(next-max(at, 0), black)
			w.run(changes[a1+1]-next, !black)
			at = changes[a1+1]
		}
	}
}

func (w *faxWriter) align(n int) {
	for w.bits.Len()%n != 0 {
		w.bits.WriteByte('0')
	}
}

func (w *faxWriter) bytes() []byte {
	w.align(8)
	var out []byte
	for s := w.bits.String(); s != ""; s = s[8:] {
		b, _ := prefixed(s[:8], 8)
		out = append(out, byte(b))
	}
	return out
}

// randomRow is where the colour changes, with long runs and short ones.
func randomRow(r *rand.Rand, width int, above []int) []int {
	var changes []int
	if r.IntN(3) > 0 { // much like the row above
		for _, c := range above {
			if c += r.IntN(5) - 2; c >= 0 && c < width && (len(changes) == 0 || c > changes[len(changes)-1]) {
				changes = append(changes, c)
			}
		}
		return changes
	}
	for at := r.IntN(3) - 1; ; at += 1 + r.IntN(1<<r.IntN(13)) {
		if at >= width {
			return changes
		}
		if at >= 0 {
			changes = append(changes, at)
		}
	}
}

func TestFax(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const eol = "000000000001"
	for _, width := range []int{1, 7, 8, 100, 2600, 6000} {
		var rows [][]int
		var want []byte
		for i := range 60 {
			var above []int
			if i > 0 {
				above = rows[i-1]
			}
			row := randomRow(r, width, above)
			rows = append(rows, row)
			f := fax{width: width, row: make([]byte, (width+7)/8), changes: row}
			f.paint()
			want = append(want, f.row...)
		}
		var group4, group3, lines, mixed, filled, runs, words faxWriter
		var above []int
		for i, row := range rows {
			group4.after(row, above, width)
			group3.bits.WriteString(eol)
			group3.alone(row, width)
			lines.alone(row, width)
			filled.align(8)
			filled.bits.WriteString("0000" + eol)
			filled.alone(row, width)
			mixed.bits.WriteString(eol)
			if i%4 == 0 {
				mixed.bits.WriteString("1")
				mixed.alone(row, width)
			} else {
				mixed.bits.WriteString("0")
				mixed.after(row, above, width)
			}
			runs.alone(row, width)
			runs.align(8)
			words.alone(row, width)
			words.align(16)
			above = row
		}
		oracle := ccitt.NewReader(bytes.NewReader(group4.bytes()), ccitt.MSB, ccitt.Group4, width, len(rows), &ccitt.Options{Invert: true})
		if got, err := io.ReadAll(io.LimitReader(oracle, int64(len(want)))); !bytes.Equal(got, want) {
			t.Fatalf("the test writes other codes than those of T.6: %v", err)
		}
		group4.bits.WriteString(eol + eol)
		for name, c := range map[string]struct {
			data []byte
			mode faxMode
		}{
			"group 4":             {group4.bytes(), faxMode{everyRow: true}},
			"group 3":             {group3.bytes(), faxMode{lines: true}},
			"group 3 without EOL": {lines.bytes(), faxMode{lines: true}},
			"group 3, EOL filled": {filled.bytes(), faxMode{lines: true}},
			"group 3, mixed":      {mixed.bytes(), faxMode{lines: true, twoD: true}},
			"runs":                {runs.bytes(), faxMode{alignBytes: 1}},
			"runs, words":         {words.bytes(), faxMode{alignBytes: 2}},
		} {
			for _, reverse := range []bool{false, true} {
				data := bytes.Clone(c.data)
				if reverse {
					reverseBits(data)
				}
				got := make([]byte, len(want))
				n, err := io.ReadFull(newFax(bytes.NewReader(data), width, c.mode, reverse), got)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s of %d pixels: %d of %d bytes, %v", name, width, n, len(want), err)
				}
			}
		}
	}
}

// TestFaxDamage goes on with the next line where lines are told apart.
func TestFaxDamage(t *testing.T) {
	var w faxWriter
	const eol = "000000000001"
	w.bits.WriteString(eol)
	w.alone([]int{3}, 8)
	w.bits.WriteString(eol + "00000000100000" + eol)
	w.alone([]int{4}, 8)
	got, err := io.ReadAll(newFax(bytes.NewReader(w.bytes()), 8, faxMode{lines: true}, false))
	if err != nil || len(got) < 3 || got[0] != 0x1f || got[2] != 0x0f {
		t.Errorf("%x, %v", got, err)
	}
}

func FuzzFax(f *testing.F) {
	f.Add([]byte{0x26, 0xa0, 0x01, 0x00, 0x10}, uint8(0))
	f.Add([]byte{0, 0x19, 0xb4, 0, 0x10, 0x80}, uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, kind uint8) {
		mode := []faxMode{{everyRow: true}, {lines: true, twoD: true}, {lines: true}, {alignBytes: 1}, {alignBytes: 2}}[kind%5]
		got, err := io.ReadAll(io.LimitReader(newFax(bytes.NewReader(data), 40, mode, kind > 100), 1<<16))
		if err != nil || len(got)%5 != 0 && len(got) < 1<<16 {
			t.Errorf("%d bytes, %v", len(got), err)
		}
	})
}
