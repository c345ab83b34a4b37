package message

import (
	"math"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"
)

// in has the program speak a language within f.
func in(tag language.Tag, f func()) {
	before := Language()
	Use(tag)
	defer Use(before)
	f()
}

// TestNumbersOfLanguages tries languages that the program doesn't speak, too.
func TestNumbersOfLanguages(t *testing.T) {
	for tag, want := range map[string][2]string{
		"en": {"18,302", "-1,234.50"}, "de": {"18.302", "-1.234,50"}, "zh-Hans": {"18,302", "-1,234.50"}, "ja": {"18,302", "-1,234.50"},
		"fr": {"18\u00a0302", "-1\u00a0234,50"}, "de-CH": {"18’302", "-1’234.50"}, "ar": {"١٨٬٣٠٢", "\u061c-١٬٢٣٤٫٥٠"},
	} {
		in(language.MustParse(tag), func() {
			if got := [2]string{FormatCount(18302), FormatDecimal(-1234.5, 2)}; got != want {
				t.Errorf("%s: %q, want %q", tag, got, want)
			}
		})
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct{ got, want string }{
		{FormatCount(0), "0"},
		{FormatCount(999), "999"},
		{FormatCount(18302), "18,302"},
		{FormatCount(-1234567), "-1,234,567"},
		{Photos(1), "1 photo"},
		{Photos(1240), "1,240 photos"},
		{Listed(nil), ""},
		{Listed([]string{"a"}), "a"},
		{Listed([]string{"a", "b"}), "a and b"},
		{Listed([]string{"a", "b", "c", "d"}), "a, b, c and d"},
		{FormatRate(0), ""},
		{FormatRate(0.42), "0.4 photos/s"},
		{FormatRate(52.3), "52 photos/s"},
		{FormatRate(1234.5), "1,234 photos/s"},
		{FormatDecimal(0.25, 1), "0.2"},
		{FormatDecimal(0.35, 1), "0.3"}, // as fmt rounds it
		{FormatDecimal(-0.01, 1), "0.0"},
		{FormatDecimal(-1234.56, 1), "-1,234.6"},
		{FormatRounded(2.8, 1), "2.8"},
		{FormatRounded(50.04, 1), "50"},
		{FormatRounded(200, 0), "200"},
		{FormatPercent(2, 3), "66 %"},
		{FormatPercent(4, 3), "100 %"},
		{Percent(1600), "1,600 %"},
		{FormatBytes(1), "1 byte"},
		{FormatBytes(999), "999 bytes"},
		{FormatBytes(412_300), "412 kB"},
		{FormatBytes(5_699_100_000), "5.70 GB"},
		{FormatBytes(2_000_000_000_000_000), "2,000 TB"},
		{FormatBytesPart(3_100_000_000, 5_700_000_000), "3.1 of 5.7 GB"},
		{FormatBytesPart(0, 1), "0 of 1 byte"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestFormatThreeDigits(t *testing.T) {
	for x, want := range map[float64]string{0.5126: "0.513", 9.999: "10", 21: "21", 99.96: "100", 100.4: "100", 2012.7: "2,013",
		0: "0", -3.14159: "-3.14", 0.00123456: "0.00123", 1e-30: "0", math.Inf(1): "∞"} {
		if got := FormatThreeDigits(x); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
}

// TestNumberWords compares numbers within messages.
func TestNumberWords(t *testing.T) {
	for tag, want := range map[string][]string{
		"en":      {"1,240 photos", "0.4 photos/s", "66 %", "5.70 GB", "3.1 of 5.7 GB", "0.5 s", "4.4 seconds", "1 hour 12 minutes", "a, b and c"},
		"de":      {"1.240 Fotos", "0,4 Fotos/s", "66 %", "5,70 GB", "3,1 von 5,7 GB", "0,5 s", "4,4 Sekunden", "1 Stunde 12 Minuten", "a, b und c"},
		"zh-Hans": {"1,240 张照片", "0.4 张/秒", "66%", "5.70 GB", "3.1/5.7 GB", "0.5 秒", "4.4 秒", "1 小时 12 分钟", "a、b、c"},
	} {
		in(language.MustParse(tag), func() {
			got := []string{Photos(1240), FormatRate(0.42), FormatPercent(2, 3), FormatBytes(5_699_100_000), FormatBytesPart(3_100_000_000, 5_700_000_000),
				FormatSeconds(0.5), FormatDuration(4440 * time.Millisecond), FormatDuration(72 * time.Minute), Listed([]string{"a", "b", "c"})}
			for i := range want {
				if strings.ReplaceAll(got[i], "\u00a0", " ") != want[i] {
					t.Errorf("%s: %q, want %q", tag, got[i], want[i])
				}
			}
		})
	}
}
