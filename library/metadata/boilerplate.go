package metadata

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// written returns the first text that somebody wrote. Texts that cameras and programs leave in
// the fields for captions are passed over. clean makes a text fit to show. camera are the make
// and the model of the camera.
func written(clean func(string) string, camera []string, texts ...string) string {
	for _, s := range texts {
		s = clean(withoutCharset(s))
		if !boilerplate(s, camera) {
			return s
		}
	}
	return ""
}

// charset matches what programs that copy UserComment put before the text: the name of the
// coding, as exiv2 prints the name.
var charset = regexp.MustCompile(`(?i)^\s*charset="?\w*"?`)

func withoutCharset(s string) string { return s[len(charset.FindString(s)):] }

// longestBoilerplate bounds the bytes of a text that is compared as a whole. Makers are brief.
const longestBoilerplate = 128

// boilerplate reports a text that nobody wrote.
func boilerplate(s string, camera []string) bool {
	s = strings.Join(strings.Fields(s), " ")
	if wordless(s) || slices.ContainsFunc(programs, func(p string) bool { return hasPrefixFold(s, p) }) {
		return true
	}
	if settings.MatchString(s) || digest.MatchString(s) || device.MatchString(s) || made.MatchString(s) {
		return true
	}
	if len(s) > longestBoilerplate {
		return false
	}
	if phoneCodes[s] || huaweiWords[s] && isHuawei(camera) || slices.ContainsFunc(shapes, func(r *regexp.Regexp) bool { return r.MatchString(s) }) {
		return true
	}
	words := wordsOf(s)
	key := strings.Join(words, " ")
	return placeholders[key] || isCamera(key, camera) || namesDevice(words, s == strings.ToUpper(s))
}

// wordless reports a text without a letter, a number or a symbol such as "❤", and one of zeros
// alone. Fields of a fixed width are filled with blanks, zeros, dots or rubbish.
func wordless(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != '0' && r != unicode.ReplacementChar && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.So, r))
	})
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// wordsOf are the words of a text in small letters.
func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// programs are the beginnings of what programs write where people write captions: their own
// name, with version numbers or settings behind.
var programs = []string{
	"ACD Systems Digital Imaging", "AppleMark", "Binary data", "(Binary data", "Compressed by jpeg-recompress", "CREATOR: gd-jpeg", "CREATOR: XV",
	"File source: http", "File written by Adobe Photoshop", "Handmade Software", "Intel(R) JPEG Library", "JPEG Encoder Copyright", "Lavc5", "Lavc6",
	"LEAD Technologies", "Optimized by JPEGmini", "Processed By eBay", "Software: Adobe", "Software: Microsoft", "string with binary data",
	"U-Lead Systems", "Ulead Systems", "<?xpacket", "<x:xmpmeta",
}

// made matches the name of a program that made the picture, with its version.
var made = regexp.MustCompile(`(?i)^(?:created|edited|generated|made|saved) (?:by|in|using|with) (?:the )?` +
	`(?:acdsee|(?:adobe )?photoshop|gimp|imagemagick|imlib2?|inkscape|irfanview|matplotlib|paint\.net|paint shop pro|picasa|xnview)` +
	`(?: v?[\d.]+\w*)?(?: \([^)]*\))?$`)

// settings matches what phones write down about a picture: an object of JSON, or a list of
// names with numbers or switches ("filter: 0; fileterIntensity: 0.0; captureOrientation: 0;").
var settings = regexp.MustCompile(`^(?:\{"\w+":.*\}|(?:[\w-]+ ?: ?(?:[-+\d.,]*|true|false|null|on|off|\w+_\w+)\s*;\s*){2,}[\w-]*[ :]*[\w.-]*)$`)

// digest matches what no person writes: many hexadecimal digits in a row.
var digest = regexp.MustCompile(`^[0-9A-Fa-f]{32,}$`)

// device matches Samsung's names of devices in angle brackets ("<Digimax i5, Samsung #1>").
var device = regexp.MustCompile(`(?i)^<[^<>]*\b(?:samsung|kenox|digimax)\b[^<>]*>$`)

// shapes are the other forms that cameras and phones write.
var shapes = []*regexp.Regexp{
	// The settings of the encoder in Nokia's phones.
	regexp.MustCompile(`^cmp\d+(?:\.\d+)+Lq\d+\b`),
	// The format.
	regexp.MustCompile(`(?i)^(?:exif|jpe?g|tiff?|png|bmp|heic)(?:[ _-]?(?:exif|jpe?g|image|picture|photo|file))*$`),
	// The folder on the card.
	regexp.MustCompile(`(?i)^(?:[a-z]:)?[\\/]?DCIM[\\/]\S*$`),
	// The name of the file, with and without its ending, and the number of the picture.
	regexp.MustCompile(`(?i)^(?:\S*[\\/])?[a-z_]{0,5}[_-]?\d{3,}\w{0,4}\.(?:jpe?g|tiff?|png|heic|dng|nef|cr2|arw|raf|orf)$`),
	regexp.MustCompile(`^(?:_?DSC[FNH_]?|DCFC|DCP_?|_?IMG_?|_?MG_|PICT|PIC|CIMG|MVC-?|HPIM|IMGP|SANY|SDC|KIF_|P[1-9A-C])\d{4,}$`),
	regexp.MustCompile(`^00\d+$`),
	// Modes, as a number.
	regexp.MustCompile(`^(?:oppo|oplus|vivo|realme)_\d+$`),
	// Modes of Huawei's later phones.
	regexp.MustCompile(`^(?:[a-z]+_)?[Hh][Dd][Rr][Bb]$|^_?cuva$|^hw-\w+: ?\w+;?.*$`),
}

