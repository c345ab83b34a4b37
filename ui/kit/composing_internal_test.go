package kit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestComposing(t *testing.T) {
	tests := []struct {
		name, events string // keys by their names, letters that come behind an =
		want         string // the keys that reach the field, but for those of letters
	}{
		{"no input method", "A =a BackSpace Return", "BackSpace Return"},
		{"capitals, accents and other alphabets", "A =A E =é F =а BackSpace Left", "BackSpace Left"},
		{"Backspace takes a letter of the input method", "Z H BackSpace BackSpace BackSpace", "BackSpace"},
		{"chosen with the space", "Z H A O Space =照 BackSpace Return", "BackSpace Return"},
		{"chosen with a number", "Z H A O 1 =照 BackSpace", "BackSpace"},
		{"Enter gives the letters themselves", "Z H Return =z =h Return", "Return"},
		{"given up", "Z H Escape Escape", "Escape"},
		{"turned over", "Z H - Down Right BackSpace BackSpace BackSpace", "BackSpace"},
		{"a syllable comes of the key that begins the next", "G K S R =한 BackSpace BackSpace", "BackSpace"},
		{"Hangul, ended with the space", "G K S Space =한 =\u2423 BackSpace", "BackSpace"},
		{"two letters at a key", "A =a =a BackSpace", "BackSpace"},
		{"a dead key", "E =é BackSpace", "BackSpace"},
		{"other keys", "Z F7", "F7"},
	}
	for _, tt := range tests {
		var c Composing
		var reached []string
		for _, event := range strings.Fields(tt.events) {
			if letter, ok := strings.CutPrefix(event, "="); ok {
				for _, r := range letter {
					c.Came(r)
				}
			} else if !c.Takes(&fyne.KeyEvent{Name: fyne.KeyName(event)}) && len(event) > 1 {
				reached = append(reached, event)
			}
		}
		if got := strings.Join(reached, " "); got != tt.want {
			t.Errorf("%s: %q reached the field, want %q", tt.name, got, tt.want)
		}
	}
	c := Composing{}
	c.Takes(&fyne.KeyEvent{Name: fyne.KeyA})
	c.Ends()
	if c.Takes(&fyne.KeyEvent{Name: fyne.KeyBackspace}) {
		t.Error("a field that lost the keyboard is still composing")
	}
}

// TestFieldsLeaveKeysToInputMethods is about all text fields of the window: each type that is an
// entry of the toolkit and can be written in.
func TestFieldsLeaveKeysToInputMethods(t *testing.T) {
	readOnly := []string{"Quotation"}
	var fields []string
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && isEntry(spec) && !slices.Contains(readOnly, spec.Name.Name) {
				fields = append(fields, spec.Name.Name)
				for method, call := range map[string]string{"TypedKey": "Takes(ev)", "TypedRune": "Came(r)", "FocusLost": "Ends()"} {
					has := regexp.MustCompile(`func \(\w+ \*` + spec.Name.Name + `\) ` + method + `\([^{]*{\n[^}]*\.composing\.` + regexp.QuoteMeta(call))
					if !has.Match(text) {
						t.Errorf("%s: %s of %s doesn't call %s of Composing", path, method, spec.Name.Name, call)
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(fields) < 5 {
		t.Errorf("only %q were found", fields)
	}
}

// isEntry reports a struct that embeds widget.Entry.
func isEntry(spec *ast.TypeSpec) bool {
	s, ok := spec.Type.(*ast.StructType)
	return ok && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
		of, ok := f.Type.(*ast.SelectorExpr)
		return ok && len(f.Names) == 0 && of.Sel.Name == "Entry"
	})
}

// TestPathEntryWithAnInputMethod: keys of the input method do nothing to the text.
func TestPathEntryWithAnInputMethod(t *testing.T) {
	test.NewTempApp(t)
	confirmed := 0
	e := NewPathEntry(nil, func() { confirmed++ })
	test.NewTempWindow(t, e)
	e.SetText("照")
	e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	press := func(names ...fyne.KeyName) {
		for _, n := range names {
			e.TypedKey(&fyne.KeyEvent{Name: n})
		}
	}
	press(fyne.KeyP, fyne.KeyI, fyne.KeyBackspace, fyne.KeyI, fyne.KeyReturn)
	if e.Text != "照" || confirmed != 0 {
		t.Errorf("while letters are put together, the text became %q, confirmed %d times", e.Text, confirmed)
	}
	e.TypedRune('片')
	press(fyne.KeyReturn)
	if e.Text != "照片" || confirmed != 1 {
		t.Errorf("afterwards the text is %q, confirmed %d times", e.Text, confirmed)
	}
	press(fyne.KeyBackspace)
	if e.Text != "照" {
		t.Errorf("Backspace leaves %q", e.Text)
	}
}
