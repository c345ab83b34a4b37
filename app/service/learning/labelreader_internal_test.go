package learning

import (
	"fmt"
	"strings"
	"testing"

	"descry/app/message"
)

func TestReadLabels(t *testing.T) {
	set, err := readLabels(strings.NewReader("\ufeffimage\tclass\tsplit\r\na.jpg\tred apple\ttrain\tmore\r\n\na.jpg\tfruit\ttrain\n" +
		"b.jpg\tfruit\ttest\nb.jpg\tfruit\ttest\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(set.images, set.lines, set.tags, set.train, set.test)
	if want := "[a.jpg b.jpg] [2 5] [red apple fruit] [{0 0} {0 1}] [{1 1}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if set, err := readLabels(strings.NewReader("a.jpg\tx\ttrain\n")); err != nil || len(set.train) != 1 {
		t.Errorf("without a header: %+v, %v", set, err)
	}
}

func TestWrongLabelsAreNamedWithTheirLine(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"a.jpg\tx\ttrain\nb.jpg\tx\n", "line 2: it has 2 columns"},
		{"a.jpg\tx\ttrain\nb.jpg\tx\tval\n", `line 2: the split "val" is neither`},
		{"image\tclass\tsplit\n\n\tx\ttrain\n", "line 3: the image or the tag is empty"},
		{"a.jpg\tx\ttrain\na.jpg\ty\ttest\n", `line 2: "a.jpg" is in train and in test`},
		{"image\tclass\tsplit\n", "no labels"},
		{"", "no labels"},
		{"a.jpg\tx\ttest\n", "nothing to learn from"},
	} {
		if _, err := readLabels(strings.NewReader(c.file)); err == nil || !strings.Contains(message.Explain(err), c.want) {
			t.Errorf("%q: %v, want %s", c.file, err, c.want)
		}
	}
}

func FuzzReadLabels(f *testing.F) {
	f.Add("image\tclass\tsplit\na.jpg\tx\ttrain\nb.jpg\tx\ttest\n")
	f.Add("a\t\ttrain\na\tb\n")
	f.Fuzz(func(t *testing.T, file string) {
		set, err := readLabels(strings.NewReader(file))
		if err != nil {
			return
		}
		if len(set.lines) != len(set.images) || len(set.train) == 0 {
			t.Errorf("%d images on %d lines, %d labels", len(set.images), len(set.lines), len(set.train))
		}
		for _, l := range append(set.train, set.test...) {
			if set.images[l.image] == "" || set.tags[l.tag] == "" {
				t.Error("an empty name")
			}
		}
	})
}
