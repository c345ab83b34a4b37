package sqlite

import (
	"slices"
	"strings"
	"testing"
)

func TestIndexWords(t *testing.T) {
	for text, want := range map[string]string{
		"IMG_2043.JPG":          "img 2043",
		"roof_party (2).jpeg":   "roof party 2",
		"RoofParty2019":         "roof party 2019 roofparty 2019",
		"DSC00123":              "dsc 00123",
		"HDRPhoto":              "hdr photo hdrphoto",
		"2019-07-02 12.30":      "2019 07 02 12 30",
		"dog's dogs' l'église":  "dog dogs l eglise",
		"a,b;c":                 "a b c",
		"東京タワー2019":             "東 京 タ ワ ー 2019",
		"서울":                    "서 울",
		"sea\x1fboat":           "sea \ue000 boat",
		"🐈 on ❤️":               "🐈 on ❤",
		"हिन्दी":                "हिन्दी",
		`"quoted" <b>`:          "quoted b",
		".jpg":                  "",
		"":                      "",
		"---":                   "",
		"e\u0301te\u0301 ÉcoLe": "ete eco le ecole",
	} {
		if got := indexWords(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestTagNames(t *testing.T) {
	for text, want := range map[string]string{
		"Animals|Dogs": "Animals/Dogs", " a  b / c ": "a b/c", "//": "", "": "", "|a|": "a", "x": "x",
	} {
		if got := tagName(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got, err := namesOf(kindTag, "a|b|c"); got != `["a","a/b","a/b/c"]` || err != nil {
		t.Errorf("levels %s, %v", got, err)
	}
	if got, err := namesOf(kindPerson, " A/B  C"); got != `["A/B C"]` || err != nil {
		t.Errorf("person %s, %v", got, err)
	}
}

func TestPhotoSet(t *testing.T) {
	var a, b photoSet
	for _, id := range []int64{1, 63, 64, 500} {
		eachID([]byte(idList([]int64{id})[1:len(idList([]int64{id}))-1]), a.add)
	}
	eachID([]byte("63,64,70"), b.add)
	both := photoSet{slices.Clone(a.words)}
	both.intersect(b)
	less := photoSet{slices.Clone(a.words)}
	less.subtract(b)
	either := photoSet{slices.Clone(b.words)}
	either.unite(a)
	for _, test := range []struct {
		set  photoSet
		want string
	}{{a, "[1,63,64,500]"}, {both, "[63,64]"}, {less, "[1,500]"}, {either, "[1,63,64,70,500]"}, {photoSet{}, "[]"}} {
		if got := idList(slices.Collect(test.set.all())); got != test.want || test.set.len() != strings.Count(test.want, ",")+min(1, test.set.len()) {
			t.Errorf("%s of %d, want %s", got, test.set.len(), test.want)
		}
	}
	if a.first() != 1 || a.has(2) || !a.has(500) || a.has(5000) {
		t.Error("the set doesn't know what is in it")
	}
}
