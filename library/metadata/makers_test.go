package metadata_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"descry/library/metadata"
	"descry/library/metadata/internal/build"
)

// noteTable makes a table whose values lie behind it. base is where the table begins, counted
// as the maker's offsets count.
func noteTable(o build.Order, base int, tags ...build.Tag) []byte {
	out := o.AppendUint16(nil, uint16(len(tags)))
	end := base + 2 + 12*len(tags) + 4
	var values []byte
	for _, t := range tags {
		out = o.AppendUint32(o.AppendUint16(o.AppendUint16(out, t.ID), t.Type), t.Count)
		if len(t.Data) <= 4 {
			out = append(append(out, t.Data...), make([]byte, 4-len(t.Data))...)
			continue
		}
		out = o.AppendUint32(out, uint32(end+len(values)))
		values = append(values, t.Data...)
	}
	return append(o.AppendUint32(out, 0), values...)
}

// shorts makes a tag of 16-bit numbers, given by their places.
func shorts(o build.Order, id uint16, numbers map[int]uint16) build.Tag {
	n := 0
	for i := range numbers {
		n = max(n, i+1)
	}
	var data []byte
	for i := range n {
		data = o.AppendUint16(data, numbers[i])
	}
	return build.Tag{ID: id, Type: 3, Count: uint32(n), Data: data}
}

func raw(id, kind uint16, data string) build.Tag {
	return build.Tag{ID: id, Type: kind, Count: uint32(len(data)), Data: []byte(data)}
}

// withNote makes a photo with a maker's note. note is told where in the structure it lies.
func withNote(o build.Order, maker, model string, note func(at int) []byte) []byte {
	at := 0
	for {
		body := note(at)
		tiff := build.TIFF(o, []build.Tag{build.ASCII(0x010F, maker), build.ASCII(0x0110, model)}, []build.Tag{raw(0x927C, 7, string(body))}, nil)
		if found := bytes.Index(tiff, body); found == at {
			return build.JPEG(build.EXIF(tiff))
		} else {
			at = found
		}
	}
}

var le, be = binary.LittleEndian, binary.BigEndian

// canon makes a note of Canon's: the camera's settings and how the photo was taken.
func canon(o build.Order, settings, shot map[int]uint16, more ...build.Tag) []byte {
	settings[0] = 2 * 47 // its size
	settings[46] = 0
	shot[0] = 2 * 34
	shot[33] = 0
	return withNote(o, "Canon", "Canon EOS 10D", func(at int) []byte {
		return noteTable(o, at, append([]build.Tag{shorts(o, 1, settings), shorts(o, 4, shot)}, more...)...)
	})
}

func nikonTags(o build.Order) []build.Tag {
	return []build.Tag{shorts(o, 2, map[int]uint16{1: 1600}), raw(0x83, 1, "\x0e"), build.Rational(o, 0x84, 28, 1, 300, 1, 35, 10, 56, 10)}
}

