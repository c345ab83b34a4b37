package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// listed is a package in the form of "go list -json". The tests of a package p are one more
// package, whose path is p.test.
type listed struct {
	ImportPath, Dir         string
	DepOnly                 bool
	Module                  *struct{ Main bool }
	GoFiles, CgoFiles, Deps []string
}

// split sorts packages into those whose tests can have races and the others. Races need
// goroutines, which the tests start, the package, or a package of the module below.
func split(ctx context.Context, patterns []string) (concurrent, serial []string, err error) {
	packages, err := list(ctx, patterns)
	if err != nil {
		return nil, nil, err
	}
	tests, starts := map[string][]string{}, map[string]bool{}
	for _, p := range packages {
		if path, ok := strings.CutSuffix(p.ImportPath, ".test"); ok {
			tests[path] = p.Deps
		}
		if p.Module != nil && p.Module.Main {
			if starts[p.ImportPath], err = p.startsGoroutines(); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, p := range packages {
		switch {
		case p.DepOnly || strings.HasSuffix(p.ImportPath, ".test") || strings.HasSuffix(p.ImportPath, ".test]"):
		case slices.ContainsFunc(tests[p.ImportPath], func(path string) bool { return starts[path] }):
			concurrent = append(concurrent, p.ImportPath)
		default:
			serial = append(serial, p.ImportPath)
		}
	}
	return concurrent, serial, nil
}

// list runs "go list" for packages, their tests and all packages below.
func list(ctx context.Context, patterns []string) ([]listed, error) {
	const fields = "-json=ImportPath,Dir,DepOnly,Module,GoFiles,CgoFiles,Deps"
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-test", fields}, patterns...)...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w: %s", err, stderr.String())
	}
	var packages []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, fmt.Errorf("read the answer of go list: %w", err)
		}
		packages = append(packages, p)
	}
}

// startsGoroutines reports whether a package has a go statement, or uses packages that have
// one.
func (p listed) startsGoroutines() (bool, error) {
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
		if !filepath.IsAbs(name) { // the main program of tests is made elsewhere
			name = filepath.Join(p.Dir, name)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return false, fmt.Errorf("look for goroutines: %w", err)
		}
		for n := range ast.Preorder(file) {
			switch n := n.(type) {
			case *ast.GoStmt:
				return true, nil
			case *ast.SelectorExpr: // of a sync.WaitGroup or an errgroup; of a test
				if n.Sel.Name == "Go" || n.Sel.Name == "Parallel" {
					return true, nil
				}
			}
		}
	}
	return false, nil
}
