package exif

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"descry/library/container"
)

// canon reads the camera's settings (tag 1), how the photo was taken (tag 4), and the name of
// the lens, which newer cameras write.
func (n *note) canon() {
	const (
		settings, shot, lensName                                   = 0x0001, 0x0004, 0x0095
		cameraISO, lensType, longest, shortest, unit, lensAperture = 16, 22, 23, 24, 25, 26
		autoISO, baseISO                                           = 1, 2
	)
	n.takeISO(canonISO(n.number(settings, cameraISO)))
	if auto, base := n.number(shot, autoISO), n.number(shot, baseISO); n.tags.MakerISO == 0 && auto >= 0 && base > 0 {
		// Both are in steps of a 32nd. The base is that of the sensor, times 100/32.
		n.takeISO(math.Round(math.Exp2(float64(auto)/32)*100) * math.Round(math.Exp2(float64(base)/32)*100/32) / 100)
	}
	n.takeText(lensName)
	// Cameras with a fixed lens have no type of lens.
	long, short := uint16(n.number(settings, longest)), uint16(n.number(settings, shortest))
	if kind := n.number(settings, lensType); n.tags.MakerLens != "" || kind <= 0 || long == 0 || short == 0 {
		return
	}
	per := float64(max(1, n.number(settings, unit))) // millimetre
	aperture := math.Exp2(canonSteps(n.number(settings, lensAperture)) / 2)
	if long != short { // the aperture is that at the zoom of the photo
		aperture = 0
	}
	n.tags.MakerLens = lensText(float64(short)/per, float64(long)/per, aperture, aperture)
}

// canonISO is the sensitivity that the owner chose, 0 if none.
func canonISO(v int) float64 {
	const inPlain = 0x4000
	switch {
	case v < 0 || v == 0x7fff:
		return 0
	case v&inPlain != 0:
		return float64(v &^ inPlain)
	case v >= 16 && v <= 20:
		return []float64{50, 100, 200, 400, 800}[v-16]
	}
	return 0
}

// canonSteps are steps in 32nds, with thirds as Canon rounds them.
func canonSteps(v int) float64 {
	whole, rest := float64(v&^0x1f), float64(v&0x1f)
	switch v & 0x1f {
	case 0x0c:
		rest = 32.0 / 3
	case 0x14:
		rest = 64.0 / 3
	}
	return (whole + rest) / 32
}

// nikon reads the sensitivity, and the lens: its range in four numbers, and bits for the
// letters behind.
func (n *note) nikon() {
	const iso, lensType, lens = 0x0002, 0x0083, 0x0084
	n.takeISO(float64(uint16(n.number(iso, 1))))
	e, ok := n.table.Find(lens)
	b := n.value(lens)
	if !ok || e.Type != container.TypeRational || e.Count != 4 || len(b) != 32 {
		return
	}
	var of [4]float64
	for i := range of {
		of[i] = n.Float(container.TypeRational, b[8*i:])
	}
	n.tags.MakerLens = lensText(of[0], of[1], of[2], of[3])
	if kind := n.value(lensType); n.tags.MakerLens != "" && len(kind) > 0 {
		n.tags.MakerLens += " " + nikonLetters(kind[0])
	}
}

// nikonLetters are the letters behind the range of a lens.
func nikonLetters(bits byte) string {
	if bits == 0 {
		return "AF"
	}
	var letters []string
	d := bits & 2
	if bits&4 != 0 { // lenses without a ring for the aperture have the contacts of D, too
		letters, d = append(letters, "G"), 0
	}
	if d != 0 {
		letters = append(letters, "D")
	}
	if bits&1 != 0 {
		letters = append(letters, "MF")
	}
	if bits&8 != 0 {
		letters = append(letters, "VR")
	}
	if bits&64 != 0 {
		letters = append(letters, "E")
	}
	return strings.Join(letters, " ")
}

// olympus reads the name of the lens from the table of the equipment.
func (n *note) olympus() {
	const equipment, lensName = 0x2010, 0x0203
	e, ok := n.table.Find(equipment)
	if !ok {
		return
	}
	at := e.At // older notes have the table as the value
	if e.Type != container.TypeUndefined {
		b, err := n.Value(e, 8)
		if err != nil || len(b) < 4 {
			return
		}
		at = uint64(n.Order.Uint32(b))
	}
	table, err := n.Directory(at)
	if err != nil {
		return
	}
	n.table = table
	n.takeText(lensName)
}