// makersNotes are photos with nothing but a maker's note.
var makersNotes = map[string]struct {
	photo  []byte
	lens   string
	iso    int
	rating float64
}{
	"Canon, ISO chosen": {photo: canon(le, map[int]uint16{16: 18}, map[int]uint16{1: 0, 2: 160}), iso: 200},
	"Canon, ISO in plain": {photo: canon(be, map[int]uint16{16: 0x4000 + 125, 22: 0xffff, 23: 22, 24: 7, 25: 1},
		map[int]uint16{}), iso: 125}, // a fixed lens
	"Canon, ISO automatic":  {photo: canon(le, map[int]uint16{16: 15}, map[int]uint16{1: 64, 2: 128}), iso: 200},
	"Canon, no ISO":         {photo: canon(le, map[int]uint16{16: 0x7fff}, map[int]uint16{})},
	"Canon, a name of lens": {photo: canon(le, map[int]uint16{}, map[int]uint16{}, raw(0x95, 2, "EF24-70mm f/2.8L II USM\x00\x00\x00")), lens: "EF24-70mm f/2.8L II USM"},
	"Canon, a fixed length": {photo: canon(be, map[int]uint16{22: 175, 23: 400, 24: 400, 25: 1, 26: 0x60}, map[int]uint16{}), lens: "400mm f/2.8"},
	"Canon, a zoom":         {photo: canon(le, map[int]uint16{22: 45, 23: 55, 24: 18, 25: 1, 26: 0x74}, map[int]uint16{}), lens: "18-55mm"},
	"Canon, other units":    {photo: canon(le, map[int]uint16{22: 45, 23: 5500, 24: 1800, 25: 100}, map[int]uint16{}), lens: "18-55mm"},
	"Nikon": {photo: withNote(be, "NIKON CORPORATION", "NIKON D300", func(int) []byte {
		return append([]byte("Nikon\x00\x02\x10\x00\x00MM\x00\x2a\x00\x00\x00\x08"), noteTable(be, 8, nikonTags(be)...)...)
	}), lens: "28-300mm f/3.5-5.6 G VR", iso: 1600},
	"Nikon, in another order": {photo: withNote(be, "NIKON CORPORATION", "NIKON D300", func(int) []byte {
		return append([]byte("Nikon\x00\x02\x10\x00\x00II\x2a\x00\x08\x00\x00\x00"), noteTable(le, 8, nikonTags(le)...)...)
	}), lens: "28-300mm f/3.5-5.6 G VR", iso: 1600},
	"Nikon's first": {photo: withNote(be, "NIKON CORPORATION", "NIKON D1", func(at int) []byte {
		return noteTable(be, at, nikonTags(be)...)
	}), lens: "28-300mm f/3.5-5.6 G VR", iso: 1600},
	"Olympus": {photo: withNote(be, "OLYMPUS IMAGING CORP.", "E-420", func(int) []byte {
		const head = 12
		main := func(at uint32) []byte {
			return noteTable(le, head, build.Tag{ID: 0x2010, Type: 13, Count: 1, Data: le.AppendUint32(nil, at)})
		}
		at := head + len(main(0))
		return append(append([]byte("OLYMPUS\x00II\x03\x00"), main(uint32(at))...), noteTable(le, at, raw(0x203, 2, "OLYMPUS 14-42mm Lens\x00"))...)
	}), lens: "OLYMPUS 14-42mm Lens"},
	"Olympus' first": {photo: withNote(le, "OLYMPUS OPTICAL CO.,LTD", "E-10", func(at int) []byte {
		table := noteTable(le, at+8+18, raw(0x203, 2, "OLYMPUS 14-42mm Lens\x00"))
		return append([]byte("OLYMP\x00\x01\x00"), noteTable(le, at+8, raw(0x2010, 7, string(table)))...)
	}), lens: "OLYMPUS 14-42mm Lens"},
	"Panasonic": {photo: withNote(le, "Panasonic", "DMC-GF1", func(at int) []byte {
		return append([]byte("Panasonic\x00\x00\x00"), noteTable(le, at+12, raw(0x51, 2, "LUMIX G 20/F1.7\x00"))...)
	}), lens: "LUMIX G 20/F1.7"},
	"Panasonic, no lens": {photo: withNote(le, "Panasonic", "DMC-FZ30", func(at int) []byte {
		return append([]byte("Panasonic\x00\x00\x00"), noteTable(le, at+12, raw(0x51, 2, "NO-LENS\x00"))...)
	})},
	"Fujifilm": {photo: withNote(be, "FUJIFILM", "X-T2", func(int) []byte {
		return append([]byte("FUJIFILM\x0c\x00\x00\x00"), noteTable(le, 12, build.Tag{ID: 0x1431, Type: 4, Count: 1, Data: le.AppendUint32(nil, 4)})...)
	}), rating: 4},
	"Sony": {photo: withNote(le, "SONY", "DSLR-A200", func(at int) []byte {
		return append([]byte("SONY DSC \x00\x00\x00"), noteTable(le, at+12, raw(0xb02a, 1, "\x01\x00\x18\x00\x55\x35\x56\x02"))...)
	}), lens: "DT 18-55mm F3.5-5.6 SAM"},
	"Sony, unknown": {photo: withNote(le, "SONY", "DSLR-A200", func(at int) []byte {
		return append([]byte("SONY DSC \x00\x00\x00"), noteTable(le, at+12, raw(0xb02a, 1, "\x00\x00\x00\x00\x00\x00\x00\x00"))...)
	})},
	"Pentax": {photo: withNote(be, "PENTAX Corporation", "PENTAX K10D", func(at int) []byte {
		return append([]byte("AOC\x00MM"), noteTable(be, at+6, shorts(be, 0x14, map[int]uint16{0: 15}))...)
	}), iso: 800},
	"Pentax' later": {photo: withNote(le, "PENTAX", "PENTAX K-7", func(int) []byte {
		return append([]byte("PENTAX \x00MM"), noteTable(be, 10, shorts(be, 0x14, map[int]uint16{0: 264}))...)
	}), iso: 400},
	"of others": {photo: withNote(be, "ACME", "Shooter", func(at int) []byte { return noteTable(be, at, nikonTags(be)...) })},
}

