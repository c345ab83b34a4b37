package query

import (
	"fmt"
	"strings"
	"time"

	"descry/library"
)

// meaning is one value of a filter: the test, the usual spelling, and the text of a chip.
type meaning struct {
	test        library.Test
	text, label string
}

// reader understands one value of a filter. The error is the sentence for the user.
type reader func(s segment, now time.Time) (meaning, error)

// readers are the filters by their keys. like: and is: have no tests of their own.
var readers = map[string]reader{
	"date": readDate, "iso": readISO, "rating": readRating, "near": readNear, "type": readType,
	"orientation": readOrientation, "has": readFact, "like": nil, "is": nil,
	"in":     readText(func(v string) library.Test { return library.InTest{Name: v} }),
	"folder": readText(func(v string) library.Test { return library.FolderTest{Path: v} }),
	"name":   readText(func(v string) library.Test { return library.NameTest{Text: v} }),
	"camera": readText(func(v string) library.Test { return library.CameraTest{Text: v} }),
	"lens":   readText(func(v string) library.Test { return library.LensTest{Text: v} }),
	"tag":    readTag,
	"person": readPerson,
}

func readText(test func(string) library.Test) reader {
	return func(s segment, _ time.Time) (meaning, error) {
		return meaning{test(s.text), Quote(s.text), s.text}, nil
	}
}

// readTag refuses tag:none among alternatives, since tag:none asks for photos without tags.
func readTag(s segment, _ time.Time) (meaning, error) {
	if !s.quoted && strings.EqualFold(s.text, "none") {
		return meaning{}, fmt.Errorf(`none stands alone, as in tag:none; a tag of that name is written tag:"none"`)
	}
	name, whole := wholeName(s.text)
	return meaning{library.TagTest{Name: name, Whole: whole}, Quote(s.text), name}, nil
}

func readPerson(s segment, _ time.Time) (meaning, error) {
	name, whole := wholeName(s.text)
	return meaning{library.PersonTest{Name: name, Whole: whole}, Quote(s.text), name}, nil
}

// wholeName is a name without the sign for a whole name. whole reports that the sign was
// there.
func wholeName(value string) (name string, whole bool) {
	if name, whole = strings.CutPrefix(value, "="); name == "" {
		return value, false
	}
	return name, whole
}

// formats are the values of Photo.Format with the names that users call them. The content of a
// file decides its format. raw is one format for all cameras.
var formats = map[string]string{
	"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WebP", "tiff": "TIFF", "bmp": "BMP", "heic": "HEIC",
	"avif": "AVIF", "raw": "raw", "jxl": "JPEG XL", "jpeg2000": "JPEG 2000", "psd": "Photoshop",
}

var otherFormats = map[string]string{
	"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "tif": "tiff", "heif": "heic", "hif": "heic", "jp2": "jpeg2000",
	"jpeg 2000": "jpeg2000", "jpeg xl": "jxl", "photoshop": "psd", "bitmap": "bmp",
}

// rawEndings are the file name endings of the cameras' raw files.
const rawEndings = " dng cr2 cr3 crw nef nrw arw sr2 srf orf rw2 raf pef srw x3f mrw 3fr iiq erf kdc dcr mos rwl "

func readType(s segment, _ time.Time) (meaning, error) {
	format := strings.TrimPrefix(strings.ToLower(oneSpaced(s.text)), ".")
	if to, ok := otherFormats[format]; ok {
		format = to
	}
	if label, ok := formats[format]; ok {
		return meaning{library.TypeTest{Format: format}, format, label}, nil
	}
	if strings.Contains(rawEndings, " "+format+" ") {
		return meaning{}, fmt.Errorf("all camera raw files are one type; write type:raw, or name:.%s for those of one camera", format)
	}
	return meaning{}, fmt.Errorf("%s is not a type of photo; write type:jpeg, png, gif, webp, tiff, bmp, heic, avif or raw", shown(s.text))
}

var orientations = map[string]library.Orientation{
	"landscape": library.Landscape, "portrait": library.Portrait, "square": library.Square,
}

var otherOrientations = map[string]string{"horizontal": "landscape", "wide": "landscape", "vertical": "portrait", "tall": "portrait"}

func readOrientation(s segment, _ time.Time) (meaning, error) {
	word := strings.ToLower(s.text)
	if to, ok := otherOrientations[word]; ok {
		word = to
	}
	o, ok := orientations[word]
	if !ok {
		return meaning{}, fmt.Errorf("%s is not an orientation; write orientation:landscape, portrait or square", shown(s.text))
	}
	return meaning{library.OrientationTest{Orientation: o}, word, word}, nil
}

// facts are the facts of has:, with the text of a chip.
var facts = map[string]struct {
	fact  library.Fact
	label string
}{
	"caption": {library.HasCaption, "caption"}, "tag": {library.HasTag, "tag"}, "place": {library.HasPlace, "place"},
	"date": {library.HasDate, "date"}, "person": {library.HasPerson, "person"}, "rating": {library.HasRating, "rating"},
	"camera": {library.HasCamera, "camera"},
}

var otherFacts = map[string]string{
	"captions": "caption", "title": "caption", "tags": "tag", "keyword": "tag", "keywords": "tag", "gps": "place",
	"location": "place", "people": "person", "persons": "person", "face": "person", "faces": "person", "stars": "rating",
}

func readFact(s segment, _ time.Time) (meaning, error) {
	word := strings.ToLower(s.text)
	if to, ok := otherFacts[word]; ok {
		word = to
	}
	f, ok := facts[word]
	if !ok {
		return meaning{}, fmt.Errorf("%s is nothing to ask for; write has:caption, tag, place, date, person, rating or camera", shown(s.text))
	}
	return meaning{library.HasTest{Fact: f.fact}, word, f.label}, nil
}

// shown is a value in a sentence, cut to a readable length.
func shown(value string) string {
	const most = 40
	value = oneSpaced(value)
	if r := []rune(value); len(r) > most {
		value = string(r[:most-1]) + "…"
	}
	if value == "" || strings.Contains(value, " ") {
		return "“" + value + "”"
	}
	return value
}
