package message_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// Text that people read comes from the table. In what is shown and printed, a literal with a
// letter in it is a mistake, unless it is a name or a unit. Elsewhere in the same packages,
// from where text reaches a widget by a variable, a literal that reads like language is one.

// readByPeople are the folders whose text is read, with those below them or without.
var readByPeople = []struct {
	path  string
	below bool
}{
	{"../../app", false}, // the program's own window, its dialogs and what they say of it
	{"../../app/cli", true},
	{"../../app/message", true},
	{"../../ui", true},
}

// Names of packages of which each call shows or prints its arguments.
var showing = []string{"kit", "widget", "canvas", "dialog", "container", "fmt", "errors"}

// Calls that show their arguments besides: constructors, setters, and the flags of commands,
// whose names are names.
var showingCalls = regexp.MustCompile(`^(` + strings.Join([]string{
	`fyne\.NewMenu(Item)?`, `desktop\.NewMenu`, `(message|)\.?Plural`,
	`\w+\.(Set|Add|Say|Show|Tell|Append)\w*`, `\w+\.(say|tell|add|show|set|row|line)\w*`, `(say|tell|add|show|set|row|line)\w*`,
	`\w+\.(NewWindow|ShowAndRun|Row|Write|WriteString|Println|Printf|Print)`,
}, "|") + `)$`)

// definesFlag is a call that defines a flag. The usage is read, which is its last argument.
var definesFlag = regexp.MustCompile(`\.(Bool|String|Int|Int64|Uint|Float64|Duration|StringArray|StringSlice|Count)(Var)?P?$|\.VarP?F?$`)

// Fields that are shown: of a command, of widgets, and of what makes them.
var shownFields = []string{
	"Short", "Long", "Example", "Deprecated",
	"Text", "Label", "Title", "Hint", "Tip", "PlaceHolder", "Placeholder", "Caption", "Heading", "Value", "Note", "What", "Question", "Group",
}

// Files whose text nobody reads as it stands, with the reason.
var unreadFiles = map[string]string{
	"../../app/message/problems.go":   "it looks for the English text of errors, which the library stores",
	"../../app/message/knowntexts.go": "it looks for the English text of errors, which the library stores",
	"../../ui/theme/carriedfonts.go":  "its errors go into the log",
}

// Calls whose arguments nobody reads, with the reason.
var unread = map[string]string{
	"message.Text": "an id", "message.Count": "an id", "notice.New": "an id", "notice.Counted": "an id",
	"problem.New": "an id", "problem.Usage": "an id", "problem.Wrap": "an id", "problem.WrapUsage": "an id",
	"message.MatchLanguage": "a name of a language", "language.MustParse": "a name of a language", "language.Make": "a name of a language",
	"fyne.NewStaticResource": "a picture", "fyne.MeasureText": "only measured", "regexp.MustCompile": "a pattern",
	"fmt.Sscanf": "only read", "fmt.Sscan": "only read", "os.Getenv": "a variable's name", "exec.CommandContext": "a program",
	"systemctl": "a program's arguments", "config.SetSetting": "a setting's name", "panic": "a mistake in the program",
}

// Packages of which a call reads its arguments, or hands them to the system.
var reading = []string{"strings", "filepath", "path", "os", "exec", "query", "slog", "log", "net", "url", "time", "strconv"}

// logs are the methods of a log, which is in English.
var logs = []string{"Debug", "Info", "Warn", "Error"}

// Words that are the same in every language. Texts of nothing else may be shown.
var (
	// units come behind a number.
	units = []string{"s", "ms", "mm", "px", "MP", "km", "f"}
	// names are those of things and of programs.
	names = []string{"Descry", "descry", "MIT", "WebP", "JPEG", "Photoshop", "ISO", "systemctl", "user", "auto", "true"}
	// measures are those of information retrieval, as papers write them.
	measures = []string{"R", "mAP", "F"}
	// keys are named so in the program, and by kit.KeyLabels for people.
	keys = []string{"Ctrl", "Shift", "Enter", "Esc", "Tab", "Space", "Backspace", "Menu", "Home", "End", "PageUp", "PageDown",
		"Up", "Down", "Left", "Right"}
)

