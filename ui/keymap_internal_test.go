package ui

import (
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"descry/ui/kit"
	"descry/ui/theme"
)

// TestFunctionKeysWorkInTextFields: the search box has the keyboard when the window
// opens, and none of the keys that the help names may be lost on it.
func TestFunctionKeysWorkInTextFields(t *testing.T) {
	r := newRig(t, taggedFolder())
	r.waitTags(t)
	r.choose(t, 1)
	var names, done []fyne.KeyName
	for i, b := range r.bindings {
		for _, name := range b.keys {
			if name != fyne.KeyEscape { // each field has a use of its own for it
				names = append(names, name)
				r.bindings[i].do = func(*Window) { done = append(done, name) }
			}
		}
	}
	if !slices.Contains(names, fyne.KeyF7) {
		t.Fatalf("the window's keys are %q", names)
	}
	for what, field := range map[string]fyne.Focusable{
		"search box": r.search.Box(), "tags": r.tagEntry(t), "caption": r.captionField(t),
	} {
		r.win.Canvas().Focus(field)
		done = nil
		for _, name := range names {
			field.TypedKey(key(name))
		}
		if !slices.Equal(done, names) {
			t.Errorf("%s: of %q it hands on %q", what, names, done)
		}
	}
}

// TestKeysAreAsDocumented: the help, the table in docs/keys.md and what the keys do
// are one.
func TestKeysAreAsDocumented(t *testing.T) {
	text, err := os.ReadFile("../docs/keys.md")
	if err != nil {
		t.Fatal(err)
	}
	var documented []string
	group := ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "## "); ok {
			group = name
		}
		if cells := strings.Split(line, "|"); len(cells) == 4 && strings.Contains(cells[1], "`") {
			documented = append(documented, group+": "+strings.Trim(strings.TrimSpace(cells[1]), "`")+" = "+strings.TrimSpace(cells[2]))
		}
	}
	var bound []string
	for _, name := range helpGroups() {
		for _, b := range bindings() {
			if b.Group == name {
				bound = append(bound, b.Group+": "+b.Keys+" = "+b.What)
			}
		}
	}
	if !slices.Equal(documented, bound) {
		t.Errorf("docs/keys.md has\n%s\nthe program\n%s", strings.Join(documented, "\n"), strings.Join(bound, "\n"))
	}
}

// TestNoKeyHasTwoMeanings in the window.
func TestNoKeyHasTwoMeanings(t *testing.T) {
	seen := map[string]string{}
	note := func(what, key string) {
		if other, taken := seen[key]; taken {
			t.Errorf("%s is %q and %q", key, other, what)
		}
		seen[key] = what
	}
	for _, b := range bindings() {
		for _, r := range b.runes {
			note(b.What, string(r))
		}
		for _, k := range b.keys {
			note(b.What, string(k))
		}
		for _, s := range b.shortcuts {
			note(b.What, s.ShortcutName())
		}
		if b.Group != "" && !slices.Contains(helpGroups(), b.Group) {
			t.Errorf("%q is in no part of the help", b.What)
		}
	}
}

// TestKeysOfTheTable are those people will have learned: some do what others did.
func TestKeysOfTheTable(t *testing.T) {
	r := newRig(t, oneFolder())
	press := func(s fyne.Shortcut) {
		t.Helper()
		if !r.TakeShortcut(s) { // as from the search box, which has the keyboard
			t.Errorf("%s does nothing", s.ShortcutName())
		}
	}
	press(kit.Ctrl(fyne.KeyB)[0])
	if r.side.Root.Visible() {
		t.Error("Ctrl+B doesn't hide the sidebar")
	}
	for _, want := range []string{theme.Dark, theme.Light, theme.Dark} {
		r.state.Theme = map[string]string{theme.Dark: theme.Light, theme.Light: theme.Dark}[want]
		r.search.Box().TypedKey(key(fyne.KeyF9))
		if r.state.Theme != want {
			t.Errorf("F9 leads to %q, want %q", r.state.Theme, want)
		}
	}
	r.grid.Select(2)
	press(kit.Ctrl(fyne.KeyR)[0])
	r.until(t, "the file manager", func() bool {
		r.b.mu.Lock()
		defer r.b.mu.Unlock()
		return slices.Equal(r.b.opened, []string{"reveal /home/ann/Pictures/2.jpg"})
	})
	r.win.Canvas().Focus(r.grid)
	for _, old := range "rpa" { // what they meant has another key now
		r.grid.TypedRune(old)
	}
	r.grid.TypedKey(key(fyne.KeyF10))
	if r.win.Canvas().Overlays().Top() == nil {
		t.Error("Shift+F10 opens no menu")
	}
	if len(r.b.opened) != 1 {
		t.Error("r still shows the file manager")
	}
}

// TestHelpIsSeenWhole: every column of the help is in view, whatever the window.
func TestHelpIsSeenWhole(t *testing.T) {
	help := keysHelp().(*fyne.Container)
	for width, most := range map[float32]float32{1100: 590, 740: 900, 440: 1700} {
		help.Resize(fyne.NewSize(width, 100))
		right, low := float32(0), float32(0)
		for _, o := range help.Objects {
			right = max(right, o.Position().X+o.Size().Width)
			low = max(low, o.Position().Y+o.Size().Height)
		}
		if right > width || low != help.MinSize().Height || low > most {
			t.Errorf("in %v it is %v wide and %v high, of %v", width, right, low, help.MinSize().Height)
		}
	}
}
