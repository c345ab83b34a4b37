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

// rule says which packages must not be reached from where, however far away.
type rule struct {
	why    string
	from   []string // trees; none for all packages
	except []string // trees that may
	alone  []string // packages that may, without what lies below them
	never  func(dep string) bool
}

func trees(list ...string) func(string) bool {
	return func(dep string) bool { return in(dep, list...) }
}

func exactly(list ...string) func(string) bool {
	return func(dep string) bool { return slices.Contains(list, dep) }
}

// features are the packages of the window that know neither each other nor the window.
var features = []string{"descry/ui/backup", "descry/ui/details", "descry/ui/folders", "descry/ui/learn", "descry/ui/models", "descry/ui/problems", "descry/ui/query", "descry/ui/sidebar", "descry/ui/tags", "descry/ui/undo"}

// rules are the floors that docs/architecture.md draws.
var rules = []rule{
	{why: "only the window and who opens it know the toolkit", except: []string{"descry/ui"},
		alone: []string{"descry", "descry/app", "descry/app/internal/blank"}, never: trees(fyne)}, // blank is a program to compare with
	{why: "the window must be testable without a display", from: []string{"descry/ui"}, never: exactly(fyne + "/app")},
	{why: "commands and service are free of the window", alone: []string{"descry", "descry/app"}, except: []string{"descry/ui"}, never: trees("descry/ui")},
	{why: "window and service are free of the commands", except: []string{"descry/app/cli"},
		alone: []string{"descry", "descry/app"}, never: trees("descry/app/cli", "github.com/spf13/cobra")},
	{why: "nothing is built upon the composition root", alone: []string{"descry"}, never: exactly("descry/app")},
	{why: "the service is above the library", from: []string{"descry/library", "descry/ml", "descry/finetune", "descry/assets", "descry/internal"},
		never: trees("descry/app")},
	{why: "the service is above models and learning", from: []string{"descry/app/service/models", "descry/app/service/learning", "descry/app/problem", "descry/app/message", "descry/app/config"},
		never: exactly("descry/app/service")},
	{why: "models know nothing of what is learned with them", from: []string{"descry/app/service/models"}, never: trees("descry/app/service/learning")},
	{why: "the service words nothing", from: []string{"descry/app/service", "descry/app/problem", "descry/app/notice", "descry/app/config", "descry/app/history", "descry/app/instance"}, never: trees("descry/app/message", "descry/assets/translation")},
	{why: "wording is below whoever words", from: []string{"descry/app/message"}, never: trees("descry/app/service", "descry/app/config")},
	{why: "what there is to tell is below whoever tells or words it", from: []string{"descry/app/notice"}, never: trees("descry")},
	{why: "widgets know no feature and no service", from: []string{"descry/ui/kit", "descry/ui/theme", "descry/ui/grid", "descry/ui/viewer", "descry/ui/tagname"},
		except: []string{"descry/ui/kit/kittest"}, // tests of features have a window there that makes changes
		never:  trees(append(features, "descry/app/service", "descry/app/config")...)},
	{why: "the window of tests knows no feature", from: []string{"descry/ui/kit/kittest"}, never: trees(features...)},
	{why: "features don't know the window", from: features, never: exactly("descry/ui")},
	{why: "one package speaks to ONNX Runtime", except: []string{"descry/ml/ort", "descry/app", "descry/ui"}, alone: []string{"descry"}, never: trees(onnx)},
	{why: "one package speaks to SQLite", except: []string{"descry/library/sqlite", "descry/app", "descry/ui"}, alone: []string{"descry"}, never: trees(driver)},
	{why: "the library knows no model", from: []string{"descry/library", "descry/finetune", "descry/assets"}, never: trees("descry/ml")},
	{why: "models know no library", from: []string{"descry/ml", "descry/finetune", "descry/assets"}, never: trees("descry/library")},
	{why: "containers are read by a leaf", from: []string{"descry/library/container"}, never: trees("descry")},
	{why: "it is for tests", except: []string{"descry/app/internal/apptest"}, never: trees(record, "descry/library/cataloguetest", "descry/app/internal/apptest", "descry/internal/softvulkan", "descry/internal/faultyfs")},
}

// TestLayers keeps packages from reaching up or across.
func TestLayers(t *testing.T) {
	all := packages(t)
	if len(all) < 10 {
		t.Fatalf("only %d packages listed", len(all))
	}
	for _, p := range all {
		for _, r := range append(rules, betweenFeatures()...) {
			if len(r.from) > 0 && !in(p.ImportPath, r.from...) || in(p.ImportPath, r.except...) || slices.Contains(r.alone, p.ImportPath) {
				continue
			}
			for _, dep := range p.Deps {
				if r.never(dep) && !in(p.ImportPath, dep) {
					t.Errorf("%s depends on %s, but %s", p.ImportPath, dep, r.why)
					break
				}
			}
		}
	}
	for _, r := range rules { // of a package that was renamed a rule would say nothing
		for _, from := range r.from {
			if !slices.ContainsFunc(all, func(p pkg) bool { return in(p.ImportPath, from) }) {
				t.Errorf("%s: there is no %s", r.why, from)
			}
		}
	}
}

// betweenFeatures keeps each feature from the others.
func betweenFeatures() (list []rule) {
	for i, f := range features {
		others := slices.Delete(slices.Clone(features), i, i+1)
		list = append(list, rule{why: "features don't know each other", from: []string{f}, never: trees(others...)})
	}
	return list
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