// notText are literals that look like text and are none, with the reason.
var notText = map[string]string{
	"[Unit]\nDescription=Descry: keep the photo library up to date\n\n[Service]\nExecStart=%s watch\n%sRestart=on-failure\nRestartSec=30\nNice=19\nCPUSchedulingPolicy=idle\nIOSchedulingClass=idle\nKillSignal=SIGTERM\nTimeoutStopSec=30\nMemoryMax=4G\n\n[Install]\nWantedBy=default.target\n": "a file that systemd reads",
	"Environment=%s\n":                       "a file that systemd reads",
	"ended by force, because something hung": "a reason in the log",
	"folder %d %d ":                          "a key",
	"place %d %q %d ":                        "a key",
	"offer ":                                 "a key",
	"key ":                                   "a key",
	"Ág":                                     "measured, not shown",
}

// literal is text in the code that should be in the table.
type literal struct {
	at   token.Position
	text string
}

// shownLiterals finds in a file the text that isn't in the table, and what would be found but
// for notText. ids are the messages.
func shownLiterals(files *token.FileSet, file *ast.File, ids map[string]bool) (found []literal, exceptions []string) {
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		stack = append(stack, n)
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil || ids[text] || nameOrUnit(text) {
			return true
		}
		u := useOf(stack)
		switch {
		case u == isUnread || u == mayBeShown && !likeLanguage(text):
		case notText[text] != "":
			exceptions = append(exceptions, text)
		default:
			found = append(found, literal{files.Position(lit.Pos()), text})
		}
		return true
	})
	return found, exceptions
}

// use is what becomes of a literal.
type use int

const (
	mayBeShown use = iota
	isShown
	isUnread
)

// useOf goes up from a literal, the last of stack, to what uses it.
func useOf(stack []ast.Node) use {
	for i := len(stack) - 1; i > 0; i-- {
		child, parent := stack[i], stack[i-1]
		switch parent := parent.(type) {
		case *ast.ParenExpr, *ast.CompositeLit:
		case *ast.BinaryExpr:
			if parent.Op != token.ADD {
				return isUnread
			}
		case *ast.ImportSpec, *ast.Field, *ast.CaseClause:
			return isUnread
		case *ast.IndexExpr:
			if parent.Index == child {
				return isUnread
			}
		case *ast.KeyValueExpr:
			key, named := parent.Key.(*ast.Ident)
			switch {
			case parent.Key == child:
				return isUnread
			case named && key.Name == "Use": // a command's name, and those of its arguments
				return isUnread
			case named && slices.Contains(shownFields, key.Name):
				return isShown
			}
		case *ast.CallExpr:
			if parent.Fun == child {
				return mayBeShown // a method of a literal
			}
			if u, settled := useByCall(parent, child); settled {
				return u
			}
		case *ast.AssignStmt:
			for i, value := range parent.Rhs {
				if value != child || len(parent.Lhs) != len(parent.Rhs) {
					continue
				}
				if field, ok := parent.Lhs[i].(*ast.SelectorExpr); ok && slices.Contains(shownFields, field.Sel.Name) {
					return isShown
				}
			}
			return mayBeShown
		default:
			return mayBeShown
		}
	}
	return mayBeShown
}

// useByCall is what a call does with an argument. It isn't settled where the call gives text
// on.
func useByCall(call *ast.CallExpr, argument ast.Node) (u use, settled bool) {
	name := calledName(call.Fun)
	pkg, method, _ := strings.Cut(name, ".")
	switch {
	case unread[name] != "" || slices.Contains(logs, method):
		return isUnread, true
	case definesFlag.MatchString(name):
		if call.Args[len(call.Args)-1] == argument {
			return isShown, true
		}
		return isUnread, true
	case slices.Contains(reading, pkg):
		return isUnread, true
	case slices.Contains(showing, pkg) || showingCalls.MatchString(name):
		return isShown, true
	}
	return mayBeShown, false
}

