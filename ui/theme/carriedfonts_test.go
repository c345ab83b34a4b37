package theme_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"golang.org/x/image/font/sfnt"

	"descry/assets"
	"descry/internal/testlength"
	"descry/ui/theme"
)

// carried is the folder into which the program's fonts are unpacked for all tests here, since
// the toolkit searches for fonts once.
var carried string

func TestMain(m *testing.M) { os.Exit(withCarriedFonts(m)) }

func withCarriedFonts(m *testing.M) int {
	dir, err := os.MkdirTemp("", "descry-fonts-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	if err := os.Setenv("XDG_CACHE_HOME", dir); err != nil { // where the toolkit keeps what it found
		panic(err)
	}
	dirs, set := os.LookupEnv("XDG_DATA_DIRS")
	carried = filepath.Join(dir, theme.FontsFolder)
	if err := theme.UseCarriedFonts(carried); err != nil {
		panic(err)
	}
	if now, is := os.LookupEnv("XDG_DATA_DIRS"); now != dirs || is != set {
		panic("the search for fonts changed the environment to " + now)
	}
	return m.Run()
}

// letters are those that names and captions must show, by script. Those that no standard of
// Unicode has assigned yet are left out.
var letters = []struct {
	name        string
	first, last rune
	base        string // what marks of the script stand on
}{
	{"Hebrew", 0x5d0, 0x5f4, ""},
	{"Arabic", 0x600, 0x6ff, "ب"},
	{"Devanagari", 0x900, 0x97f, "क"},
	{"Bengali", 0x980, 0x9fe, "ক"},
	{"Tamil", 0xb82, 0xbfa, "க"},
	{"Thai", 0xe01, 0xe5b, "ก"},
	{"Georgian", 0x10d0, 0x10ff, ""},
	{"signs", 0x2190, 0x21ff, ""},
	{"more signs", 0x25a0, 0x27bf, ""},
	{"kana and signs of Han", 0x3001, 0x30ff, "中"},
	{"bopomofo", 0x3105, 0x312f, ""},
	{"letters of Hangul", 0x3131, 0x318e, ""},
	{"Han", 0x4e00, 0x9fff, ""},
	{"Hangul", 0xac00, 0xd7a3, ""},
	{"full width", 0xff01, 0xff9f, ""},
	{"emoji", 0x1f300, 0x1f64f, ""},
	{"emoji of vehicles", 0x1f680, 0x1f6ff, ""},
	{"emoji of 2015 and later", 0x1f90c, 0x1f9ff, ""},
	{"emoji of 2019 and later", 0x1fa70, 0x1fac5, ""},
	{"emoji of 2020 to 2022", 0x1fad0, 0x1fae8, ""},
}

// blank are letters without a picture.
var blank = []rune{0x115f, 0x1160, 0x3164, 0xffa0}

// notThere are the letters in the ranges above that neither the toolkit nor the program brings
// along: Han that Unicode took up in 2005 and later, but for those of lateHan, a letter of Yiddish
// manuscripts and a sign at the end of Arabic texts.
func notThere(r rune) bool {
	return r >= 0x9fa6 && r <= 0x9fff && !slices.Contains(lateHan, r) ||
		slices.Contains([]rune{0x5ef, 0x61d}, r)
}

var lateHan = []rune{0x9fb4, 0x9fbc, 0x9fbd, 0x9fbe, 0x9fbf, 0x9fc0, 0x9fc1, 0x9fc2, 0x9fc4, 0x9fc6, 0x9fcc}

// notDrawn are two emoji of the toolkit's own font whose picture the toolkit can't read. The
// toolkit leaves their place empty, and asks no other font.
var notDrawn = []rune{0x26a1, 0x1f6b6}

// assigned are the letters of a range that Unicode has, as far as this Go knows it.
func assigned(first, last rune) (list []rune) {
	for r := first; r <= last; r++ {
		if unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S) && !slices.Contains(blank, r) {
			list = append(list, r)
		}
	}
	return list
}

// TestCarriedFontsHaveTheLetters is about a system that has no font at all.
func TestCarriedFontsHaveTheLetters(t *testing.T) {
	faces := facesWithoutSystem(t)
	for _, l := range letters {
		var missing, there []string
		for _, r := range assigned(l.first, l.last) {
			has := slices.ContainsFunc(faces, func(f *font.Face) bool { _, ok := f.NominalGlyph(r); return ok })
			if has && notThere(r) {
				there = append(there, fmt.Sprintf("%U", r))
			} else if !has && !notThere(r) {
				missing = append(missing, fmt.Sprintf("%U", r))
			}
		}
		if len(missing) > 0 {
			t.Errorf("%s: no font has %s", l.name, strings.Join(missing, " "))
		}
		if len(there) > 0 {
			t.Errorf("%s: %s are said not to be there", l.name, strings.Join(there, " "))
		}
	}
}

