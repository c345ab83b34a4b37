package spelling_test

import (
	"strings"
	"testing"

	"descry/library/spelling"
)

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "IMG_1.JPG": "img_1.jpg", "Éte\u0301 À": "ete a", "STRASSE": "strasse", "Straße": "strasse", "Ærø Łódź": "aero lodz",
		"ＣＡＮＯＮ　５": "canon 5", "Ёлка й": "елка и", "が": "が", "カ\u3099": "ガ", "한국": "한국", "हिन्दी": "हिन्दी", "İı": "ii",
		"㎒": "mhz", "caf\xe9": "caf\ufffd", "ΌΣΟΣ": "οσοσ",
	} {
		if got := spelling.Fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"İ", "ǅ", "ﬃ", "\xff\xfe", "e\u0301", "㎒½", "\u0345", "\u1e9b\u0323", "ᾳ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := spelling.Fold(text)
		if twice := spelling.Fold(once); twice != once {
			t.Errorf("%q: %q folded again is %q", text, once, twice)
		}
		if upper := spelling.Fold(strings.ToUpper(once)); spelling.ASCII(once) && upper != once {
			t.Errorf("%q: %q in capitals is %q", text, once, upper)
		}
	})
}
