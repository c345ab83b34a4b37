package kit

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"fyne.io/fyne/v2/test"
	classes "golang.org/x/text/unicode/bidi"
)

func TestVisualOrder(t *testing.T) {
	tests := []struct {
		name, line string
		want       []string // from left to right, each drawn by itself
	}{
		{"no such letters", "photo 2024.jpg", []string{"photo 2024.jpg"}},
		{"one word", "שלום", []string{"שלום"}},
		{"two words", "שלום עולם", []string{"עולם", " ", "שלום"}},
		{"comma between", "שלום, עולם", []string{"עולם", " ", ",", "שלום"}},
		{"number behind", "שלום 2024", []string{"2024", " ", "שלום"}},
		{"number before", "2024 שלום", []string{"שלום", " ", "2024"}},
		{"name of a file", "photo שלום.jpg", []string{"photo ", "שלום", ".jpg"}},
		{"two words in a name", "photo שלום עולם.jpg", []string{"photo ", "עולם", " ", "שלום", ".jpg"}},
		{"number in a name", "photo שלום 2024.jpg", []string{"photo ", "2024", " ", "שלום", ".jpg"}},
		{"word from left to right behind", "שלום abc", []string{"abc", " ", "שלום"}},
		{"ending", "שלום.jpg", []string{"jpg", ".", "שלום"}},
		{"brackets", "שלום (2024)", []string{"(", "2024", ")", " ", "שלום"}},
		{"brackets around", "a (שלום) b", []string{"a (", "שלום", ") b"}},
		{"level", "משפחה/אמא", []string{"אמא", "/", "משפחה"}},
		{"Arabic", "صور العائلة", []string{"العائلة", " ", "صور"}},
		{"Arabic digits", "صور ٢٠٢٤", []string{"٢٠٢٤", " ", "صور"}},
		{"Arabic digits in a name", "photo ٢٠٢٤ صور.jpg", []string{"photo ", "صور", " ", "٢٠٢٤", ".jpg"}},
		{"percent", "שלום 50%", []string{"50%", " ", "שלום"}},
		{"points", "שָׁלוֹם לך", []string{"לך", " ", "שָׁלוֹם"}},
		{"ellipsis", "שלום…", []string{"…", "שלום"}},
		{"signs of direction", "\u202eabc\u202c שלום\u200f", []string{"abc ", "שלום"}},
		{"end of a paragraph in a name", "שלום\u2029עולם\n", []string{" ", "עולם", " ", "שלום"}},
		{"signs that turn around", "שלום «עולם» < [א]", []string{"[", "א", "]", " ", ">", " ", "«", "עולם", "»", " ", "שלום"}},
		{"quotation", `tag "שלום"`, []string{`tag "`, "שלום", `"`}},
	}
	for _, tt := range tests {
		got := strings.Split(VisualOrder(tt.line), string(leftToRightMark))
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q gives %q, want %q", tt.name, tt.line, got, tt.want)
		}
	}
}

func TestSentenceOrder(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Tagged: שלום 2024\nשלום 2024", "Tagged: |2024| |שלום\nשלום 2024"},
		{"Nothing of the kind\n", "Nothing of the kind\n"},
		{"", ""},
	}
	for _, tt := range tests {
		if got := strings.ReplaceAll(SentenceOrder(tt.text), string(leftToRightMark), "|"); got != tt.want {
			t.Errorf("%q gives %q, want %q", tt.text, got, tt.want)
		}
	}
	test.NewTempApp(t)
	p := NewProse("")
	p.SetText("Tagged: שלום 2024")
	if p.Words.Text != "Tagged: שלום 2024" || p.drawn.Text != SentenceOrder(p.Words.Text) {
		t.Errorf("of %q %q is drawn", p.Words.Text, p.drawn.Text)
	}
}

func FuzzVisualOrder(f *testing.F) {
	f.Add("photo שלום (2024).jpg")
	f.Add("صور ٢٠٢٤, 50%")
	f.Add("\u2067a\u2069 \u202e")
	f.Add("ر\n\u2029")
	f.Fuzz(func(t *testing.T, line string) {
		if !utf8.ValidString(line) {
			t.Skip("a line is made valid before")
		}
		got := VisualOrder(line)
		sorted := func(s string) []rune {
			list := slices.DeleteFunc([]rune(s), func(r rune) bool {
				p, _ := classes.LookupRune(r)
				// Brackets turn around, and the end of a paragraph becomes a space.
				_, turns := facing[r]
				return setsDirection(r) || turns || p.IsBracket() || p.Class() == classes.B || r == ' '
			})
			slices.Sort(list)
			return list
		}
		if !slices.Equal(sorted(got), sorted(line)) {
			t.Errorf("%q became %q, which has other letters", line, got)
		}
	})
}