func TestMakersNotes(t *testing.T) {
	for name, c := range makersNotes {
		m := read(t, c.photo)
		if m.Lens != c.lens || m.ISO != c.iso || m.Rating != c.rating || m.HasRating != (c.rating > 0) {
			t.Errorf("%s: lens %q, ISO %d, rating %v, want %q, %d, %v", name, m.Lens, m.ISO, m.Rating, c.lens, c.iso, c.rating)
		}
	}
}

// What is broken in a note is no fault of the file, and no number of its bytes is too few.
func TestBrokenNotes(t *testing.T) {
	for name, c := range makersNotes {
		for cut := range 200 {
			photo := bytes.Clone(c.photo)
			if i := bytes.Index(photo, []byte("Exif\x00\x00")) + 6 + cut; i < len(photo) {
				photo[i] ^= 0x5a
			}
			_, _ = metadata.Read(bytes.NewReader(photo))
			_, _ = metadata.Read(bytes.NewReader(c.photo[:min(cut, len(c.photo))]))
		}
		broken := withNote(be, "Canon", name, func(int) []byte { return []byte("Nikon\x00\x02\x10\x00\x00MM\x00\x2a\x00\x00\x00\x08\xff\xff") })
		if m := read(t, broken); m.Make != "Canon" {
			t.Errorf("%s: make %q", name, m.Make)
		}
	}
}

// ExifTool reads the same in the notes made here.
func TestMakersNotesInExifTool(t *testing.T) {
	program, err := exec.LookPath("exiftool")
	if err != nil {
		t.Skip("ExifTool is not installed")
	}
	dir := t.TempDir()
	for name, c := range makersNotes {
		if err := os.WriteFile(filepath.Join(dir, name+".jpg"), c.photo, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	answers := ask(t, program, dir)
	for _, a := range answers {
		name := strings.TrimSuffix(filepath.Base(a.text("SourceFile")), ".jpg")
		c := makersNotes[name]
		lens := a.lens() + " " + a.text("*:LensID") + " " + a.text("*:LensSpec") + " " + a.text("*:Lens")
		if !strings.Contains(lens, c.lens) {
			t.Errorf("%s: ExifTool says %q for the lens, not %q", name, lens, c.lens)
		}
		if got := a.number("Composite:ISO", "*:ISO"); c.iso > 0 && got != shortNumber(float64(c.iso)) {
			t.Errorf("%s: ExifTool says ISO %q, not %d", name, got, c.iso)
		}
		if got := a.number("*:Rating"); c.rating > 0 && got != shortNumber(c.rating) {
			t.Errorf("%s: ExifTool says %q stars, not %v", name, got, c.rating)
		}
	}
	if len(answers) != len(makersNotes) {
		t.Errorf("%d answers for %d photos", len(answers), len(makersNotes))
	}
}
