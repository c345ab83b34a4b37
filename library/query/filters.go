package query

import (
	"strings"
	"time"

	"descry/library"
)

// meaning is one value of a filter, and what it tests.
type meaning struct {
	test  library.Test
	value Value
}

// setting is what the meaning of a value depends on.
type setting struct {
	now   time.Time
	words *Words
}

// reader understands one value of a filter, or tells what is wrong with it.
type reader func(s segment, in setting) (meaning, *Remark)

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
	return func(s segment, _ setting) (meaning, *Remark) {
		return meaning{test(s.text), Value{Parts: []string{s.text}}}, nil
	}
}

// readTag refuses tag:none among alternatives, since tag:none asks for photos without tags.
func readTag(s segment, in setting) (meaning, *Remark) {
	if !s.quoted && in.words.none("tag", s.text) {
		return meaning{}, remark(NoneAmongTags, nil)
	}
	name, whole := wholeName(s.text)
	return meaning{library.TagTest{Name: name, Whole: whole}, named(name, whole)}, nil
}

func readPerson(s segment, _ setting) (meaning, *Remark) {
	name, whole := wholeName(s.text)
	return meaning{library.PersonTest{Name: name, Whole: whole}, named(name, whole)}, nil
}

// named is the value of a name.
func named(name string, whole bool) Value {
	if whole {
		return Value{Op: "=", Parts: []string{name}}
	}
	return Value{Parts: []string{name}}
}

// wholeName is a name without the sign for a whole name. whole reports that the sign was
// there.
func wholeName(value string) (name string, whole bool) {
	for _, sign := range []string{"=", "＝"} {
		if name, whole = strings.CutPrefix(value, sign); whole && name != "" {
			return name, true
		}
	}
	return value, false
}

// formats are the values of Photo.Format. The content of a file decides its format. raw is one
// format for all cameras.
var formats = wordSet("jpeg png gif webp tiff bmp heic avif raw jxl jpeg2000 psd")

var otherFormats = map[string]string{
	"jpg": "jpeg", "jpe": "jpeg", "jfif": "jpeg", "tif": "tiff", "heif": "heic", "hif": "heic", "jp2": "jpeg2000",
	"jpeg 2000": "jpeg2000", "jpeg xl": "jxl", "photoshop": "psd", "bitmap": "bmp",
}

// rawEndings are the file name endings of the cameras' raw files.
const rawEndings = " dng cr2 cr3 crw nef nrw arw sr2 srf orf rw2 raf pef srw x3f mrw 3fr iiq erf kdc dcr mos rwl "

func readType(s segment, in setting) (meaning, *Remark) {
	format := in.words.english("type", strings.TrimPrefix(narrow(s.text), "."))
	if to, ok := otherFormats[format]; ok {
		format = to
	}
	if formats[format] {
		return meaning{library.TypeTest{Format: format}, Value{Parts: []string{format}}}, nil
	}
	if strings.Contains(rawEndings, " "+format+" ") {
		return meaning{}, remark(OneRawType, Params{"Format": format})
	}
	return meaning{}, remark(NoType, Params{"Value": shown(s.text)})
}

var orientations = map[string]library.Orientation{
	"landscape": library.Landscape, "portrait": library.Portrait, "square": library.Square,
}

var otherOrientations = map[string]string{"horizontal": "landscape", "wide": "landscape", "vertical": "portrait", "tall": "portrait"}

func readOrientation(s segment, in setting) (meaning, *Remark) {
	word := in.words.english("orientation", narrow(s.text))
	if to, ok := otherOrientations[word]; ok {
		word = to
	}
	o, ok := orientations[word]
	if !ok {
		return meaning{}, remark(NoOrientation, Params{"Value": shown(s.text)})
	}
	return meaning{library.OrientationTest{Orientation: o}, Value{Parts: []string{word}}}, nil
}

// facts are the facts of has:.
var facts = map[string]library.Fact{
	"caption": library.HasCaption, "tag": library.HasTag, "place": library.HasPlace, "date": library.HasDate,
	"person": library.HasPerson, "rating": library.HasRating, "camera": library.HasCamera,
}

var otherFacts = map[string]string{
	"captions": "caption", "title": "caption", "tags": "tag", "keyword": "tag", "keywords": "tag", "gps": "place",
	"location": "place", "people": "person", "persons": "person", "face": "person", "faces": "person", "stars": "rating",
}

func readFact(s segment, in setting) (meaning, *Remark) {
	word := in.words.english("has", narrow(s.text))
	if to, ok := otherFacts[word]; ok {
		word = to
	}
	f, ok := facts[word]
	if !ok {
		return meaning{}, remark(NoFact, Params{"Value": shown(s.text)})
	}
	return meaning{library.HasTest{Fact: f}, Value{Parts: []string{word}}}, nil
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
