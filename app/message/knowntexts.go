package message

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"descry/internal/duration"
	"descry/internal/filesize"
)

// knownText is an English text of the packages below app, with {Parameters}, and the id of its
// message. The catalogue and JSON have the text as it is in every language.
type knownText struct{ text, id string }

// reasonTexts are the reasons for which files can't be read, and what is said of photos that
// can be read in part.
var reasonTexts = []knownText{
	{"the file is empty", "unread-why-empty"},
	{"the file is a video, not a photo", "unread-why-video"},
	{"the content of the file is not a photo", "unread-why-no-photo"},
	{"not a regular file", "unread-why-not-regular"},
	{"larger than {Size}", "unread-why-larger"},
	{"the file is larger than {Size}", "unread-why-file-larger"},
	{"the link leads in a circle", "unread-why-link-circle"},
	{"the link leads nowhere", "unread-why-link-nowhere"},
	{"no permission to read it", "unread-why-no-permission"},
	{"it does not exist", "unread-why-gone"},
	{"it could not be read: {Cause}", "unread-why-system"},
	{"it could not be read to its end", "unread-why-short"},
	{"the file is still changing", "unread-why-changing"},
	{"its file is gone", "unread-why-photo-gone"},
	{"the sidecar {Name}: {Cause}", "unread-why-sidecar"},
	{"the model could not take the picture: {Cause}", "unread-why-model"},
	{"the raw photo data is damaged", "unread-why-raw-damaged"},
	{"the raw photo data is damaged ({Detail})", "unread-why-raw-damaged-because"},
	{"the raw photo header says that the photo has no pixels", "unread-why-raw-no-pixels"},
	{"the {Format} data is damaged", "unread-why-damaged"},
	{"the {Format} data is damaged ({Detail})", "unread-why-damaged-because"},
	{"the {Format} header says that the photo has no pixels", "unread-why-no-pixels"},
	{"{Format} files are not supported", "unread-why-unsupported"},
	{"the photo is too large to open ({Width} x {Height} pixels)", "unread-why-too-large"},
	{"opening the photo would take too much memory", "unread-why-memory"},
	{"opening the photo would take too much memory ({Size})", "unread-why-memory-size"},
	{"the system ended its decoder, as it does when memory runs out", "unread-why-ended"},
	{"the photo takes too long to open", "unread-why-too-slow"},
	{"the JPEG takes too long to open ({Number} scans)", "unread-why-scans"},
	{"JPEG with {Number} bits a sample is not supported", "unread-why-jpeg-bits"},
	{"lossless JPEG is not supported", "unread-why-jpeg-lossless"},
	{"hierarchical JPEG is not supported", "unread-why-jpeg-hierarchical"},
	{"JPEG XL in CMYK is not supported", "unread-why-jxl-cmyk"},
	{"JPEG XL files need libjxl, 0.7 or newer, which this system lacks", "unread-why-no-libjxl"},
	{"JPEG 2000 files need openjpeg (libopenjp2), which this system lacks", "unread-why-no-openjpeg"},
	{"the colours of this JPEG 2000 are not supported", "unread-why-jp2-colours"},
	{"{Format} with a minimized header is not supported", "unread-why-minimized"},
	{"the coding of its picture is not supported", "unread-why-coding"},
	{"the coding of its picture is not supported ({Name})", "unread-why-coding-named"},
	{"this TIFF coding is not supported", "unread-why-tiff"},
	{"this TIFF coding is not supported: {Detail}", "unread-why-tiff-because"},
	{"this kind of Photoshop file is not supported", "unread-why-photoshop"},
	{"this kind of Photoshop file is not supported: {Detail}", "unread-why-photoshop-because"},
	{`the Photoshop file was saved without "maximize compatibility", so there is no whole picture in it`, "unread-why-photoshop-layers"},
	{"there is no preview in the file", "unread-why-no-preview"},
	{"the raw photo has only {Format} previews, which are not supported", "unread-why-previews-only"},
	{"the previews in the raw photo are damaged", "unread-why-previews-damaged"},
	{"there is no such decoder on this system", "unread-why-no-decoder"},
	{"there is no such decoder on this system: {Cause}", "unread-why-no-decoder-because"},
	{"the process that decodes can't be started", "unread-why-not-started"},
	{"the process that decodes can't be started: {Cause}", "unread-why-not-started-because"},
	{"part of the picture is damaged ({Detail})", "unread-why-part-damaged"},
	{"the raw file holds only a small preview ({Width} x {Height} pixels)", "unread-why-small-preview"},
}

