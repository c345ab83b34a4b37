package theme_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"golang.org/x/image/font/sfnt"

	"descry/ui/theme"
)

// TestFontsHaveTheLettersOfTheWindow holds what the window says to letters that the bundled
// fonts have. What it says in languages of other scripts may come from the fonts that the
// program carries, too, which have one style.
func TestFontsHaveTheLettersOfTheWindow(t *testing.T) {
	fonts := map[string]*sfnt.Font{}
	for name, style := range map[string]fyne.TextStyle{"regular": {}, "bold": {Bold: true}, "italic": {Italic: true}} {
		font, err := sfnt.Parse(theme.New(theme.Dark).Font(style).Content())
		if err != nil {
			t.Fatal(err)
		}
		fonts[name] = font
	}
	letters, carried := map[rune]string{}, map[rune]string{} // with a place of each
	for _, root := range []string{"..", "../../app/message", "../../app/service"} {
		literals(t, root, func(text, place string) {
			for _, r := range text {
				if r > '~' {
					letters[r] = place
				}
			}
		})
	}
	tables, err := filepath.Glob("../../assets/translation/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range tables {
		into := letters
		if otherScripts[filepath.Base(path)] {
			into = carried
		}
		for line := range strings.Lines(string(read(t, path))) {
			if !strings.HasPrefix(line, "#") {
				for _, r := range line {
					if r > '~' {
						into[r] = path
					}
				}
			}
		}
	}
	if letters['…'] == "" || letters['ü'] == "" || carried['照'] == "" {
		t.Fatal("the texts of the window aren't found")
	}
	faces := facesWithoutSystem(t)
	for r, place := range carried {
		if !slices.ContainsFunc(faces, func(f *font.Face) bool { _, ok := f.NominalGlyph(r); return ok }) {
			t.Errorf("no font has %q (%U), which stands in %s", r, r, place)
		}
	}
	symbols, err := sfnt.Parse(fynetheme.DefaultSymbolFont().Content()) // Fyne looks there, too
	if err != nil {
		t.Fatal(err)
	}
	var b sfnt.Buffer
	has := func(font *sfnt.Font, r rune) bool {
		glyph, err := font.GlyphIndex(&b, r)
		return err == nil && glyph != 0
	}
	for r, place := range letters {
		for name, font := range fonts {
			if !typed[r] && !has(font, r) && !has(symbols, r) {
				t.Errorf("the %s font has no %q (%U), which stands in %s", name, r, r, place)
			}
		}
	}
}

// otherScripts are the tables of languages that are not written in Latin.
var otherScripts = map[string]bool{"zh-Hans.toml": true}

// typed are letters that the code only looks for, in what a user types or a language has, or
// by which it marks places in a text that is being made.
var typed = map[rune]bool{'，': true, '：': true, '－': true, '、': true, '。': true, '？': true, '！': true, '年': true, '月': true, '日': true, '\ufdd0': true, '\ufdd1': true}

// literals are the texts in quotes below a folder, but for tests.
func literals(t *testing.T, root string, found func(text, place string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && (lit.Kind == token.STRING || lit.Kind == token.CHAR) {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					found(text, path)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
