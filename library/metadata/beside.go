package metadata

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"descry/library/metadata/text"
)

// Beside tells which files of one directory say something of which photos in it: XMP sidecars,
// and the JSON files that Google Photos writes when a collection is taken out.
//
// A sidecar is named after its photo, with .xmp behind (darktable, digiKam) or in place of the
// extension (Lightroom). Programs and file systems are careless with case: a sidecar whose name
// differs from a photo's in case alone is that photo's, unless there is a photo of exactly that
// name. Several photos (IMG_1.CR2 and IMG_1.JPG) may share a sidecar of the second kind:
// Present.Fits tells which photo the sidecar is for.
type Beside struct {
	names map[string]bool     // of all files, and what stands before their extensions
	files map[string][]string // sidecars and JSON files, by what their names begin with, in lower case
	json  bool                // there are JSON files
}

// SaysOfPhotos reports that a file of this name may say something of a photo beside it.
func SaysOfPhotos(name string) bool {
	ext := filepath.Ext(name)
	return strings.EqualFold(ext, ".xmp") || strings.EqualFold(ext, ".json")
}

// NewBeside takes the names of all files of a directory.
func NewBeside(names []string) *Beside {
	b := &Beside{names: make(map[string]bool, len(names)), files: map[string][]string{}}
	for _, name := range names {
		if !SaysOfPhotos(name) {
			b.names[name] = true
			b.names[stem(name)] = true
			continue
		}
		key := strings.ToLower(stem(name))
		b.files[key] = append(b.files[key], name)
		if isJSON(name) {
			b.json = true
			if about := takeoutPhoto(key); about != key {
				b.files[about] = append(b.files[about], name)
			}
		}
	}
	for _, list := range b.files {
		slices.Sort(list)
	}
	return b
}

// Empty reports that no file says anything of photos.
func (b *Beside) Empty() bool { return len(b.files) == 0 }

// Of are the names of the files that may say something of a photo: sidecars, the likeliest
// first, then the JSON file.
func (b *Beside) Of(photo string) []string {
	if b.Empty() {
		return nil
	}
	var list []string
	forms := []string{photo}
	if s := stem(photo); s != "" && s != photo {
		forms = append(forms, s)
	}
	for _, form := range forms {
		exact, other := "", ""
		for _, name := range b.files[strings.ToLower(form)] {
			switch own := stem(name); {
			case isJSON(name):
			case own == form && (exact == "" || strings.HasSuffix(name, ".xmp")):
				exact = name
			case own != form && other == "" && !b.names[own]:
				other = name
			}
		}
		if exact == "" {
			exact = other
		}
		if exact != "" {
			list = append(list, exact)
		}
	}
	if b.json {
		if name := b.takeout(photo); name != "" {
			list = append(list, name)
		}
	}
	return list
}

// takeout is the JSON file of a photo, "" without one.
func (b *Beside) takeout(photo string) string {
	s, ext := stem(photo), filepath.Ext(photo)
	for {
		for _, form := range takeoutNames(s, ext) {
			for _, name := range b.files[strings.ToLower(form)] {
				if isJSON(name) {
					return name
				}
			}
		}
		original, edited := cutEdited(s)
		if !edited {
			return ""
		}
		s = original
	}
}

// numbered is a name of which a collection has several: the number stands behind.
var numbered = regexp.MustCompile(`^(.+)(\(\d{1,4}\))$`)

// takeoutLength is how many letters of a name Google Photos keeps, before ".json" and without
// the number of a name of which there are several.
const takeoutLength = 46

// takeoutNames are the names of the JSON file of a photo, without .json: PHOTO.jpg (in newer
// collections with .supplemental-metadata behind), PHOTO, each cut where it gets too long.
// PHOTO(1).jpg has its number behind all that.
func takeoutNames(stem, ext string) []string {
	names := func(stem, number string) []string {
		photo := stem + ext
		return []string{
			photo + number, firstLetters(photo+supplemental) + number, firstLetters(photo) + number, stem + number,
		}
	}
	list := names(stem, "")
	if m := numbered.FindStringSubmatch(stem); m != nil {
		list = append(names(m[1], m[2]), list...)
	}
	return list
}

// supplemental stands behind the photo's name in newer collections.
const supplemental = ".supplemental-metadata"

// takeoutPhoto is the photo's name in that of a JSON file: without .supplemental-metadata, or
// what is left of that, with the number at the end.
func takeoutPhoto(name string) string {
	number := ""
	if m := numbered.FindStringSubmatch(name); m != nil {
		name, number = m[1], m[2]
	}
	for n := len(supplemental); n > 0; n-- {
		if photo, ok := strings.CutSuffix(name, supplemental[:n]); ok && photo != "" {
			return photo + number
		}
	}
	return name + number
}

// editedSuffixes stand behind the name of the edited copy of a photo, whose JSON file is the
// photo's, in the languages in which Google Photos is used most.
var editedSuffixes = []string{
	"-edited", "-effects", "-smile", "-mix", "-collage", "-bearbeitet", "-modifié", "-editado", "-editada", "-modificato", //nolint:misspell // Italian
	"-bewerkt", "-edytowane", "-редактировано", "-編集済み", "-已编辑", "-已編輯", "-수정됨",
}

func cutEdited(stem string) (original string, edited bool) {
	number := ""
	if m := numbered.FindStringSubmatch(stem); m != nil {
		stem, number = m[1], m[2]
	}
	for _, suffix := range editedSuffixes {
		if n := len(stem) - len(suffix); n > 0 && strings.EqualFold(stem[n:], suffix) {
			return stem[:n] + number, true
		}
	}
	return "", false
}

// firstLetters is what is left of a name that is too long.
func firstLetters(s string) string {
	n := 0
	for i := range s {
		if n == takeoutLength {
			return text.Cut(s, i)
		}
		n++
	}
	return s
}

func isJSON(name string) bool { return strings.EqualFold(filepath.Ext(name), ".json") }

// stem is a name without its extension.
func stem(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }
