package ui

import "testing"

func TestHelpHasTwoPages(t *testing.T) {
	r := newRig(t, oneFolder())
	r.showLanguage()
	if r.helpPages.At != languagePage || !r.helpPages.Bodies[languagePage].Visible() || r.helpPages.Bodies[keysPage].Visible() {
		t.Fatal("the search language is not explained")
	}
	r.helpPages.Turn(keysPage)
	r.showLanguage()
	if len(r.sheets) != 1 || r.helpPages.At != languagePage {
		t.Errorf("%d sheets, page %d", len(r.sheets), r.helpPages.At)
	}
	r.TypedRune('?')
	if r.helpSheet != nil {
		t.Error("? does not close the help")
	}
}