// programTexts are what the models, and their downloads say.
var programTexts = []knownText{
	{"graphics adapters can't be listed on this system", "known-adapters-unlisted"},
	{"the Vulkan loader, libvulkan.so.1, was not found; it comes with the driver of a graphics card", "known-adapters-no-loader"},
	{"its driver lacks {Missing}", "known-adapter-lacks"},
	{"another of the same model has the same driver, and only Mesa's device-select layer tells them apart, by their slots", "known-adapter-twin"},
	{"the file of its driver isn't known, and another kind of adapter is taken before it", "known-adapter-driver-unknown"},
	{"another of its kind has the same driver; a Vulkan loader of 1.4.326 or newer, or Mesa's device-select layer, tells them apart", "known-adapter-rival"},
	{"The graphics card failed and was started again; photos are encoded on it as before", "known-card-again-photos"},
	{"The graphics card failed and was started again; descriptions are read on it as before", "known-card-again-texts"},
	{"The graphics card failed; photos are encoded on the CPU until Descry is started again", "known-card-failed-photos"},
	{"The graphics card failed; descriptions are read on the CPU until Descry is started again", "known-card-failed-texts"},
	{"The graphics card ran out of memory; photos are encoded on the CPU until Descry is started again", "known-card-full-photos"},
	{"The graphics card ran out of memory; descriptions are read on the CPU until Descry is started again", "known-card-full-texts"},
	{"{Device} failed and was started again; photos are encoded on it as before", "known-device-again-photos"},
	{"{Device} failed and was started again; descriptions are read on it as before", "known-device-again-texts"},
	{"{Device} failed; photos are encoded on the CPU until Descry is started again", "known-device-failed-photos"},
	{"{Device} failed; descriptions are read on the CPU until Descry is started again", "known-device-failed-texts"},
	{"{Device} ran out of memory; photos are encoded on the CPU until Descry is started again", "known-device-full-photos"},
	{"{Device} ran out of memory; descriptions are read on the CPU until Descry is started again", "known-device-full-texts"},
	{"{Device} can't be used, the CPU is used instead: {Cause}", "known-device-cpu-instead"},
	{"{Device} can't be used, {Other} is used instead: {Cause}", "known-device-other-instead"},
	{"it finds no graphics card", "known-no-card-found"},
	{"this ONNX Runtime library was built without it", "known-runtime-without"},
	{"{Host} can't be reached: is this machine online? Nothing was lost, the download goes on where it stopped", "known-host-offline"},
	{"the connection to {Host} isn't safe, because its certificate can't be verified: nothing was downloaded over it", "known-host-unsafe"},
	{"{Host} redirects to an address that isn't encrypted: nothing was downloaded from there", "known-host-redirects"},
	{"{Host} does not answer as it should ({Detail}): what arrived is kept, try again later", "known-host-answers-wrong"},
	{"{Host} has no {Name} that is open to everybody, or no longer the file asked for", "known-host-has-none"},
	{"{Name} is not open to everybody: accept its licence on {Address}, download the files there and import them by hand", "known-host-closed"},
	{"{File} of {Name} arrived damaged, twice, and was thrown away: try again later", "known-file-arrived-damaged"},
	{"{File} of {Name} is longer than promised, twice, and was thrown away: try again later", "known-file-arrived-longer"},
	{"another download into {Folder} is running", "known-download-running"},
	{"the list of files of {Name} can't be used: {Cause}", "known-list-unusable"},
	{"{Name} can't be imported: {Cause}", "known-not-imported"},
	{"it has no {File}", "known-has-no-file"},
	{"the disk is full: the download needs {Size} more", "known-download-no-room"},
	{"the download needs {Size} more and the disk has {Free} free", "known-download-little-room"},
	{"the built-in model of before", "known-former-model"},
	{"image tower: {Licence}; text encoder: {Other}", "known-licences"},
	{"text encoder: {Licence}", "known-licence-text"},
	{"recommended for desktops", "offer-for-desktops"},
	{"best with long descriptions; needs 26 GB of disk to set up, and 8 GB of free memory or a graphics card to search", "offer-large"},
	{"recommended: finds more, understands many languages", "offer-recommended"},
	{"Built-in small model, LLM2CLIP recipe; English", "known-built-in-description"},
	{"weights for evaluation and personal use; parents all-MiniLM-L6-v2 and EfficientNet-Lite2 are Apache-2.0", "known-built-in-licence"},
	{"finds the most in long descriptions", "offer-finds-most"},
	{"its text encoder, {Name}, is not published on its own", "offer-tower-unpublished"},
	{"image tower: {Licence}", "known-licence-images"},
}

