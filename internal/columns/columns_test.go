package columns_test

import (
	"slices"
	"strings"
	"testing"

	"descry/internal/columns"
)

func TestWidth(t *testing.T) {
	for text, want := range map[string]int{
		"":               0,
		"beach":          5,
		"Küste":          5,
		"Ku\u0308ste":    5, // the dots are a character of their own
		"海滩":             4,
		"海滩 beach":       10,
		"ｗｉｄｅ":           8,
		"…·→–“":          5, // wide in the fonts of some terminals
		"\u200ffamily":   6,
		"שלום":           4,
		"각":              2,
		"🌊":              2,
		"a\u0301b\u0301": 2,
	} {
		if got := columns.Width(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

func TestFill(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{columns.Left("海滩", 6), "海滩  "},
		{columns.Left("beach", 6), "beach "},
		{columns.Right("海滩", 6), "  海滩"},
		{columns.Left("mountains", 6), "mountains"},
		{columns.Right("mountains", 6), "mountains"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"a dog on grass", []string{"a dog on", "grass"}},
		{"a  dog\non", []string{"a dog on"}},
		{"overlong-words stay", []string{"overlong-words", "stay"}},
		{"拍摄于这些月份", []string{"拍摄于这", "些月份"}},
		{"拍摄于这，些", []string{"拍摄于", "这，些"}},          // a comma begins no line
		{"拍摄于（这些）", []string{"拍摄于", "（这些）"}},        // no bracket ends one
		{"也可以写 2019 年", []string{"也可以写", "2019 年"}}, // spaces as they are
		{"写2019年的", []string{"写2019年", "的"}},
	} {
		if got := columns.Fold(c.text, 8); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestTable(t *testing.T) {
	var table columns.Table
	table.Row("* 海滩", "12", "a photo")
	table.Row("  Küste", "", "")
	table.Row("alone")
	var out strings.Builder
	if err := table.Write(&out); err != nil {
		t.Fatal(err)
	}
	if want := "* 海滩   12  a photo\n  Küste      \nalone\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}
