package library

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Camera is what the file tells of the device and the exposure. Zero fields are unknown.
type Camera struct {
	Make, Model, Lens string
	ISO               int
	FNumber           float64 // 2.8 for f/2.8
	ExposureSeconds   float64
	FocalLength       float64 // millimetres
}

// Name is what people call the camera, "" when nothing is known: the brand once, without the
// legal form that many files write, then the model. NIKON CORPORATION with NIKON D1X is "Nikon
// D1X". The catalogue keeps names, so a change of this function takes a migration.
func (c Camera) Name() string {
	maker, model := brandWords(c.Make), strings.Fields(c.Model)
	brand := brandName(maker)
	if len(model) > 0 && strings.EqualFold(model[0], "pentax") {
		maker, brand = model[:1], "Pentax" // made by Ricoh by now, and called as before
	}
	for len(model) > 0 && (isWord(model[0], maker) || strings.EqualFold(model[0], brand)) {
		model = model[1:]
	}
	return strings.TrimSpace(brand + " " + strings.Join(model, " "))
}

// formal are words of makers' names that are no part of the brand as people say it.
var formal = []string{"corporation", "corp", "company", "co", "ltd", "inc", "ag", "gmbh", "llc", "imaging", "optical",
	"camera", "computer", "electric", "electronics", "techwin", "technologies", "communications", "digital"}

// brands are the brands that can't be told from the maker's name.
var brands = map[string]string{
	"eastman kodak": "Kodak", "fuji photo film": "Fujifilm", "hewlett-packard": "HP", "seiko epson": "Epson", "lge": "LG",
}

// brandWords are a maker's name up to the first formal word. A name that begins with a formal
// word has only that word.
func brandWords(maker string) []string {
	words := strings.FieldsFunc(maker, func(r rune) bool { return unicode.IsSpace(r) || r == ',' })
	for i, word := range words {
		if i > 0 && isWord(strings.Trim(word, "."), formal) {
			return words[:i]
		}
	}
	return words
}

func brandName(words []string) string {
	if known := brands[strings.ToLower(strings.Join(words, " "))]; known != "" {
		return known
	}
	spelled := make([]string, len(words))
	for i, word := range words {
		spelled[i] = properCase(word)
	}
	return strings.Join(spelled, " ")
}

// properCase writes NIKON and samsung as a name, and leaves HTC and GoPro alone.
func properCase(word string) string {
	const longestInitials = 3
	first, size := utf8.DecodeRuneInString(word)
	shouted := word == strings.ToUpper(word) && utf8.RuneCountInString(word) > longestInitials
	if shouted || word == strings.ToLower(word) {
		return string(unicode.ToUpper(first)) + strings.ToLower(word[size:])
	}
	return word
}

func isWord(word string, list []string) bool {
	return slices.ContainsFunc(list, func(known string) bool { return strings.EqualFold(known, word) })
}
