package app_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

type pkg struct {
	ImportPath string
	Imports    []string
	Deps       []string
	Standard   bool
}

// packages asks the go command for the packages of this module.
func packages(t *testing.T) []pkg {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "descry/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var list []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

const (
	fyne   = "fyne.io/fyne/v2"
	onnx   = "github.com/yalue/onnxruntime_go"
	driver = "github.com/mattn/go-sqlite3"
	record = "descry/library/sqlite/internal/recordvfs"
	blank  = "descry/app/internal/blank" // an empty window, which the window of Descry is measured against
)

// in reports that a package is one of the trees or lies below one.
func in(path string, trees ...string) bool {
	return slices.ContainsFunc(trees, func(tree string) bool {
		return path == tree || strings.HasPrefix(path, tree+"/")
	})
}

// features are the packages of the window that each hold one feature of it.
var features = []string{"descry/ui/details", "descry/ui/learn", "descry/ui/models", "descry/ui/query", "descry/ui/sidebar", "descry/ui/tags"}

// crossesFeatures reports that a package below the window knows the window, or a feature that it
// isn't part of.
func crossesFeatures(path, dep string) bool {
	if path == "descry/ui" || !in(path, "descry/ui") {
		return false
	}
	return dep == "descry/ui" || slices.ContainsFunc(features, func(f string) bool { return in(dep, f) && !in(path, f) })
}

func TestCrossesFeatures(t *testing.T) {
	for _, tt := range []struct {
		path, dep string
		want      bool
	}{
		{"descry/ui", "descry/ui/learn", false},
		{"descry/app", "descry/ui", false},
		{"descry/ui/learn", "descry/ui/kit", false},
		{"descry/ui/learn/learntest", "descry/ui/learn", false},
		{"descry/ui/learn", "descry/ui", true},
		{"descry/ui/learn", "descry/ui/models", true},
		{"descry/ui/kit", "descry/ui/learn", true},
	} {
		if got := crossesFeatures(tt.path, tt.dep); got != tt.want {
			t.Errorf("%s depends on %s: %v", tt.path, tt.dep, got)
		}
	}
}

// TestLayers keeps the house as it was built: see the package comments.
func TestLayers(t *testing.T) {
	all := packages(t)
	if len(all) < 10 {
		t.Fatalf("only %d packages listed", len(all))
	}
	for _, p := range all {
		for _, dep := range p.Deps {
			switch {
			case in(dep, fyne) && !in(p.ImportPath, "descry/ui", blank) && p.ImportPath != "descry/app" && p.ImportPath != "descry",
				in(dep, "descry/ui") && in(p.ImportPath, "descry/app/cli", "descry/app/service", "descry/app/message", "descry/app/config"),
				in(dep, "descry/app/cli") && p.ImportPath != "descry/app" && p.ImportPath != "descry" && !in(p.ImportPath, "descry/app/cli"),
				dep == "descry/app" && p.ImportPath != "descry",
				in(dep, "descry/app") && in(p.ImportPath, "descry/library", "descry/ml", "descry/finetune", "descry/assets", "descry/internal"),
				in(dep, "github.com/spf13/cobra") && !in(p.ImportPath, "descry/app/cli") && p.ImportPath != "descry/app" && p.ImportPath != "descry":
				t.Errorf("%s depends on %s", p.ImportPath, dep)
			case dep == fyne+"/app" && in(p.ImportPath, "descry/ui"):
				t.Errorf("%s depends on %s: the window must be testable without a display", p.ImportPath, dep)
			case dep == onnx && !in(p.ImportPath, "descry/ml/ort", "descry/app", "descry/ui") && p.ImportPath != "descry":
				t.Errorf("%s depends on ONNX Runtime", p.ImportPath)
			case dep == driver && !in(p.ImportPath, "descry/library/sqlite", "descry/app", "descry/ui") && p.ImportPath != "descry":
				t.Errorf("%s depends on the SQL driver", p.ImportPath)
			case crossesFeatures(p.ImportPath, dep):
				t.Errorf("%s depends on %s: features of the window know neither it nor each other", p.ImportPath, dep)
			case p.ImportPath == "descry" && in(dep, "descry/ui") && strings.HasSuffix(dep, "test"):
				t.Errorf("the program depends on %s, which is for tests", dep)
			case dep == record:
				t.Errorf("%s depends on %s, which is for tests", p.ImportPath, dep)
			case in(dep, "descry/ml") && in(p.ImportPath, "descry/library", "descry/finetune", "descry/assets"),
				in(dep, "descry/library") && in(p.ImportPath, "descry/ml", "descry/finetune", "descry/assets"):
				t.Errorf("%s depends on %s", p.ImportPath, dep)
			}
		}
	}
}

// TestOnePackageUsesTheNetwork keeps the promise that nothing leaves the machine: who
// reviews package hub has reviewed it all.
func TestOnePackageUsesTheNetwork(t *testing.T) {
	found := false
	for _, p := range packages(t) {
		for _, network := range []string{"net", "net/http", "net/rpc", "net/smtp"} {
			if !slices.Contains(p.Imports, network) || network == "net" && in(p.ImportPath, "descry/app", "descry/app/instance") {
				continue // app asks whether the display's socket is served; a later start finds the first through another
			}
			if found = true; p.ImportPath != "descry/ml/hub" {
				t.Errorf("%s imports %s", p.ImportPath, network)
			}
		}
	}
	if !found {
		t.Error("no package imports the network: the test looks in the wrong place")
	}
}

// TestDomainImportsOnlyTheStandardLibrary is about package library itself.
func TestDomainImportsOnlyTheStandardLibrary(t *testing.T) {
	for _, p := range packages(t) {
		if p.ImportPath != "descry/library" {
			continue
		}
		for _, dep := range p.Imports {
			if strings.Contains(strings.Split(dep, "/")[0], ".") || in(dep, "descry") {
				t.Errorf("package library imports %s", dep)
			}
		}
		return
	}
	t.Error("package library is not listed")
}