// detailTexts are what decoders say besides, in the parameters Detail and Cause of reasons.
var detailTexts = []knownText{
	{"it ends early", "damage-ends-early"},
	{"it does not start with a header", "damage-no-header"},
	{"impossible width or height", "damage-size"},
	{"impossible sizes or components", "damage-sizes-components"},
	{"impossible colours", "damage-colours"},
	{"too few channels", "damage-few-channels"},
	{"its palette is missing", "damage-no-palette"},
	{"the palette is missing", "damage-palette-missing"},
	{"a row has an impossible length", "damage-row-length"},
	{"its header is cut off", "damage-header-cut"},
	{"its extended header is cut off", "damage-extended-header-cut"},
	{"it is shorter than its header says", "damage-shorter"},
	{"it has no codestream", "damage-no-codestream"},
	{"its codestream doesn't begin as one", "damage-codestream-start"},
	{"it has {Number} extra channels", "damage-extra-channels"},
	{"there is no picture in it", "damage-no-picture"},
	{"it ends early in the picture data", "damage-ends-in-picture"},
	{"it ends early in the header", "damage-ends-in-header"},
	{"an animation frame is cut off", "damage-frame-cut"},
	{"a frame lies outside the canvas", "damage-frame-outside"},
	{"a strip of {Width} x {Height} pixels does not fit", "damage-strip-misfit"},
	{"it has no picture data", "damage-no-picture-data"},
	{"a filter that PNG does not have", "damage-png-filter"},
	{"it ends before the first frame", "damage-gif-end"},
	{"it has no colours", "damage-gif-colours"},
	{"its codes have an impossible size", "damage-gif-codes"},
	{"it has no frame header", "damage-jpeg-no-frame"},
	{"it has two frame headers", "damage-jpeg-two-frames"},
	{"a segment is cut off", "damage-jpeg-segment"},
	{"it names no main picture", "damage-no-main"},
	{"its main picture is missing", "damage-main-missing"},
	{"the main picture has no size", "damage-main-no-size"},
	{"the file ends before its picture does", "damage-file-ends"},
	{"its parts overlap", "damage-parts-overlap"},
	{"a picture has no content", "damage-picture-no-content"},
	{"the settings of its decoder are missing", "damage-no-decoder-settings"},
	{"its pictures are made of too many others", "damage-too-many-parts"},
	{"the parts of its picture are missing", "damage-parts-missing"},
	{"its tiles are of several sizes", "damage-tile-sizes"},
	{"its tiles don't fill it", "damage-tiles-gap"},
	{"its sizes contradict each other", "damage-contradiction"},
	{"too few samples a pixel", "damage-few-samples"},
	{"a JPEG table is missing", "damage-jpeg-table"},
	{"strips are missing", "damage-strips-missing"},
	{"more strips than the file has bytes", "damage-strips-many"},
	{"planes of different size", "damage-planes"},
	{"a JPEG strip has no start", "damage-jpeg-strip"},
	{"the picture data ends early", "damage-picture-ends"},
	{"a strip is not deflated", "damage-not-deflated"},
	{"a strip is no xz stream", "damage-not-xz"},
	{"fax coding of colours", "damage-fax-colours"},
	{"tiles of impossible size", "damage-tile-size"},
	{"a code that fax does not have", "damage-fax-code"},
	{"the fax ends", "damage-fax-end"},
	{"a line of the fax ends early", "damage-fax-line"},
	{"colour model {Number}", "coding-colour-model"},
	{"colour mode {Number}", "coding-colour-mode"},
	{"colours for every {Width} x {Height} pixels", "coding-subsampled"},
	{"subsampled colours of this kind", "coding-subsampled-kind"},
	{"palette of {Number} bits", "coding-palette"},
	{"JPEG process {Number}", "coding-jpeg-process"},
	{"JPEG of this depth", "coding-jpeg-depth"},
	{"JPEG of more than {Number} MB", "coding-jpeg-size"},
	{"JPEG", "coding-jpeg"},
	{"sensor data", "coding-sensor"},
	{"a strip of {Number} MB", "coding-strip"},
	{"{Number} strips", "coding-strips"},
	{"{Name} in a TIFF", "coding-in-tiff"},
	{"compression {Number}", "coding-compression"},
	{"predictor {Number} of {Bits} bits", "coding-predictor"},
	{"{Number} samples a pixel", "coding-samples"},
	{"{Number} bits a sample", "coding-bits"},
	{"sample format {Number} of {Bits} bits", "coding-sample-format"},
	{"LZMA with filter {Number}", "coding-lzma-filter"},
	{"LZMA with a dictionary of {Number} MB", "coding-lzma-dictionary"},
	{"input/output error", "reason-input-output"},
	{"the connection broke", "known-connection-broke"},
	{"too many requests from this network", "known-too-many-requests"},
	{"it sent nothing for {Time}", "known-sent-nothing"},
	{"it redirects more than {Number} times", "known-redirects-often"},
	{"{Host} says {Number}", "known-host-says"},
	{"status {Number}", "known-status"},
	{"it sent {Number} of {All} bytes", "known-sent-part"},
}

