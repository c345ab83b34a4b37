package query

import (
	"strings"
	"testing"

	"descry/library"
	"descry/ui/kit"
)

func TestWishes(t *testing.T) {
	tests := []struct {
		typed string // | is the cursor
		key   string
		want  string // what is replaced, "" for no wish
		part  string // what of it is there
	}{
		{"camera:ca|", "camera", "ca", "ca"},
		{"dog camera:|", "camera", "", ""},
		{"-tag:be|ach dog", "tag", "beach", "be"},
		{`in:"Norway tr|`, "in", `"Norway tr`, "Norway tr"},
		{`in:"Norway tr|ip" dog`, "in", `"Norway trip"`, "Norway tr"},
		{"tag:sea,be|", "tag", "be", "be"},
		{`tag:"the sea",be|`, "tag", "be", "be"},
		{"Camera:ca|", "camera", "ca", "ca"},
		{"a cam|", "", "cam", "cam"},
		{"-cam|", "", "cam", "cam"},
		{"a ca|", "none", "", ""},
		{"a cam|el", "none", "", ""},
		{`"red cam|`, "none", "", ""},
		{"cam3|", "none", "", ""},
		{"|", "none", "", ""},
		{"camera:canon |", "none", "", ""},
	}
	for _, tt := range tests {
		cursor := strings.IndexByte(tt.typed, '|')
		text := strings.Replace(tt.typed, "|", "", 1)
		w, ok := wishAt(text, cursor)
		if !ok {
			if tt.key != "none" {
				t.Errorf("%q: nothing to complete", tt.typed)
			}
			continue
		}
		if w.Key != tt.key || text[w.Start:w.End] != tt.want || w.Prefix != tt.part {
			t.Errorf("%q: %+v, replaces %q", tt.typed, w, text[w.Start:w.End])
		}
	}
}

func TestOffers(t *testing.T) {
	if got := keyOffers("came"); len(got) != 1 || got[0].Text != "camera:" || got[0].Closed {
		t.Errorf("keys %+v", got)
	}
	orientation, _ := keyNamed("orientation")
	if got := fixedOffers(orientation, "P"); len(got) != 1 || got[0].Text != "portrait" || !got[0].Closed {
		t.Errorf("values %+v", got)
	}
	if got := fixedOffers(orientation, "portrait"); len(got) != 0 {
		t.Errorf("what is there already is on offer: %+v", got)
	}
	got := valueOffers([]library.FacetValue{{Value: "Canon EOS 5D", Photos: 1240}})
	if len(got) != 1 || got[0].Text != `"Canon EOS 5D"` || got[0].Label != "Canon EOS 5D" || got[0].Note != "1,240" {
		t.Errorf("values %+v", got)
	}
	if got := valueOffers(make([]library.FacetValue, 30)); len(got) != kit.MostOffers {
		t.Errorf("%d on offer", len(got))
	}
}

func TestComplete(t *testing.T) {
	tests := []struct {
		typed string
		offer kit.Offer
		want  string
	}{
		{"dog cam|", kit.Offer{Text: "camera:"}, "dog camera:|"},
		{"dog camera:ca|", kit.Offer{Text: "Canon", Closed: true}, "dog camera:Canon |"},
		{`in:"Norway tr|ip" dog`, kit.Offer{Text: `"Norway trip"`, Closed: true}, `in:"Norway trip" |dog`},
	}
	for _, tt := range tests {
		cursor := strings.IndexByte(tt.typed, '|')
		text := strings.Replace(tt.typed, "|", "", 1)
		w, _ := wishAt(text, cursor)
		if got, at := complete(text, w, tt.offer); got[:at]+"|"+got[at:] != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.typed, got[:at]+"|"+got[at:], tt.want)
		}
	}
}

func FuzzWish(f *testing.F) {
	f.Add(`dog in:"Norway tr`, 12)
	f.Add("a:\xff,\u0301\"", 3)
	f.Fuzz(func(t *testing.T, text string, cursor int) {
		w, ok := wishAt(text, cursor)
		if !ok {
			return
		}
		got, at := complete(text, w, kit.Offer{Text: "x", Closed: true})
		if w.Start > w.End || at > len(got) {
			t.Errorf("%q at %d: %+v", text, cursor, w)
		}
	})
}
