package cataloguetest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"descry/library"
	"descry/library/annotation"
)

// suite is what the functions of the suite call, by their names.
type suite struct {
	calls map[string][]string // functions of the package, and the methods, each with a dot before
	cases []string            // functions that have the form of a case
}

func readSuite(t *testing.T) suite {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	s := suite{calls: make(map[string][]string)}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				s.add(fn)
			}
		}
	}
	return s
}

// add notes what a function calls, or hands on without calling it. Methods of the suite's
// own types are called by name, whatever their type.
func (s *suite) add(fn *ast.FuncDecl) {
	name := fn.Name.Name
	if strings.HasPrefix(name, "test") && fn.Recv == nil && len(fn.Type.Params.List) == 2 {
		s.cases = append(s.cases, name)
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			s.calls[name] = append(s.calls[name], "."+n.Sel.Name, n.Sel.Name)
		case *ast.Ident:
			s.calls[name] = append(s.calls[name], n.Name)
		}
		return true
	})
}

// reach is all that is called by way of a function.
func (s *suite) reach(from string, seen map[string]bool) {
	if seen[from] {
		return
	}
	seen[from] = true
	for _, to := range s.calls[from] {
		s.reach(to, seen)
	}
}

// TestEveryMethodHasACase fails when a method of the contract is called by no case of the
// suite, so that an interface can't grow without one.
func TestEveryMethodHasACase(t *testing.T) {
	s, called := readSuite(t), make(map[string]bool)
	for _, name := range caseNames() {
		s.reach(name, called)
	}
	said := reflect.TypeFor[annotation.RecordStore]()
	for i := range said.NumMethod() {
		if name := said.Method(i).Name; !called["."+name] {
			t.Errorf("no case calls %s", name)
		}
	}
	contract := reflect.TypeFor[library.Catalogue]()
	for i := range contract.NumMethod() {
		name := contract.Method(i).Name
		if !called["."+name] {
			t.Errorf("no case calls %s", name)
		}
		if _, there := calls[name]; !there && name != "Close" {
			t.Errorf("%s is not among the calls that are held to what is promised of all", name)
		}
	}
	if called[".NoSuchMethod"] || contract.NumMethod() < 80 {
		t.Errorf("the contract has %d methods", contract.NumMethod())
	}
}

// TestEveryCaseIsRun fails when a case was written and isn't in the list.
func TestEveryCaseIsRun(t *testing.T) {
	written, run := readSuite(t).cases, caseNames()
	slices.Sort(written)
	slices.Sort(run)
	if !slices.Equal(written, run) {
		t.Errorf("written are %q, run %q", written, run)
	}
	names := make(map[string]bool)
	for _, c := range slices.Concat(cases, recordCases) {
		names[c.name] = true
	}
	if len(names) != len(run) {
		t.Errorf("%d names for %d cases: %q", len(names), len(run), slices.Sorted(maps.Keys(names)))
	}
}

// caseNames are the names of the functions in the list.
func caseNames() (names []string) {
	for _, c := range slices.Concat(cases, recordCases) {
		name := runtime.FuncForPC(reflect.ValueOf(c.run).Pointer()).Name()
		names = append(names, name[strings.LastIndexByte(name, '.')+1:])
	}
	return names
}
