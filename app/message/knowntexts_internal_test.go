package message

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"descry/ml/hub"
)

// inLanguage has a test read texts in a language.
func inLanguage(t *testing.T, tag language.Tag) {
	t.Helper()
	before := Language()
	Use(tag)
	t.Cleanup(func() { Use(before) })
}

// knownSamples are values of the parameters of stored texts.
var knownSamples = map[string]string{
	"Format": "JPEG XL", "Size": "2.69 GB", "Number": "12", "Bits": "4", "Width": "65535", "Height": "2",
	"Name": "a b.xmp", "Detail": "it ends early", "Cause": "no space left",
	"Free": "1 byte", "All": "20", "File": "a.json", "Folder": "/a b", "Address": "https://a/b", "Host": "a.example", "Device": "OpenVINO",
	"Other": "MIT", "Missing": "a, b", "Licence": "Apache-2.0", "Time": "30 seconds",
}

func knownSample(text string) string {
	return regexp.MustCompile(`\{([A-Z][a-z]+)\}`).ReplaceAllStringFunc(text, func(place string) string {
		return knownSamples[strings.Trim(place, "{}")]
	})
}

// TestKnownTextsAreWhole words what packages below app say: in English as it is, and in
// another language by the message of the same text, with all parameters.
func TestKnownTextsAreWhole(t *testing.T) {
	word := func(list []knownText, of func(string) string) {
		for _, text := range list {
			stored := knownSample(text.text)
			inLanguage(t, language.English)
			if got := of(stored); got != stored {
				t.Errorf("%s, stored as %q, is %q in English", text.id, stored, got)
			}
			inLanguage(t, language.German)
			got := of(stored)
			if got == stored || strings.Contains(got, "<no value>") || strings.Contains(got, "{{") {
				t.Errorf("%s, stored as %q, is %q in German", text.id, stored, got)
			}
		}
	}
	word(reasonTexts, InLanguage)
	word(programTexts, InLanguage)
	word(detailTexts, ofDetail)
}

func TestDetailsInLanguage(t *testing.T) {
	inLanguage(t, language.German)
	for stored, want := range map[string]string{
		"it sent nothing for 30 seconds":          "es kam 30 Sekunden lang nichts",
		"it sent nothing for 1 minute 30 seconds": "es kam 1 Minute 30 Sekunden lang nichts",
		"it sent nothing for 99999999 days":       "es kam 99999999 days lang nichts",
	} {
		if got := ofDetail(stored); got != want {
			t.Errorf("%q is worded %q, want %q", stored, got, want)
		}
	}
}

func TestInLanguage(t *testing.T) {
	inLanguage(t, language.German)
	for stored, want := range map[string]string{
		"":                      "",
		"a message of a driver": "a message of a driver",
		"the PNG data is damaged (it ends early)":                "die PNG-Daten sind beschädigt (vorzeitiges Ende)",
		"the JPEG data is damaged (Premature end of JPEG file)":  "die JPEG-Daten sind beschädigt (Premature end of JPEG file)",
		"opening the photo would take too much memory (2.69 GB)": "das Öffnen des Fotos bräuchte zu viel Speicher (2,69 GB)",
		"the sidecar a.xmp: no permission to read it":            "die Begleitdatei a.xmp: keine Berechtigung zum Lesen",
		"it could not be read: input/output error":               "nicht lesbar: Ein- oder Ausgabefehler",
		"larger than 1.00 GB and more":                           "larger than 1.00 GB and more",
	} {
		if got := InLanguage(stored); got != want {
			t.Errorf("%q is worded %q, want %q", stored, got, want)
		}
	}
}

// TestOffersInLanguage words all that is said of the models that can be downloaded.
func TestOffersInLanguage(t *testing.T) {
	inLanguage(t, language.German)
	for _, r := range hub.Catalogue() {
		for _, text := range []string{r.Headline, r.Note} {
			if text != "" && InLanguage(text) == text {
				t.Errorf("%s: %q has no message", r.ID, text)
			}
		}
	}
}