// phoneCodes are the names of modes and lenses that phones, most of them Huawei's and
// Honor's, write as the caption. They are written as here. The same letters in capitals are
// somebody's.
var phoneCodes = setOf(`
	bsh bty btf btfhdr btfmdn btr cof cof_soft cofrptr dav dig edf edfmdn fbt fbthdr fptbty fptr frem frontbhdp fshbty fznor
	hdr hdrpl iptrh mde mde_soft mfnr mpt nfb nor norhdr ozedf ozhdr oznor oznorCO oznorWO ozrpt ptr ptrfmdn ptrmde
	qrf rbt rbthdr rhdr rpt rptnb rptr sdr sdr_HDRB sdr_soft srptr trhdr trim-mde vhdr vivi wid zedf zhdr zrpt
`)

// huaweiWords are more names of modes of Huawei's and Honor's, which in other photos somebody
// may have written.
var huaweiWords = setOf("burst mon night portrait smart")

func isHuawei(camera []string) bool {
	return slices.ContainsFunc(camera, func(name string) bool { return hasPrefixFold(name, "huawei") || hasPrefixFold(name, "honor") })
}

// placeholders are what programs write for lack of a text, and fixed texts that don't name
// their device. They are in small letters with single blanks for all that is no letter.
var placeholders = func() map[string]bool {
	set := make(map[string]bool)
	for _, s := range []string{
		// Nothing was written.
		"default", "untitled", "no title", "no name", "no description", "no comment", "none", "null", "nil", "undefined", "n a",
		"add a caption", "enter a caption", "type caption here", "insert caption here", "your caption here", "user comment", "usercomment",
		// The coding of UserComment, or that the field has no text.
		"ascii", "unicode", "jis", "binary comment", "charset ascii", "charset unicode", "charset jis",
		// Cameras and scanners of no name, and what makers greet their buyers with.
		"image", "picture", "photo", "dcim",
		"digital camera", "digital still camera", "digital stillcamera", "digital image", "digital picture", "digital photo",
		"camera360", "facetune", "instasize", "picsart", "pixlr", "retrica", "snapseed", "vscocam",
		"camera phone picture", "my beautiful picture", "hellomoto", "dvc 10 1 hdmi", "scanner", "scanned image", "iclarified",
	} {
		set[s] = true
	}
	return set
}()

// isCamera reports a text that repeats the make, the model or both. Apple writes no captions,
// and photos of apples are taken with its phones, too.
func isCamera(key string, camera []string) bool {
	if key == "apple" {
		return false
	}
	var whole []string
	for _, name := range camera {
		words := wordsOf(name)
		if len(words) > 0 && key == strings.Join(words, " ") {
			return true
		}
		whole = append(whole, words...)
	}
	return len(whole) > 0 && key == strings.Join(whole, " ")
}

// namesDevice reports a maker's name with a word for cameras and nothing but what goes with it
// behind ("OLYMPUS DIGITAL CAMERA", "SAMSUNG CAMERA PICTURES"). A single word, not in
// capitals, may be a person's ("Kodak camera" of a photo of one), unless no person would choose
// the word. A maker's name alone counts in capitals.
func namesDevice(words []string, capitals bool) bool {
	n := 0
	for n < len(words) && makers[words[n]] {
		n++
	}
	rest := words[n:]
	if n == 0 || !slices.ContainsFunc(rest, func(w string) bool { return devices[w] }) ||
		slices.ContainsFunc(rest, func(w string) bool { return !devices[w] && !besideDevices[w] && !makers[w] }) {
		return n == len(words) && n > 0 && capitals && !slices.ContainsFunc(words, func(w string) bool { return everyday[w] })
	}
	return capitals || len(rest) > 1 || rest[0] == "dsc" || rest[0] == "jpeg"
}

// makers are makers of cameras, phones and scanners.
var makers = setOf(`
	acer agfa agfaphoto aiptek alcatel apple asus benq blackberry browning bushnell canon casio concord contax covert cuddeback dji epson
	ericsson ezviz fuji fujifilm fujitsu garmin ge general gopro hasselblad hewlett hitachi honor hp htc huawei imaging insta360 jenoptik jvc kenox
	kodak konica kyocera leica lenovo lg ltl lumix maginon mamiya medion microtek minolta minox moto motorola moultrie mustek nikon nokia
	oneplus olympus oppo packard panasonic pentax philips phase polaroid praktica premier primax reconyx ricoh rollei samsung sanyo
	sharp sigma siemens sony sonyericsson spypoint stealth steiner toshiba traveler umax vivitar vivo voigtlander wildgame xiaomi yakumo yashica zeiss
	zte eastman company corporation optical co ltd inc electronics
`)

// everyday are the words among makers that people use for other things.
var everyday = setOf(`
	acer apple browning co company concord corporation covert eastman electronics general honor imaging inc lg ltd optical packard
	phase sharp stealth traveler vivo
`)

// devices are what makers call their devices.
var devices = setOf("cam camcorder camedia camera cameras dc digital dsc dslr handycam jpeg photosmart scanner slr stillcamera")

// besideDevices are the words that go with devices.
var besideDevices = setOf(`
	action compact game hunting image images mobile phone photo photos pic picture pictures scouting still super trail video wildlife zoom
`)

func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
