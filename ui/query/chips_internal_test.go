package query

import (
	"slices"
	"strings"
	"testing"

	"descry/library/query"
)

func TestUnderstand(t *testing.T) {
	tests := []struct {
		source string
		chips  []string
		rest   string
		spoken []string
	}{
		{"", nil, "", nil},
		{"a dog in snow", nil, "a dog in snow", nil},
		{"a dog camera:canon in snow", []string{"camera:canon"}, "a dog in snow", nil},
		{`tag:beach -rain dog in:"Norway trip"`, []string{"tag:beach", "-rain", `in:"Norway trip"`}, "dog", nil},
		{"a street without people", nil, "a street without people", []string{"people"}},
		{"like:0123456789abcdef", []string{"like:0123456789abcdef"}, "", nil},
		{"tag:beach tag:beach dog", []string{"tag:beach"}, "dog", nil},
		{"red\nlanterns camera:canon", []string{"camera:canon"}, "red\nlanterns", nil},
		{"قطة في الثلج camera:canon", []string{"camera:canon"}, "قطة في الثلج", nil},
	}
	for _, tt := range tests {
		u := onThursday().understand(tt.source)
		var chips []string
		for _, c := range u.Chips {
			chips = append(chips, c.Text)
		}
		if !slices.Equal(chips, tt.chips) || u.Rest != tt.rest || !slices.Equal(u.Spoken, tt.spoken) {
			t.Errorf("%q: chips %q, rest %q, spoken %q", tt.source, chips, u.Rest, u.Spoken)
		}
	}
}

// Putting chips and text together and parting them again must change nothing.
func TestCanonicalIsStable(t *testing.T) {
	for _, source := range []string{"dog", "dog camera:canon", `-"a crowd" dog tag:beach`, "without people, a street", "like:0123456789abcdef", "date:", `"open`} {
		once := onThursday().canonical(source)
		if twice := onThursday().canonical(once); twice != once {
			t.Errorf("%q is %q, then %q", source, once, twice)
		}
	}
}

func TestOnlyWhatIsCompleteLeavesTheText(t *testing.T) {
	tests := []struct {
		typed string // | is the cursor
		chips int
		left  string
	}{
		{"camera:canon|", 0, "camera:canon|"},
		{"camera:canon |", 1, "|"},
		{"dog camera:canon |", 1, "dog |"},
		{"dog camera:ca|non snow", 0, "dog camera:ca|non snow"},
		{"dog camera:canon snow|", 1, "dog snow|"},
		{"d|og camera:canon snow", 1, "d|og snow"},
		{"d|og camera:canon", 1, "d|og"},
		{"-rain tag:beach x|", 2, "x|"},
		{"date: |", 0, "date: |"},
	}
	for _, tt := range tests {
		cursor := strings.IndexByte(tt.typed, '|')
		chips, rest, at := onThursday().takeChips(strings.Replace(tt.typed, "|", "", 1), cursor, leftBehind)
		// What stays may end in a space; the cursor may stand in front of it.
		if got := rest[:at] + "|" + rest[at:]; len(chips) != tt.chips || strings.TrimSpace(strings.ReplaceAll(got, " |", "|")) != strings.ReplaceAll(tt.left, " |", "|") {
			t.Errorf("%q: %d chips, %q left", tt.typed, len(chips), got)
		}
	}
}

func TestNewerExampleReplacesItsOpposite(t *testing.T) {
	liked := chip{Text: "like:0123456789abcdef", Example: "0123456789abcdef"}
	unlike := chip{Text: "-like:0123456789abcdef", Example: "0123456789abcdef", Negative: true}
	chips := addChip(addChip(addChip(nil, liked), chip{Text: "tag:a"}), unlike)
	if len(chips) != 2 || chips[1].Text != unlike.Text {
		t.Errorf("chips %+v", chips)
	}
}

func TestRemarks(t *testing.T) {
	tests := []struct {
		source string
		at     query.Span
		text   string
		want   string
	}{
		{"dog camra:canon", query.Span{Start: 4, End: 15}, "this is no filter", "“camra:canon”: this is no filter."},
		{"dog", query.Span{Start: 3, End: 3}, "a word is missing", "A word is missing."},
		{"dog", query.Span{Start: 2, End: 99}, "no", "“g”: no."},
		{"dog", query.Span{Start: 7, End: 9}, "no", "No."},
		{"date:xx", query.Span{Start: 0, End: 7}, "date:xx is no date", "date:xx is no date."},
		{strings.Repeat("長", 60), query.Span{Start: 0, End: 180}, "no", "“" + strings.Repeat("長", 39) + "…”: no."},
	}
	for _, tt := range tests {
		if got := remarkOn(tt.source, tt.at, tt.text); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestHintsLeaveTypingInPeace(t *testing.T) {
	q := query.Query{Source: "dog camra:x", Hints: []query.Hint{{Span: query.Span{Start: 4, End: 11}, Remark: query.Remark{Kind: query.Unclosed}}}}
	if got := hints(q, 11); got.Text != "" {
		t.Errorf("a remark on what is being typed: %q", got.Text)
	}
	for _, cursor := range []int{-1, 2} {
		if got := hints(q, cursor); got.Text == "" || got.Wrong {
			t.Errorf("cursor at %d: %+v", cursor, got)
		}
	}
}

// FuzzTakeChips holds the window's share of the language to account: nothing may
// hang, get lost or move the cursor out of the text.
func FuzzTakeChips(f *testing.F) {
	f.Add(`dog camera:canon -"a crowd" without people "x`, 7)
	f.Add("\xff -a:b \u0301", 2)
	f.Fuzz(func(t *testing.T, source string, cursor int) {
		cursor = min(max(cursor, 0), len(source))
		chips, rest, at := onThursday().takeChips(source, cursor, leftBehind)
		if at < 0 || at > len(rest) || len(chips) == 0 && rest != source {
			t.Errorf("%q at %d: %d chips, %q at %d", source, cursor, len(chips), rest, at)
		}
	})
}
