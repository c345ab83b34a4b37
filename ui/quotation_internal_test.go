package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"descry/ui/kit"
	"descry/ui/query"
	"descry/ui/theme"
)

// sink records the keys that a widget handed on.
type sink struct {
	runes string
	keys  []fyne.KeyName
}

func (s *sink) TypedRune(r rune)                { s.runes += string(r) }
func (s *sink) TypedKey(ev *fyne.KeyEvent)      { s.keys = append(s.keys, ev.Name) }
func (s *sink) TakeShortcut(fyne.Shortcut) bool { return false }
func (s *sink) Hints() *kit.Tips {
	return kit.NewTips(func(time.Duration, func()) func() { return func() {} })
}

func TestQuotationIsCopiedNotChanged(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Dark))
	keys, scroll := &sink{}, container.NewVScroll(container.NewVBox())
	stack := kit.NewQuotation(keys, scroll, "/a/b.jpg", fyne.TextWrapBreak, 200).(*fyne.Container)
	q := stack.Objects[0].(*container.ThemeOverride).Content.(*kit.Quotation)
	test.NewTempWindow(t, stack)

	test.Type(q, "i?")
	for _, k := range []fyne.KeyName{fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn, fyne.KeyEscape, fyne.KeyRight} {
		q.TypedKey(key(k))
	}
	app.Clipboard().SetContent("pasted")
	q.TypedShortcut(&fyne.ShortcutPaste{Clipboard: app.Clipboard()})
	q.TypedShortcut(&fyne.ShortcutSelectAll{})
	q.TypedShortcut(&fyne.ShortcutCut{Clipboard: app.Clipboard()})
	if q.Text != "/a/b.jpg" {
		t.Errorf("the text became %q", q.Text)
	}
	q.TypedShortcut(&fyne.ShortcutCopy{Clipboard: app.Clipboard()})
	if got := app.Clipboard().Content(); got != "/a/b.jpg" {
		t.Errorf("copied %q", got)
	}
	if keys.runes != "i?" || len(keys.keys) != 1 || keys.keys[0] != fyne.KeyEscape {
		t.Errorf("handed on %q and %v", keys.runes, keys.keys)
	}
}

func TestThemeIsChosenAndRemembered(t *testing.T) {
	r := newRig(t, oneFolder())
	r.themeItem("Dark", theme.Dark).Action()
	if !r.themeItem("Dark", theme.Dark).Checked || r.themeItem("Same as system", theme.System).Checked {
		t.Error("the chosen theme is not marked")
	}
	r.clock.elapse(savePause)
	r.until(t, "the state to be saved", func() bool {
		r.b.mu.Lock()
		defer r.b.mu.Unlock()
		return r.b.saved.Theme == theme.Dark
	})
}

func TestFitsASmallWindow(t *testing.T) {
	b := oneFolder()
	b.state = State{Width: 900, Height: 600, SidebarShown: true, DetailsShown: true, SidebarWidth: 480}
	r := newRig(t, b)
	r.content.Resize(fyne.NewSize(900, 600))
	if got := r.search.Root().Size().Width; got < query.Narrow {
		t.Errorf("%v units are left for the photos, want %v", got, query.Narrow)
	}
	if got := r.box().Size().Width; got < 120 {
		t.Errorf("the search box is %v units wide", got)
	}
	r.toggleDetails()
	r.toggleSidebar()
	if got := r.search.Root().Size().Width; got != 900 {
		t.Errorf("alone, the photos have %v units", got)
	}
}
