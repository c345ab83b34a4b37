package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2/test"
	"golang.org/x/text/language"

	"descry/app/message"
	"descry/ui/kit/kittest"
)

// chooseLanguage chooses a language by what it calls itself.
func chooseLanguage(t *testing.T, r *rig, tag language.Tag) {
	t.Helper()
	test.Tap(r.menuButton(t))
	for _, item := range kittest.Look(t, r.win.Canvas()).Item(message.Text("menu-language", nil)).ChildMenu.Items {
		if item.Label == message.LanguageName(tag) {
			item.Action()
			return
		}
	}
	t.Fatalf("there is no %v", tag)
}

// TestLanguageChangesAtOnce chooses another language in the menu. The window shows the same
// photos of the same search, in that language, and so back again.
func TestLanguageChangesAtOnce(t *testing.T) {
	defer message.Use(language.English)
	b := goldenLibrary()
	r := &rig{b: b, queue: &queue{}, clock: &clock{}}
	options := Options{App: test.NewTempApp(t), Backend: b, Dispatch: r.queue.dispatch, After: r.clock.after}
	reopened := 0
	var open func()
	options.Languages.Choose = func(_ context.Context, name string) error {
		message.Use(language.MustParse(name))
		options.Languages.Chosen = name
		return nil
	}
	options.Languages.Reopen = func() {
		reopened++
		options.Window = r.Leave()
		b.state = b.saved
		open()
	}
	open = func() {
		r.Window = New(options)
		r.Show()
	}
	open()
	t.Cleanup(func() { r.Close() })
	u := &user{rig: r, t: t}
	u.wait("24 photos")
	u.find("tag:beach two dogs in the snow")
	for i, tag := range []language.Tag{language.German, language.MustParse("zh-Hans"), language.English} {
		chooseLanguage(t, r, tag)
		r.until(t, "the window to be shown anew", func() bool { return reopened == i+1 })
		u.wait("7 good matches", "All photos", "Save search")
		if got := r.search.State().Query; got != "tag:beach two dogs in the snow" {
			t.Errorf("%v: the search is %q", tag, got)
		}
	}
}

// TestLanguageNotKept tells why a language could not be chosen, and stays in the present one.
func TestLanguageNotKept(t *testing.T) {
	b := goldenLibrary()
	r := &rig{b: b, queue: &queue{}, clock: &clock{}}
	r.Window = New(Options{App: test.NewTempApp(t), Backend: b, Dispatch: r.queue.dispatch, After: r.clock.after, Languages: Languages{
		Choose: func(context.Context, string) error { return errors.New("the disk is full") },
		Reopen: func() { t.Error("shown anew") },
	}})
	t.Cleanup(r.Close)
	r.Show()
	u := &user{rig: r, t: t}
	u.wait("24 photos")
	chooseLanguage(t, r, language.German)
	u.reads("The disk is full.")
}