// neverStored are errors of the library that are no reasons of unread files, by the end of
// their texts, each with why.
var neverStored = map[string]string{
	"the photo is too large to open":                    "marks a kind",
	"the photo is damaged":                              "marks a kind",
	"the file is not a photo":                           "marks a kind",
	"this kind of photo is not supported":               "marks a kind",
	"there is not enough memory to open the photo":      "marks a kind",
	"photos of this kind can't be opened at the moment": "marks a kind",
	"the header is minimized":                           "package media words it",
	"decoding takes too much memory":                    "package media words it",
	"decoding takes too much memory: x":                 "package media words it",
	"decoding takes too long":                           "package media words it",
	"the system ended the decoder":                      "package media words it",
	"libjpeg-turbo could not start":                     "the cause of a decoder that can't be started",
	"the answer breaks off":                             "the cause of a decoder that can't be started",
	"the answer breaks off: x":                          "the cause of a decoder that can't be started",
	"the answer breaks off: the file was not taken":     "the cause of a decoder that can't be started",
	"the answer is not its own":                         "the cause of a decoder that can't be started",
	"no answer within x":                                "the cause of a decoder that can't be started",
	"sizes of process 7: \"x\"":                         "the cause of a decoder that can't be started",
	"the decoder is missing from this program: x":       "the cause of a decoder that can't be started",
	"unpack the decoder: x":                             "the cause of a decoder that can't be started",
	"prepare the decoder: x":                            "the cause of a decoder that can't be started",
	"no library of x is known":                          "the cause of a decoder that isn't there",
	"the picture has a size that JPEG cannot hold":      "thumbnails are made of pictures of known sizes",
	"the JPEG can't be decoded to planes":               "another way is tried",
	"out of memory":                                     "the message of libjpeg-turbo's own allocation, a cause",
	"decoder panic: x":                                  "only the log has it",
	"x":                                                 "the message of another program",
	"decode the JPEG: x":                                "the message of another decoder",
	"the TIFF structure is damaged: x":                  "the message of another decoder",
	"decode a JPEG strip: x":                            "the message of another decoder",
	"encode: x":                                         "ends the indexing, and is no reason of a file",
}

// TestEveryReasonHasAMessage reads the errors in the source of the packages that read photos,
// so that a new one can't be stored without a message for it.
func TestEveryReasonHasAMessage(t *testing.T) {
	texts := errorTexts(t, "../../library/media", nil)
	for name, at := range errorTexts(t, "../../library/index", []string{"file.go", "failure.go", "describe.go", "encode.go"}) {
		texts[name] = at
	}
	if len(texts) < 100 {
		t.Fatalf("only %d errors were found", len(texts))
	}
	used := make(map[string]bool)
	for text, at := range texts {
		if _, ok := neverStored[text]; ok {
			used[text] = true
			continue
		}
		detail := text
		if _, rest, ok := strings.Cut(text, " structure is damaged: "); ok {
			detail = rest // package media begins the sentence by itself
		}
		if strings.Contains(detail, "is damaged: ") || strings.HasSuffix(detail, "is damaged") {
			continue // package media tells no more than that
		}
		if _, ok := ofKnown(textPatterns(), text); ok {
			continue
		}
		if _, ok := ofKnown(detailPatterns(), detail); !ok {
			t.Errorf("%s: %q is neither in reasonTexts nor in detailTexts", at, text)
		}
	}
	for text := range neverStored {
		if !used[text] {
			t.Errorf("nothing says %q any more, which is in neverStored", text)
		}
	}
}

