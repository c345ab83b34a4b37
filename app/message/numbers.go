package message

import (
	"math"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"
	textmessage "golang.org/x/text/message"
	"golang.org/x/text/number"

	"descry/internal/filesize"
)

// printers write numbers, each as its language has them. A printer takes much longer to make
// than to use.
var printers sync.Map // of *textmessage.Printer by language.Tag

func printer(tag language.Tag) *textmessage.Printer {
	p, ok := printers.Load(tag)
	if !ok {
		p, _ = printers.LoadOrStore(tag, textmessage.NewPrinter(tag))
	}
	return p.(*textmessage.Printer)
}

// FormatCount writes a whole number with separators: "18,302", in German "18.302".
func FormatCount(n int) string { return printer(Language()).Sprint(number.Decimal(n)) }

// FormatDecimal writes a number with so many decimals: "0.50", in German "0,50".
func FormatDecimal(x float64, decimals int) string {
	// A number that is rounded to zero has no sign, and halves are rounded as fmt does.
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', decimals, 64), 64)
	if err != nil || rounded == 0 {
		rounded = math.Abs(rounded)
	}
	return printer(Language()).Sprint(number.Decimal(rounded, number.Scale(decimals)))
}

// FormatRounded writes a number with so many decimals at most, and with none at the end that is
// zero: "2.8", "50".
func FormatRounded(x float64, most int) string {
	fixed := strconv.FormatFloat(x, 'f', most, 64)
	if _, decimals, ok := strings.Cut(fixed, "."); ok {
		most = len(strings.TrimRight(decimals, "0"))
	}
	return FormatDecimal(x, most)
}

// FormatThreeDigits writes a number with three digits that count, and never as a power.
func FormatThreeDigits(x float64) string {
	if math.Abs(x) >= 100 {
		return FormatDecimal(x, 0)
	}
	x, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	_, decimals, _ := strings.Cut(strconv.FormatFloat(x, 'f', -1, 64), ".")
	if err != nil || len(decimals) > mostDecimals {
		return FormatRounded(x, mostDecimals)
	}
	return FormatDecimal(x, len(decimals))
}

// mostDecimals are those of the smallest number that anybody wants to tell from zero.
const mostDecimals = 9

// FormatRate writes photos per second, with one decimal for small rates.
func FormatRate(perSecond float64) string {
	switch {
	case perSecond <= 0:
		return ""
	case perSecond < 9.95:
		return Text("photos-per-second", Params{"Rate": FormatDecimal(perSecond, 1)})
	}
	return Text("photos-per-second", Params{"Rate": FormatDecimal(perSecond, 0)})
}

// FormatPercent writes how much of total is done, rounded down: "66 %".
func FormatPercent(done, total int64) string {
	return Percent(int(math.Floor(100 * min(max(float64(done)/float64(total), 0), 1))))
}

// Percent is a number of hundredths: "66 %".
func Percent(n int) string { return Text("percent", Params{"Percent": FormatCount(n)}) }

// Photos is a number of photos: "1 photo", "1,240 photos".
func Photos(n int) string { return Count("photos", n, nil) }

// FormatBytes writes a size: "1 byte", "412 kB", "5.70 GB".
func FormatBytes(bytes int64) string { return sizeWords(filesize.Of(bytes)) }

// FormatBytesPart writes how many bytes of all there are, both in one unit: "3.1 of 5.7 GB". A
// done above all counts as all.
func FormatBytesPart(done, all int64) string {
	part, whole := filesize.Part(done, all)
	return Text("size-part", Params{"Done": FormatDecimal(part.Value, part.Decimals), "All": sizeWords(whole)})
}

func sizeWords(s filesize.Size) string {
	of := Params{"Number": FormatDecimal(s.Value, s.Decimals)}
	switch s.Unit {
	case filesize.Bytes:
		return Count("size-bytes", int(s.Value), nil)
	case filesize.Kilobytes:
		return Text("size-kilobytes", of)
	case filesize.Megabytes:
		return Text("size-megabytes", of)
	case filesize.Gigabytes:
		return Text("size-gigabytes", of)
	case filesize.Terabytes:
	}
	return Text("size-terabytes", of)
}

// Listed writes names as a sentence has them: "English, German and Norwegian".
func Listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return Text("enumeration-end", Params{"Before": joined("enumeration", names[:last]), "Next": names[last]})
}

// Enumerated writes texts with nothing but commas between them: "EXIF, XMP".
func Enumerated(texts []string) string { return joined("enumeration", texts) }
