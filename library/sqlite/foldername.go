package sqlite

import (
	"regexp"
	"slices"
	"strings"
)

// leadingDate is a date or a year at the beginning of a directory's name, with the separator
// behind: "2019-07-14 ", "20190714_", "14.07.2019 - ", "2019 ".
var leadingDate = regexp.MustCompile(`^(?:(?:19|20)\d\d[-._ ]?[01]\d(?:[-._ ]?[0-3]\d)?|[0-3]?\d[-._][01]?\d[-._](?:19|20)\d\d|(?:19|20)\d\d)(?:[-–—._, ~]+|$)`)

// dcf are directories as cameras name them by the DCF standard: 100CANON, 101_PANA.
var dcf = regexp.MustCompile(`^[1-9]\d\d[A-Z0-9_]{5}$`)

// madeByDevices are other names that cameras, phones and programs give, folded: of
// directories, and of files.
var madeByDevices = regexp.MustCompile(`^(?:(?:img|dsc|dscn|dscf|mvi|pict|pxl|vid|sam|gopr|imag|cimg|hpim|p|s|wp)[-_ ]?\d+|\d+gopro|dcim|misc|avf info|private|camera\d*|eos ?misc)$`)

// sayNothing are words that tell nothing of what a photo shows, folded. A name of only such
// words, numbers and months is not offered.
var sayNothing = strings.Fields(`
a all and by for from in my new old of the to und von
album albums archive archives backup backups bild bilder camera copy desktop documents
downloads edited export exported exports final folder folders foto fotos gallery image images import imported
imports jpeg jpg kamera media misc miscellaneous mobile ordner original originals other photo photos
pic pics picture pictures phone raw roll selected selection shared sort sorted stuff temp test tmp unsorted
untitled upload uploads various video videos neuer neu handy unbenannt
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
januar februar marz mai juni juli oktober dezember
monday tuesday wednesday thursday friday saturday sunday week day month year q1 q2 q3 q4`)

// folderTag makes a tag of a directory's name, "" if the name tells nothing. Dates in front
// are left out, underscores become blanks.
func folderTag(name string) string {
	text := strings.TrimSpace(name)
	if dcf.MatchString(text) || madeByDevices.MatchString(fold(text)) {
		return ""
	}
	for {
		end := leadingDate.FindStringIndex(text)
		if end == nil {
			break
		}
		text = strings.TrimLeft(text[end[1]:], "-–—._, ~")
	}
	text = oneSpaced(strings.ReplaceAll(text, "_", " "))
	if dcf.MatchString(text) || madeByDevices.MatchString(fold(text)) {
		return ""
	}
	for _, word := range strings.Fields(indexWords(text)) {
		if strings.Trim(word, "0123456789") != "" && !slices.Contains(sayNothing, word) {
			return text
		}
	}
	return ""
}

// boilerplate are captions that cameras and programs write into every file, folded, with the
// known makers.
var boilerplate = []string{
	"olympus digital camera", // Olympus
	"olympus camedia",
	"sony dsc",               // Sony
	"dcim",                   // phones
	"exif_jpeg_picture",      // Casio, Hewlett-Packard
	"exif jpeg",              // Medion
	"minolta digital camera", // Minolta
	"kodak digital still camera",
	"konica minolta digital camera",
	"digital camera",
	"samsung",    // Samsung
	"jpeg image", // scanners
	"default",    // phones by MediaTek
	"untitled",   // programs
	"screenshot", // Apple
	"created with gimp",
	"created by imagemagick",
	"image",
	"picture",
	"photo",
	"oznor", "hdr", "cof", "dav", "mde", "sdr", "edf", "rhdr", "ptr", "fznor", "nfd", "vhdr", "bty", "oznorwo", "hdrpl", // Huawei's modes
}

// longestBoilerplate is above the length of all captions that programs write, in bytes.
const longestBoilerplate = 64

// saysNothing reports a caption that nobody wrote.
func saysNothing(caption string) bool {
	text := oneSpaced(caption)
	if len(text) > longestBoilerplate {
		return false
	}
	text = fold(text)
	if strings.Trim(indexWords(text), "0123456789 ") == "" {
		return true
	}
	return slices.Contains(boilerplate, text) || strings.HasPrefix(text, "created with ") || strings.HasPrefix(text, "exif_jpeg") || madeByDevices.MatchString(text)
}
