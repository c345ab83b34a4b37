package service

import "testing"

func TestInOtherScript(t *testing.T) {
	for _, c := range []struct {
		text      string
		languages []string
		want      bool
	}{
		{"a dog on the beach", []string{"en"}, false},
		{"ein Hund am Strand, größer", []string{"en"}, false},
		{"海滩上的狗", []string{"en"}, true},
		{"собака на пляже", []string{"en"}, true},
		{"海滩上的狗", []string{"en", "zh"}, false},
		{"浜辺の犬", []string{"ja"}, false},
		{"해변의 개", []string{"en", "ja"}, true},
		{"a dog 狗", []string{"en"}, false},
		{"狗狗 dog", []string{"en"}, false},
		{"狗狗狗 dog", []string{"en"}, true},
		{"2019 !", []string{"en"}, false},
		{"", []string{"en"}, false},
		{"海滩上的狗", nil, false},
		{"海滩上的狗", []string{"am"}, false}, // whose script has no table here
		{"海滩上的狗", []string{"no language at all"}, false},
	} {
		if got := inOtherScript(c.text, c.languages); got != c.want {
			t.Errorf("%q for %q: %v", c.text, c.languages, got)
		}
	}
}