// InLanguage words a text that packages below app give in English, such as the reason of an
// unread file. An unknown text, such as the message of another program, stays as it is.
func InLanguage(english string) string {
	if text, ok := ofKnown(textPatterns(), english); ok {
		return text
	}
	return english
}

// ofDetail words what a decoder says, or leaves it as it is.
func ofDetail(english string) string {
	if text, ok := ofKnown(detailPatterns(), english); ok {
		return text
	}
	return english
}

// ofKnown words a text by the first pattern that is all of it.
func ofKnown(patterns []knownPattern, english string) (text string, ok bool) {
	for _, p := range patterns {
		found := p.pattern.FindStringSubmatch(english)
		if found == nil {
			continue
		}
		params := make(Params, len(found))
		for i, name := range p.pattern.SubexpNames() {
			if name != "" {
				params[name] = knownParameter(name, found[i])
			}
		}
		return Text(p.id, params), true
	}
	return "", false
}

// knownParameter words the parameter of a stored text.
func knownParameter(name, value string) string {
	switch name {
	case "Detail":
		return ofDetail(value)
	case "Cause":
		return ofDetail(InLanguage(value))
	case "Size", "Free":
		return ofSize(value)
	case "Time":
		if d, ok := duration.Parse(value); ok {
			return FormatDuration(d)
		}
	}
	return value
}

// ofSize words a size that filesize.Format wrote.
func ofSize(english string) string {
	number, unit, _ := strings.Cut(english, " ")
	value, err := strconv.ParseFloat(number, 64)
	of := filesize.UnitNamed(unit)
	if err != nil || of < 0 {
		return english
	}
	_, decimals, _ := strings.Cut(number, ".")
	return sizeWords(filesize.Size{Value: value, Decimals: len(decimals), Unit: of})
}

// knownPattern finds a stored text.
type knownPattern struct {
	pattern *regexp.Regexp
	id      string
}

// knownParameters are what the parameters of stored texts look like.
var knownParameters = map[string]string{
	"Format":  `[A-Z][A-Za-z0-9]*(?: XL| 2000)?`,
	"Size":    `[0-9.]+ (?:bytes?|[kMGT]B)`,
	"Number":  `[0-9]+`,
	"Bits":    `[0-9]+`,
	"Width":   `[0-9]+`,
	"Height":  `[0-9]+`,
	"Free":    `[0-9.]+ (?:bytes?|[kMGT]B)`,
	"All":     `[0-9]+`,
	"Name":    `.+`,
	"File":    `.+`,
	"Folder":  `.+`,
	"Address": `\S+`,
	"Host":    `\S+`,
	"Device":  `[A-Z].*`,
	"Other":   `.+`,
	"Missing": `.+`,
	"Licence": `.+`,
	"Time":    `[0-9.]+ [a-z]+(?: [0-9]+ [a-z]+)?`,
	"Detail":  `.+`,
	"Cause":   `.+`,
}

var (
	textPatterns = sync.OnceValue(func() []knownPattern {
		return patternsOf(slices.Concat(reasonTexts, programTexts))
	})
	detailPatterns = sync.OnceValue(func() []knownPattern { return patternsOf(detailTexts) })

	knownPlace = regexp.MustCompile(`\\\{([A-Z][a-z]+)\\\}`)
)

func patternsOf(texts []knownText) []knownPattern {
	patterns := make([]knownPattern, len(texts))
	for i, t := range texts {
		pattern := knownPlace.ReplaceAllStringFunc(regexp.QuoteMeta(t.text), func(place string) string {
			name := strings.Trim(place, `\{}`)
			return "(?P<" + name + ">" + knownParameters[name] + ")"
		})
		patterns[i] = knownPattern{regexp.MustCompile("(?s)^" + pattern + "$"), t.id}
	}
	return patterns
}