// panasonic reads the name of the lens.
func (n *note) panasonic() {
	const lensName = 0x0051
	n.takeText(lensName)
}

// fuji reads the stars that the owner gave in the camera.
func (n *note) fuji() {
	const stars = 0x1431
	if b := n.value(stars); len(b) >= 4 {
		if v := n.Order.Uint32(b); v <= 5 {
			n.tags.MakerRating = int(v)
		}
	}
}

// sony reads the lens as eight bytes: letters, two focal lengths and two apertures in decimal
// digits, and more letters.
func (n *note) sony() {
	const lensSpec = 0xb02a
	b := n.value(lensSpec)
	if len(b) != 8 {
		return
	}
	decimal := func(b ...byte) float64 {
		v := 0.0
		for _, c := range b {
			v = 100*v + float64(c>>4)*10 + float64(c&15)
		}
		return v
	}
	lens := lensText(decimal(b[1], b[2]), decimal(b[3], b[4]), decimal(b[5])/10, decimal(b[6])/10)
	if lens == "" {
		return
	}
	flags := uint16(b[0])<<8 | uint16(b[7])
	words := []string{strings.Replace(lens, "f/", "F", 1)}
	for _, l := range sonyLetters {
		switch name := l.names[flags&l.mask]; {
		case name == "":
		case l.before:
			words = append([]string{name}, words...)
		default:
			words = append(words, name)
		}
	}
	n.tags.MakerLens = strings.Join(words, " ")
}

// sonyLetters are the letters around the range of a lens, by the bits of the first and the
// last byte.
var sonyLetters = []struct {
	mask   uint16
	names  map[uint16]string
	before bool
}{
	{0x4000, map[uint16]string{0x4000: "PZ"}, true},
	{0x0300, map[uint16]string{0x0100: "DT", 0x0200: "FE", 0x0300: "E"}, true},
	{0x00e0, map[uint16]string{0x20: "STF", 0x40: "Reflex", 0x60: "Macro", 0x80: "Fisheye"}, false},
	{0x000c, map[uint16]string{0x04: "ZA", 0x08: "G"}, false},
	{0x0003, map[uint16]string{0x01: "SSM", 0x02: "SAM"}, false},
	{0x8000, map[uint16]string{0x8000: "OSS"}, false},
	{0x2000, map[uint16]string{0x2000: "LE"}, false},
	{0x0800, map[uint16]string{0x0800: "II"}, false},
}

// pentax reads the sensitivity: a number of steps, or in early cameras the sensitivity itself.
func (n *note) pentax() {
	const iso = 0x0014
	thirds := []float64{50, 64, 80, 100, 125, 160, 200, 250, 320, 400, 500, 640, 800, 1000, 1250, 1600, 2000, 2500}
	halves := []float64{50, 70, 100, 140, 200, 280, 400, 560, 800, 1100, 1600, 2200, 3200, 4500, 6400}
	switch v := n.number(iso, 0); {
	case v >= 3 && v < 3+len(thirds):
		n.takeISO(thirds[v-3])
	case v == 50 || v == 100 || v == 200 || v == 400 || v == 800 || v == 1600 || v == 3200:
		n.takeISO(float64(v))
	case v >= 258 && v < 258+len(halves):
		n.takeISO(halves[v-258])
	}
}

// lensText writes the range of a lens: "17-35mm f/2.8", or "" for none. Apertures may be
// unknown.
func lensText(shortest, longest, wide, long float64) string {
	const most = 10_000
	if !(shortest > 0 && shortest <= most) {
		return ""
	}
	s := plainNumber(shortest)
	if longest > shortest && longest <= most {
		s += "-" + plainNumber(longest)
	}
	s += "mm"
	if !(wide > 0 && wide <= most) {
		return s
	}
	s += fmt.Sprintf(" f/%s", plainNumber(wide))
	if long > 0 && long <= most && plainNumber(long) != plainNumber(wide) {
		s += "-" + plainNumber(long)
	}
	return s
}

func plainNumber(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }
