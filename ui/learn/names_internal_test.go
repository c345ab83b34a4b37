package learn

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"descry/app/notice"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit/kittest"
)

func TestNamedThingsAreSearchedAndForgotten(t *testing.T) {
	b := teaching()
	b.Page.Named = []library.NamedConcept{
		{Tag: library.Tag{Name: "pets/Bella"}, Noun: "dog", Photos: []library.PhotoID{1, 2, 3}},
		{Tag: library.Tag{Name: "my red bike"}, Photos: []library.PhotoID{1}},
	}
	r := openShell(t, b)
	r.see.Tap("Named things  2")
	bella, bike := r.see.Part("pets/Bella", "my red bike"), r.see.Part("my red bike", "pets/Bella")
	if !bella.Says("kind: dog · 3 photos") || !bike.Says("1 photo; three or more work best") {
		t.Errorf("the rows say %q and %q", bella.Texts(), bike.Texts())
	}
	bike.Tap("Forget")
	r.until(t, "it to be forgotten", func() bool { return b.Calls("ForgetConcept my red bike") == 1 && bike.Usable("Forget") })
	if r.said != "Forgot what my red bike means" || r.offered != "Undo" {
		t.Errorf("says %q", r.said)
	}
	bella.Tap("Search")
	if r.open || r.asked != "Bella" {
		t.Errorf("searches %q", r.asked)
	}
}

func TestNamingPhotos(t *testing.T) {
	b := teaching()
	var photos []library.PhotoID
	var tag library.Tag
	var noun string
	fails := errors.New("the name has no word in it")
	b.OnName = func(ids []library.PhotoID, name library.Tag, what string) (service.Change, error) {
		b.Lock.Lock()
		defer b.Lock.Unlock()
		photos, tag, noun = ids, name, what
		return service.Change{Label: notice.Notice{Kind: "Named 2 photos: Bella"}}, fails
	}
	r := newShell(t, b)
	r.NamePhotos([]library.PhotoID{3, 2})
	sheet := r.front()
	confirm := kittest.Button(t, sheet, "Name it")
	test.Tap(confirm)
	if b.Calls("NameConcept") != 0 || !kittest.Says(sheet, "Give it a name.") || !strings.Contains(namingText(2), "Three photos or more work best") {
		t.Error("a name is taught that was not given, or nothing is said of few photos")
	}
	fields := kittest.Entries(sheet)
	test.Type(fields[0], " Bella ")
	test.Type(fields[1], "dog")
	test.Tap(confirm)
	r.until(t, "the reason", func() bool { return kittest.Says(sheet, "The name has no word in it.") })
	b.Lock.Lock()
	fails = nil
	b.Lock.Unlock()
	test.Tap(confirm)
	r.until(t, "the name to be taught", func() bool { return len(r.sheets) == 0 })
	if len(photos) != 2 || tag.Name != "Bella" || noun != "dog" || r.said != "Named 2 photos: Bella" {
		t.Errorf("taught %v, %+v, %q; says %q", photos, tag, noun, r.said)
	}
	if len(r.usedTags) != 1 || r.usedTags[0] != tag {
		t.Errorf("the tags to offer again are %v", r.usedTags)
	}
}
