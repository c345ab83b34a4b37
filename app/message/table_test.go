package message_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"descry/app/message"
	"descry/app/notice"
	"descry/assets/translation"
	"descry/library"
)

// call is a place in the code that asks for a message.
type call struct {
	at      token.Position
	id      string
	plural  bool
	params  []string
	unknown bool // its parameters aren't written there
	wraps   bool // it has a Cause besides
	// kindAlone is for an id that is written where no message is asked for.
	kindAlone bool
}

// constructors are the functions that take the id of a message first, with the place of
// what is counted, -1 none, and of the parameters. An error may name its Cause, too.
var constructors = map[string]struct{ count, params int }{
	"message.Text":   {-1, 1},
	"message.Count":  {1, 2},
	"notice.New":     {-1, 1},
	"notice.Counted": {1, 2},

	"problem.New":       {-1, 1},
	"problem.Usage":     {-1, 1},
	"problem.Wrap":      {-1, 1},
	"problem.WrapUsage": {-1, 1},
}

// wrapping are those that give a Cause.
var wrapping = []string{"problem.Wrap", "problem.WrapUsage"}

// calls are those of the program, tests left out, and all text in it that could be an id.
func calls(t *testing.T) (list []call, literals map[string]bool) {
	t.Helper()
	files := token.NewFileSet()
	literals = make(map[string]bool)
	for _, tree := range []string{"../../app", "../../ui"} {
		err := fs.WalkDir(os.DirFS(tree), ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(files, tree+"/"+path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BasicLit:
					if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
						literals[text] = true
					}
				case *ast.CallExpr:
					if c, ok := asCall(n, file.Name.Name); ok {
						c.at = files.Position(n.Pos())
						list = append(list, c)
					}
				case *ast.ValueSpec:
					if isKind(n.Type) {
						list = append(list, kinds(files, n.Values)...)
					}
				case *ast.CompositeLit:
					if m, ok := n.Type.(*ast.MapType); ok && isKind(m.Value) {
						list = append(list, kinds(files, n.Elts)...)
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
	return list, literals
}

// isKind reports the type notice.Kind.
func isKind(expr ast.Expr) bool {
	name, ok := expr.(*ast.SelectorExpr)
	if !ok || name.Sel.Name != "Kind" {
		return false
	}
	pkg, ok := name.X.(*ast.Ident)
	return ok && pkg.Name == "notice"
}

// kinds are the ids among values of the type notice.Kind, of constants or in a map. What
// they are told with isn't written there.
func kinds(files *token.FileSet, values []ast.Expr) (list []call) {
	for _, value := range values {
		if pair, ok := value.(*ast.KeyValueExpr); ok {
			value = pair.Value
		}
		if literal, ok := value.(*ast.BasicLit); ok {
			id, _ := strconv.Unquote(literal.Value)
			list = append(list, call{at: files.Position(literal.Pos()), id: id, kindAlone: true})
		}
	}
	return list
}

// asCall reads a call of a constructor whose id is written there.
func asCall(n *ast.CallExpr, pkg string) (call, bool) {
	var name string
	switch fun := n.Fun.(type) {
	case *ast.Ident:
		name = pkg + "." + fun.Name
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			name = x.Name + "." + fun.Sel.Name
		}
	}
	where, ok := constructors[name]
	if !ok || len(n.Args) <= where.params {
		return call{}, false
	}
	literal, ok := n.Args[0].(*ast.BasicLit)
	if !ok {
		return call{}, false
	}
	id, err := strconv.Unquote(literal.Value)
	if err != nil {
		return call{}, false
	}
	c := call{id: id, plural: where.count >= 0, wraps: slices.Contains(wrapping, name)}
	switch params := n.Args[where.params].(type) {
	case *ast.CompositeLit:
		for _, element := range params.Elts {
			pair, ok := element.(*ast.KeyValueExpr)
			if !ok {
				continue
			}
			if key, ok := pair.Key.(*ast.BasicLit); ok {
				name, _ := strconv.Unquote(key.Value)
				c.params = append(c.params, name)
			}
		}
	case *ast.Ident:
		c.unknown = params.Name != "nil"
	default:
		c.unknown = true
	}
	return c, true
}

// table is a language's messages, each with its forms.
func table(t *testing.T, name string) map[string]map[string]string {
	t.Helper()
	data, err := translation.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		t.Fatal(err)
	}
	messages := make(map[string]map[string]string, len(raw))
	for id, value := range raw {
		messages[id] = make(map[string]string)
		switch value := value.(type) {
		case string:
			messages[id]["other"] = value
		case map[string]any:
			for form, text := range value {
				messages[id][form], _ = text.(string)
			}
		}
	}
	return messages
}

var (
	parameter = regexp.MustCompile(`\{\{\.(\w+)\}\}`)
	wellNamed = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// TestMessages holds the code and the table to each other: no message is missing, none is
// left over, and each is given the parameters that it names.
func TestMessages(t *testing.T) {
	messages := table(t, "en.toml")
	asked, literals := calls(t)
	if len(asked) == 0 {
		t.Fatal("no call was found")
	}
	for id, forms := range messages {
		if !wellNamed.MatchString(id) {
			t.Errorf("the id %q isn't made of words with hyphens", id)
		}
		if !literals[id] {
			t.Errorf("nothing asks for the message %s", id)
		}
		if forms["other"] == "" {
			t.Errorf("the message %s has no text", id)
		}
		for form, text := range forms {
			if strings.Count(text, "{{") != len(parameter.FindAllString(text, -1)) {
				t.Errorf("%s, %s: %q has something else than {{.Parameters}}", id, form, text)
			}
		}
	}
	for _, c := range asked {
		forms, ok := messages[c.id]
		if !ok {
			t.Errorf("%s: there is no message %s", c.at, c.id)
			continue
		}
		if c.kindAlone {
			continue
		}
		if _, plural := forms["one"]; plural != c.plural {
			t.Errorf("%s: the message %s has plural forms: %v, and is counted: %v", c.at, c.id, plural, c.plural)
		}
		if c.unknown {
			continue
		}
		given := slices.Clone(c.params)
		if c.plural {
			given = append(given, "Count")
		}
		if c.wraps {
			given = append(given, "Cause")
		}
		named := make(map[string]bool)
		for _, text := range forms {
			for _, found := range parameter.FindAllStringSubmatch(text, -1) {
				named[found[1]] = true
			}
		}
		for name := range named {
			if !slices.Contains(given, name) {
				t.Errorf("%s: the message %s names %s, which it isn't given", c.at, c.id, name)
			}
		}
		for _, name := range c.params {
			if !named[name] {
				t.Errorf("%s: the message %s is given %s and doesn't name it (it names %v)", c.at, c.id, name, slices.Sorted(maps.Keys(named)))
			}
		}
	}
}

func TestOfNotice(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		notice notice.Notice
		want   string
	}{
		{notice.Notice{}, ""},
		{notice.Counted("photos", 1, nil), "1 photo"},
		{notice.Counted("photos", 18302, nil), "18,302 photos"},
		{notice.Counted("change-tagged", 3, notice.Params{"Tags": notice.Names{"a", "b"}}), "Tagged 3 photos: a, b"},
		{notice.Counted("change-tagged-as", 2, notice.Params{"Tags": notice.Quoted{"a", "b"}, "Photos": notice.Counted("photos", 1240, nil)}), "tags “a”, “b” on 1,240 photos"},
		{notice.New("no-such-message", nil), "no-such-message"},
		{notice.AsItIs("/a/b c"), "/a/b c"},
		{notice.New("doctor-catalogue-still-damaged", notice.Params{"Findings": []notice.Notice{
			notice.AsItIs("row 1"), notice.AsItIs("row 2"), notice.Counted("doctor-more", 2000, nil)}}),
			"it could not be repaired: the new one is not sound either: row 1; row 2; and 2,000 more"},
		{notice.Counted("doctor-files-unread", 3, notice.Params{"Reasons": []library.Problem{
			{Reason: "the file is empty"}, {Reason: "the HEIC data is damaged"}, {Reason: "the file is empty"}}}),
			"3 could not be read (Empty files: 2, Damaged HEIC files: 1)"},
		{notice.Counted("files-tried-again", 3, notice.Params{"At": notice.Coming(now.Add(time.Minute))}), "3 will be tried again, the first at 12:01"},
		{notice.Counted("doctor-copies", 2, notice.Params{"Folder": "/c", "Newest": notice.FullTime(now)}),
			"2 copies of what you said in /c, the newest of 30 November 2026, 12:00"},
		{notice.New("doctor-thumbnails", notice.Params{"Small": 1200, "Large": 3, "Used": notice.Bytes(1500), "Budget": notice.Bytes(2_000_000)}),
			"1,200 of 256 pixels there, 3 of 1,024; 1.50 kB of 2.00 MB"},
		{notice.New("doctor-decoder-failure", notice.Params{"Formats": []string{"PNG"}, "Reason": library.ErrFull}), "PNG: " + library.ErrFull.Error()},
		{notice.New("doctor-decoder-missing-heic", notice.Params{"Formats": []string{"HEIC", "AVIF"}}),
			"HEIC and AVIF: no library of the system; the decoders that are built in take four times as long"},
		{notice.New("no-such-message", notice.Params{"Path": "/a"}), "no-such-message map[Path:/a]"},
	} {
		if got := message.OfNotice(c.notice, now); got != c.want {
			t.Errorf("%v: %q, want %q", c.notice, got, c.want)
		}
	}
}