// calledName is a function as it is called: "kit.NewLine", "w.say", "say". Of a longer chain
// the last two names are left: "w.toasts.say" is "toasts.say".
func calledName(fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		switch x := fun.X.(type) {
		case *ast.Ident:
			return x.Name + "." + fun.Sel.Name
		case *ast.SelectorExpr:
			return x.Sel.Name + "." + fun.Sel.Name
		default:
			return "it." + fun.Sel.Name
		}
	case *ast.IndexExpr: // a function with type parameters
		return calledName(fun.X)
	case *ast.IndexListExpr:
		return calledName(fun.X)
	}
	return ""
}

var (
	verb = regexp.MustCompile(`%[-+# 0]*(\[\d+\])?[\d*]*(\.[\d*]*)?[a-zA-Z%]`)
	word = regexp.MustCompile(`\pL+`)
	// filter is one of the query language, whose English words every language has.
	filter = regexp.MustCompile(`^-?[a-z]+:[^ ]*$`)
	// callWithWords is a command's name with what the user writes there, whose words help.go translates.
	callWithWords = regexp.MustCompile(`^ ?([a-z]+ )?(\[?([A-Z]{2,}|flags|command)…?\]? ?)+\n?$`)
	// variable is the name of one in the environment.
	variable = regexp.MustCompile(`^[A-Z]+(_[A-Z]+)+$`)
)

// nameOrUnit reports a text that is the same in every language.
func nameOrUnit(text string) bool {
	if filter.MatchString(text) || callWithWords.MatchString(text) || variable.MatchString(text) {
		return true
	}
	for _, w := range word.FindAllString(verb.ReplaceAllString(text, " "), -1) {
		single := len([]rune(w)) == 1 && strings.TrimSpace(text) != "" // a key, or a letter that is measured
		if !single && !slices.Contains(units, w) && !slices.Contains(names, w) && !slices.Contains(measures, w) && !slices.Contains(keys, w) {
			return false
		}
	}
	return true
}

// likeLanguage reports a text that reads like language: it has two words, begins with a
// capital, or has typographic marks.
func likeLanguage(text string) bool {
	text = verb.ReplaceAllString(text, "x")
	trimmed := strings.TrimSpace(text)
	if trimmed == "" || filter.MatchString(trimmed) || strings.HasPrefix(trimmed, "<svg ") {
		return false
	}
	first := []rune(trimmed)[0]
	return unicode.IsUpper(first) || strings.ContainsAny(text, " \n…“”’") || strings.IndexFunc(text, isForeign) >= 0
}

// isForeign reports a letter that no name in the code has.
func isForeign(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) }