// errorTexts are the texts of the errors that the files of a tree make, tests left out, with
// samples for what isn't written there, and where each is made.
func errorTexts(t *testing.T, tree string, only []string) map[string]token.Position {
	t.Helper()
	files := token.NewFileSet()
	var parsed []*ast.File
	err := fs.WalkDir(os.DirFS(tree), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if only != nil {
			listed := false
			for _, name := range only {
				listed = listed || path == name
			}
			if !listed {
				return nil
			}
		}
		file, err := parser.ParseFile(files, filepath.Join(tree, path), nil, parser.SkipObjectResolution)
		parsed = append(parsed, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	marks := make(map[string]string) // the texts of variables, by package and name
	texts := make(map[string]token.Position)
	for range 2 { // the second time with the texts of variables that stand below
		clear(texts)
		for _, file := range parsed {
			reader := errorReader{pkg: file.Name.Name, marks: marks}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ValueSpec:
					for i, value := range n.Values {
						if text, ok := reader.value(value); ok && i < len(n.Names) {
							marks[reader.pkg+"."+n.Names[i].Name] = text
						}
					}
				case *ast.KeyValueExpr: // the text of a photoError
					if key, ok := n.Key.(*ast.Ident); ok && key.Name == "text" {
						texts[reader.sample(n.Value)] = files.Position(n.Pos())
					}
				case *ast.CallExpr:
					if text, ok := reader.text(n); ok {
						texts[text] = files.Position(n.Pos())
					}
				}
				return true
			})
		}
	}
	return texts
}

// errorReader reads the texts of errors in a package.
type errorReader struct {
	pkg   string
	marks map[string]string
}

// value is the text of the error that a variable begins with.
func (r errorReader) value(expr ast.Expr) (string, bool) {
	switch expr := expr.(type) {
	case *ast.CallExpr:
		return r.text(expr)
	case *ast.UnaryExpr: // a pointer to a childError
		if made, ok := expr.X.(*ast.CompositeLit); ok && len(made.Elts) == 2 {
			return r.sample(made.Elts[1]), true
		}
	}
	return "", false
}

// text is the text of the error that a call makes.
func (r errorReader) text(call *ast.CallExpr) (string, bool) {
	switch name := nameOf(call.Fun); {
	case name == "errors.New" && len(call.Args) == 1:
		return r.sample(call.Args[0]), true
	case name == "fail" && len(call.Args) == 2:
		return r.sample(call.Args[1]), true
	case name == "fmt.Errorf":
		return r.format(call), true
	}
	return "", false
}

func nameOf(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.Ident:
		return expr.Name
	case *ast.SelectorExpr:
		return nameOf(expr.X) + "." + expr.Sel.Name
	}
	return ""
}

// sample is the text of an expression, with samples for what isn't written there.
func (r errorReader) sample(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(expr.Value); err == nil {
			return text
		}
	case *ast.BinaryExpr:
		return r.sample(expr.X) + r.sample(expr.Y)
	case *ast.CallExpr:
		switch name := nameOf(expr.Fun); {
		case name == "fmt.Sprintf":
			return r.format(expr)
		case strings.HasSuffix(name, "name"), name == ".name":
			return "PNG"
		case name == "filesize.Format":
			return "1.00 GB"
		case name == "plainChunk":
			return "the header"
		}
	case *ast.Ident:
		if expr.Name == "name" {
			return "XCF"
		}
		if text, ok := r.marks[r.pkg+"."+expr.Name]; ok {
			return text
		}
	case *ast.SelectorExpr:
		if text, ok := r.marks[nameOf(expr)]; ok {
			return text
		}
	}
	return "x"
}

var verb = regexp.MustCompile(`%[.0-9*]*[a-zA-Z]`)

// format is the text of a call of fmt with a format.
func (r errorReader) format(call *ast.CallExpr) string {
	next := 0
	return verb.ReplaceAllStringFunc(r.sample(call.Args[0]), func(verb string) string {
		next++
		switch {
		case verb == "%d":
			return "7"
		case strings.HasSuffix(verb, "q"):
			return `"x"`
		case next < len(call.Args):
			return r.sample(call.Args[next])
		}
		return "x"
	})
}