// facesWithoutSystem are the faces that the toolkit has where the system has no font.
func facesWithoutSystem(t *testing.T) []*font.Face {
	t.Helper()
	regular := theme.New(theme.Dark).Font(fyne.TextStyle{})
	faces := []*font.Face{}
	for _, r := range []fyne.Resource{regular, fynetheme.DefaultEmojiFont(), fynetheme.DefaultSymbolFont()} {
		faces = append(faces, face(t, r.Content()))
	}
	return append(faces, carriedFaces(t)...)
}

func carriedFaces(t *testing.T) (faces []*font.Face) {
	t.Helper()
	for _, path := range carriedFiles(t) {
		faces = append(faces, face(t, read(t, path)))
	}
	return faces
}

func carriedFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(carried, "*.ttf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no fonts in %s: %v", carried, err)
	}
	return files
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func face(t *testing.T, data []byte) *font.Face {
	t.Helper()
	f, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestLettersAreDrawn draws letters as the window does, and compares each with what the toolkit
// draws in place of a letter that no font has. A mark is drawn on a letter.
func TestLettersAreDrawn(t *testing.T) {
	test.NewTempApp(t)
	draw := newDrawing(t)
	step := 1
	if testlength.Shortened(t) {
		step = 37
	}
	drawn := 0
	for _, l := range letters {
		var bad []string
		without := map[string]emptyPictures{"": draw.without("", fyne.TextStyle{}), l.base: draw.without(l.base, fyne.TextStyle{})}
		all := assigned(l.first, l.last)
		for i := 0; i < len(all); i += step {
			r, base := all[i], ""
			if notThere(r) {
				continue
			}
			if unicode.Is(unicode.M, r) {
				base = l.base
			}
			drawn++
			if without[base].are(draw.of(base+string(r), fyne.TextStyle{})) != slices.Contains(notDrawn, r) {
				bad = append(bad, fmt.Sprintf("%U", r))
			}
		}
		if len(bad) > 0 {
			t.Errorf("%s: not drawn, or drawn against expectation, are %s", l.name, strings.Join(bad, " "))
		}
	}
	if want := 20_000 / step; drawn < want {
		t.Errorf("%d letters were drawn, want %d", drawn, want)
	}
	for _, style := range []fyne.TextStyle{{Bold: true}, {Italic: true}, {Bold: true, Italic: true}, {Monospace: true}} {
		without := draw.without("", style)
		for _, text := range samples {
			if without.are(draw.of(text, style)) {
				t.Errorf("%+v: %s is not drawn", style, text)
			}
		}
	}
}

// TestSpacesBehindLetters: the toolkit takes a space from the font of the letter before it.
func TestSpacesBehindLetters(t *testing.T) {
	test.NewTempApp(t)
	draw := newDrawing(t)
	for _, text := range samples {
		for _, space := range []string{" ", "\u00a0", "\u2009", "\u200e", "\u200d"} {
			with, without := draw.ink(text+space), draw.ink(text)
			if math.Abs(with-without) > without/4 { // letters from right to left move a little
				t.Errorf("something is drawn for %q behind %s: there is %.0f of ink, not %.0f", space, text, with, without)
			}
		}
	}
}

var samples = []string{"照", "写", "か", "한", "ا", "ש", "क", "ไ", "🐕", "🫠", "★"}

// TestLettersAreDrawnAtAnySize that text has in the window at any scale.
func TestLettersAreDrawnAtAnySize(t *testing.T) {
	test.NewTempApp(t)
	for _, size := range []float32{8, 10, 13, 20, 31, 64} {
		draw := newDrawing(t)
		draw.text.TextSize = size
		without := draw.without("", fyne.TextStyle{})
		for _, text := range samples {
			if without.are(draw.of(text, fyne.TextStyle{})) {
				t.Errorf("%s is not drawn at %v", text, size)
			}
		}
	}
}

// emptyPictures are those of a text with something behind it: nothing, and a letter that no font
// has.
type emptyPictures [2][sha256.Size]byte

func (e emptyPictures) are(picture [sha256.Size]byte) bool {
	return slices.Contains(e[:], picture)
}

func (d *drawing) without(base string, style fyne.TextStyle) emptyPictures {
	e := emptyPictures{d.of(base, style), d.of(base+"\U0010fffd", style)}
	if e[0] == e[1] {
		panic("the toolkit draws nothing in the place of a letter that no font has")
	}
	return e
}

// drawing draws one text after the other.
type drawing struct {
	text   *canvas.Text
	window fyne.Window
}

func newDrawing(t *testing.T) *drawing {
	t.Helper()
	d := &drawing{text: canvas.NewText("", color.Black)}
	d.window = test.NewTempWindow(t, d.text)
	d.window.SetPadded(false)
	d.window.Resize(fyne.NewSize(96, 96))
	return d
}

// of returns a sum of the picture of a text.
func (d *drawing) of(text string, style fyne.TextStyle) [sha256.Size]byte {
	return sha256.Sum256(d.picture(text, style).Pix)
}

// ink is how much black there is in the picture of a text.
func (d *drawing) ink(text string) float64 {
	nothing, sum := d.picture("", fyne.TextStyle{}), 0.0
	ground := slices.Clone(nothing.Pix)
	for i, v := range d.picture(text, fyne.TextStyle{}).Pix {
		sum += math.Abs(float64(v) - float64(ground[i]))
	}
	return sum
}

func (d *drawing) picture(text string, style fyne.TextStyle) *image.NRGBA {
	d.text.Text, d.text.TextStyle = text, style
	d.text.Refresh()
	return d.window.Canvas().Capture().(*image.NRGBA)
}

// TestCarriedFontsLeaveTheLineAlone: a letter from a carried font moves no other letter of the
// line, and what the toolkit has itself comes from the toolkit.
func TestCarriedFontsLeaveTheLineAlone(t *testing.T) {
	own := face(t, theme.New(theme.Dark).Font(fyne.TextStyle{}).Content())
	height := func(f *font.Face) (ascent, descent float32) {
		m, ok := f.FontHExtents()
		if !ok {
			t.Fatal("a font has no height")
		}
		return m.Ascender / float32(f.Upem()), m.Descender / float32(f.Upem())
	}
	ascent, descent := height(own)
	for i, f := range carriedFaces(t) {
		name := filepath.Base(carriedFiles(t)[i])
		if a, d := height(f); a > ascent || a < ascent*0.99 || d < descent || d > descent*0.97 {
			t.Errorf("%s: the line goes from %v to %v, want %v to %v", name, a, d, ascent, descent)
		}
		for r := rune(' '); r < 0x250; r++ {
			// The space comes from the font of the letter before it, whichever that is.
			if _, has := f.NominalGlyph(r); has != (r == ' ') && r != '\u00a0' {
				t.Errorf("%s: that it has %q is %v", name, r, has)
			}
		}
		if w := f.Describe().Aspect.Weight; w >= font.WeightNormal {
			t.Errorf("%s: its weight is %v, so that fonts of the system don't go before it", name, w)
		}
	}
}

// TestCarriedFontsSayTheirLicence, which is in the window's list as well.
func TestCarriedFontsSayTheirLicence(t *testing.T) {
	for _, path := range carriedFiles(t) {
		f, err := sfnt.Parse(read(t, path))
		if err != nil {
			t.Fatal(err)
		}
		licence, err := f.Name(nil, sfnt.NameIDLicense)
		if err != nil || !strings.Contains(licence, "SIL Open Font License") && !strings.Contains(licence, "Apache License, Version 2.0") {
			t.Errorf("%s: its licence is %q (%v)", filepath.Base(path), licence, err)
		}
		if who, err := f.Name(nil, sfnt.NameIDCopyright); err != nil || who == "" {
			t.Errorf("%s says nothing of who made it (%v)", filepath.Base(path), err)
		}
	}
	for _, part := range []string{"Droid Sans Fallback\tApache-2.0\t", "Noto Sans\tOFL-1.1\t", "Noto Sans CJK\tOFL-1.1\t", "Noto Emoji\tOFL-1.1\t"} {
		if !strings.Contains(assets.Licences(), "\n"+part) {
			t.Errorf("the list of licences has no line that begins with %q", part)
		}
	}
}

// TestCarriedFontsAreSmall: the program may grow by 8 MB for all languages, translations
// included.
func TestCarriedFontsAreSmall(t *testing.T) {
	var all int64
	err := fs.WalkDir(assets.Fonts(), ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && !d.IsDir() {
			all += info.Size()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if all > 4<<20 {
		t.Errorf("the fonts have %d bytes, want at most 4 MB", all)
	}
}

// TestUnpackingFonts: what is cut short or missing is unpacked again, fonts of another version
// go, and files of others stay.
func TestUnpackingFonts(t *testing.T) {
	folder := filepath.Join(t.TempDir(), theme.FontsFolder)
	if err := theme.UseCarriedFonts(folder); err != nil {
		t.Fatal(err)
	}
	names := func() (list []string) {
		entries, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			list = append(list, e.Name())
		}
		return list
	}
	all := names()
	if len(all) < 20 {
		t.Fatalf("only %q were unpacked", all)
	}
	first, second := filepath.Join(folder, all[0]), filepath.Join(folder, all[1])
	before := read(t, first)
	if err := os.WriteFile(first, before[:100], 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(second); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"thai-0123456789ab.ttf", "Mine.ttf"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := theme.UseCarriedFonts(folder); err != nil {
		t.Fatal(err)
	}
	want := append(slices.Clone(all), "Mine.ttf")
	slices.Sort(want)
	if got := names(); !slices.Equal(got, want) {
		t.Errorf("the folder has %q, want %q", got, want)
	}
	if !bytes.Equal(read(t, first), before) {
		t.Errorf("%s is still cut short", all[0])
	}
	if theme.UseCarriedFonts(filepath.Join(t.TempDir(), "letters")) == nil {
		t.Error("a folder of a name that isn't searched is no mistake")
	}
}