// TestLiterals: what people read is in the table, so that it can be translated.
func TestLiterals(t *testing.T) {
	ids := make(map[string]bool)
	for id := range table(t, "en.toml") {
		ids[id] = true
	}
	files, read, met := token.NewFileSet(), 0, make(map[string]bool)
	for _, folder := range readByPeople {
		err := fs.WalkDir(os.DirFS(folder.path), ".", func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && path != "." && (!folder.below || strings.HasSuffix(path, "test")): // fakes for tests
				return fs.SkipDir
			case entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			file, err := parser.ParseFile(files, folder.path+"/"+path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			read++
			found, exceptions := shownLiterals(files, file, ids)
			for _, text := range exceptions {
				met[text] = true
			}
			if unreadFiles[folder.path+"/"+path] != "" {
				met[folder.path+"/"+path] = len(found) > 0
				return nil
			}
			for _, l := range found {
				t.Errorf("%s: %q isn't in the table of messages", l.at, l.text)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, exceptions := range []map[string]string{notText, unreadFiles} {
		for exception, reason := range exceptions {
			if !met[exception] {
				t.Errorf("%q (%s) needs no exception any more", exception, reason)
			}
		}
	}
	if read < 100 {
		t.Errorf("only %d files were read", read)
	}
}

// TestShownLiterals: the rule finds what it should, and nothing else.
func TestShownLiterals(t *testing.T) {
	for code, want := range map[string]string{
		// printers and constructors
		`fmt.Fprintln(w, "No photos.")`:                           "No photos.",
		`fmt.Fprintf(w, "%s photos\n", n)`:                        "%s photos\n",
		`fmt.Fprintf(w, "%6d  %s: %s\n", n, a, b)`:                "",
		`fmt.Fprintln(w, message.Text("no-photos", nil))`:         "",
		`fmt.Fprintln(w, head + ": " + ("photos"))`:               "photos",
		`fmt.Fprintln(w, word("photos"))`:                         "photos",
		`fmt.Errorf("%s: %w", path, err)`:                         "",
		`fmt.Errorf("open %s: %w", path, err)`:                    "open %s: %w",
		`errors.New("gone")`:                                      "gone",
		`kit.NewButton(s, "close", nil)`:                          "close",
		`kit.MenuItem(message.Text("a", nil), "Ctrl+B  F6", do)`:  "",
		`kit.MenuItem("sidebar", "Ctrl+B", do)`:                   "sidebar",
		`widget.NewLabel("")`:                                     "",
		`canvas.NewText("…", nil)`:                                "",
		`fyne.NewMenuItem("about", nil)`:                          "about",
		`line.SetText("paused")`:                                  "paused",
		`w.toasts.say("copied")`:                                  "copied",
		`entry.PlaceHolder = "name"`:                              "name",
		`kit.Load[int](tasks, "loading")`:                         "loading",
		`return []kit.Fact{{Value: "camera"}}`:                    "camera",
		`fmt.Sprintf("%d × %d · %s MP", a, b, c)`:                 "",
		`fmt.Sprintf("1/%d s", n)`:                                "",
		`message.Plural(n, "file", "files")`:                      "file, files",
		`x := &cobra.Command{Use: "add TAG", Short: "add a tag"}`: "add a tag",
		`f.StringVarP(&x, "limit", "n", "some", "at the most")`:   "at the most",
		`cmd.Flags().BoolVar(&x, "all", false, "everything")`:     "everything",
		// text that reaches them by a variable
		`what := "All photos"; show(what)`:                   "All photos",
		`return "not there"`:                                 "not there",
		`return "Paused"`:                                    "Paused",
		`return "überall"`:                                   "überall",
		`return []string{"a note", "no-photos"}`:             "a note",
		`return map[string]string{"File name": "file-name"}`: "",
		`return "folders"`:                                   "", // as far as can be seen a key
		`return "near:%.5f,%.5f,%d"`:                         "",
		`cmd.Use, cmd.Short = "add TAG…", "some"`:            "some",
		`return "DESCRY_HOME"`:                               "",
		`return pausing("pause DIR")`:                        "",
		`return "no-photos"`:                                 "",
		// what nobody reads
		`if x == "All photos" { }`:                      "",
		`switch x { case "All photos": }`:               "",
		`x := facts["File name"]`:                       "",
		`log.Info("photos are shown", "took", "a lot")`: "",
		`w.log.Warn("a card hung")`:                     "",
		`x := strings.HasPrefix(y, "No such")`:          "",
		`fyne.MeasureText("Some words", 1, style)`:      "",
		`panic("no such page")`:                         "",
	} {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, "x.go", "package x\nfunc f() { "+code+" }", parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(code, err)
		}
		var found []string
		literals, _ := shownLiterals(files, file, map[string]bool{"no-photos": true, "file-name": true})
		for _, l := range literals {
			found = append(found, l.text)
		}
		if got := strings.Join(found, ", "); got != want {
			t.Errorf("%s: found %q, want %q", code, got, want)
		}
	}
	if got := fmt.Sprint(nameOrUnit("R@1    R@5"), nameOrUnit("recall")); got != "true false" {
		t.Errorf("measures: %s", got)
	}
}
