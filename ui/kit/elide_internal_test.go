package kit

import (
	"testing"

	"descry/app/message"
)

func TestElide(t *testing.T) {
	width := func(s string) float32 { return float32(len(Clusters(s))) }
	tests := []struct {
		text   string
		width  float32
		middle bool
		want   string
	}{
		{"short", 10, false, "short"},
		{"a long name", 6, false, "a lon…"},
		{"IMG_20190714.jpeg", 9, true, "IMG_…jpeg"},
		{"IMG_20190714.jpeg", 0, true, "…"},
		{"é́x", 2, false, "é́x"},
		{"ábcd", 2, false, "á…"},
		{"صور العائلة", 4, false, "صور…"},
		{"صور العائلة.jpg", 6, true, "صو…jpg"},
		{"家庭照片收藏", 4, false, "家庭照…"},
		{"two\nlines", 20, false, "two lines"},
		{"bad\xff", 20, false, "bad\uFFFD"},
		{"👨‍👩‍👧 family", 2, false, "👨‍👩‍👧…"},
	}
	for _, tt := range tests {
		if got := elide(tt.text, tt.width, tt.middle, width); got != tt.want {
			t.Errorf("%q in %v: %q, want %q", tt.text, tt.width, got, tt.want)
		}
	}
}

func FuzzElide(f *testing.F) {
	f.Add("IMG_20190714.jpeg", 5, true)
	f.Add("صور العائلة", 3, false)
	f.Add("\xff\u0301\u200d", 0, true)
	f.Fuzz(func(t *testing.T, text string, width int, middle bool) {
		measure := func(s string) float32 { return float32(len(Clusters(s))) }
		got := elide(text, float32(width), middle, measure)
		if got != Ellipsis && measure(got) > float32(max(width, 0)) && measure(message.OneLine(text)) > float32(width) {
			t.Errorf("%q in %d is %q", text, width, got)
		}
	})
}
