//go:build !headless

package app

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"descry/app/config"
	"descry/assets"
	"descry/ml"
	"descry/ui"
)

// moduleRoot is where this package's module begins.
const moduleRoot = ".."

// buildTags reads the tags that the program is built with from the Makefile.
func buildTags(t *testing.T) string {
	t.Helper()
	makefile, err := os.ReadFile(filepath.Join(moduleRoot, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^TAGS\s*:=\s*(\S+)$`).FindSubmatch(makefile)
	if found == nil {
		t.Fatal("the Makefile names no tags")
	}
	return string(found[1])
}

// linkedModules asks the go command which modules the program is linked with, and in
// which folder each lies. It asks about Linux on every system, so that the answer is one.
func linkedModules(t *testing.T) map[string]string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command here to ask which modules are linked")
	}
	cmd := exec.Command("go", "list", "-tags", buildTags(t), "-deps", "-f", "{{with .Module}}{{.Path}}\t{{.Dir}}\t{{.Main}}{{end}}", ".")
	cmd.Dir = moduleRoot
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	modules := map[string]string{}
	for row := range strings.Lines(string(out)) {
		if cells := strings.Split(strings.TrimSpace(row), "\t"); len(cells) == 3 && cells[2] == "false" {
			modules[cells[0]] = cells[1]
		}
	}
	if len(modules) < 20 {
		t.Fatalf("only %d modules are linked", len(modules))
	}
	return modules
}

// licenceWords are what the text of a licence has and, after a "-", what it hasn't.
var licenceWords = map[string][]string{
	"Apache-2.0":                       {"Apache License", "Version 2.0, January 2004"},
	"Apache-2.0, BSD-3-Clause and MIT": {"Apache License", "Redistribution and use in source and binary forms", "Permission is hereby granted, free of charge"},
	"BSD-2-Clause":                     {"Redistribution and use in source and binary forms", "-endorse or promote products"},
	"BSD-3-Clause":                     {"Redistribution and use in source and binary forms", "endorse or promote products"},
	"BSD-3-Clause or GPL-2.0":          {"SPDX-License-Identifier: BSD-3-Clause OR GPL-2.0-only"},
	"Bitstream Vera":                   {"Bitstream Vera Fonts Copyright"},
	"CC0-1.0":                          {"CC0 1.0"},
	"ISC":                              {"Permission to use, copy, modify, and/or distribute this software for any purpose"},
	"LGPL-3.0":                         {"GNU LESSER GENERAL PUBLIC LICENSE Version 3"},
	"MIT":                              {"Permission is hereby granted, free of charge", `THE SOFTWARE IS PROVIDED "AS IS"`, "-GNU LESSER GENERAL PUBLIC LICENSE"},
	"OFL-1.1":                          {"SIL OPEN FONT LICENSE", "Version 1.1"},
	"Public domain":                    {"disclaims copyright"},
	"Unlicense or BSD-3-Clause":        {"SPDX-License-Identifier: Unlicense OR BSD-3-Clause"},
	"Zlib":                             {"This software is provided 'as-is'", "must not be misrepresented as being the original software"},
}

// checkLicence compares the licence that is listed with what a text says.
func checkLicence(t *testing.T, p ui.LinkedPart, text []byte) {
	t.Helper()
	words, known := licenceWords[p.Licence]
	if !known {
		t.Errorf("%s is listed with the licence %q, which this test doesn't know", p.Name, p.Licence)
	}
	flat := strings.ToLower(strings.Join(strings.Fields(string(text)), " "))
	for _, w := range words {
		wanted := !strings.HasPrefix(w, "-")
		if strings.Contains(flat, strings.ToLower(strings.TrimPrefix(w, "-"))) != wanted {
			t.Errorf("%s is listed as %s, and whether its licence says %q is not %v", p.Name, p.Licence, strings.TrimPrefix(w, "-"), wanted)
		}
	}
}

// licenceFile reads the licence at the root of a module.
func licenceFile(t *testing.T, dir string) []byte {
	t.Helper()
	for _, name := range []string{"LICENSE", "LICENSE.txt", "License", "COPYING", "COPYING.txt"} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			return text
		}
	}
	t.Errorf("%s holds no licence", dir)
	return nil
}

// TestLicencesOfLinkedModules: each module that is linked is listed with the licence that
// lies in its folder, and no other module is.
func TestLicencesOfLinkedModules(t *testing.T) {
	modules := linkedModules(t)
	listed := map[string]bool{}
	for _, p := range partsOf(assets.Licences()) {
		if listed[p.Name] {
			t.Errorf("%s is listed twice", p.Name)
		}
		listed[p.Name] = true
		dir, linked := modules[p.Name]
		switch {
		case linked:
			checkLicence(t, p, licenceFile(t, dir))
		case p.Page == modulePage(p.Name):
			t.Errorf("%s is listed and not linked", p.Name)
		}
	}
	for path := range modules {
		if !listed[path] {
			t.Errorf("%s is linked and not listed in assets/licences.tsv", path)
		}
	}
}

// embeddedParts say where in the modules lie the licences of what they bring along.
var embeddedParts = map[string]struct{ module, file string }{
	"libheif":          {"github.com/gen2brain/heic", "lib/LICENSE.libheif"},
	"libde265":         {"github.com/gen2brain/heic", "lib/LICENSE.libde265"},
	"libavif":          {"github.com/gen2brain/avif", "lib/LICENSE.libavif"},
	"libaom":           {"github.com/gen2brain/avif", "lib/LICENSE.aom"},
	"SQLite":           {"github.com/mattn/go-sqlite3", "sqlite3-binding.h"},
	"GLFW":             {"github.com/go-gl/glfw/v3.4/glfw", "glfw/LICENSE.md"},
	"Noto Sans":        {"fyne.io/fyne/v2", "theme/font/LICENSE.txt"},
	"Inter":            {"fyne.io/fyne/v2", "theme/font/LICENSE_Inter.txt"},
	"DejaVu Sans Mono": {"fyne.io/fyne/v2", "theme/font/LICENSE_DejaVu-Powerline.txt"},
	"EmojiOne Color":   {"fyne.io/fyne/v2", "theme/font/LICENSE_EmojiOneColor.txt"},
}

// TestLicencesOfEmbeddedParts is about what no Go module is named after. Modules that
// bring another one along fail here by a file of theirs that no part is listed for.
func TestLicencesOfEmbeddedParts(t *testing.T) {
	modules := linkedModules(t)
	parts := partsOf(assets.Licences())
	known := map[string]bool{}
	for name, at := range embeddedParts {
		i := slices.IndexFunc(parts, func(p ui.LinkedPart) bool { return p.Name == name })
		if i < 0 {
			t.Errorf("%s is not listed", name)
			continue
		}
		path := filepath.Join(modules[at.module], filepath.FromSlash(at.file))
		known[path] = true
		text, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
			continue
		}
		checkLicence(t, parts[i], text)
	}
	for module, licences := range map[string]int{"github.com/gen2brain/heic": 2, "github.com/gen2brain/avif": 2} {
		found, err := filepath.Glob(filepath.Join(modules[module], "lib", "LICENSE*"))
		if err != nil || len(found) != licences {
			t.Errorf("%s has licences %q (%v)", module, found, err)
		}
		for _, path := range found {
			if !known[path] {
				t.Errorf("no part is listed for %s", path)
			}
		}
	}
}

// TestReadmeNamesWhatIsUnderTheLGPL, in the version that is linked, and how it is replaced.
func TestReadmeNamesWhatIsUnderTheLGPL(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(linkedModules(t)["github.com/gen2brain/heic"], "lib", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(moduleRoot, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Licence\n")
	for _, p := range partsOf(assets.Licences()) {
		if !strings.HasPrefix(p.Licence, "LGPL") {
			continue
		}
		version := regexp.MustCompile(strings.ToUpper(p.Name) + `_VERSION = v(\S+)`).FindSubmatch(makefile)
		if version == nil {
			t.Errorf("the Makefile of the module gives no version of %s", p.Name)
		} else if name := p.Name + " " + string(version[1]); !strings.Contains(section, name) {
			t.Errorf("the README's section Licence doesn't name %s", name)
		}
	}
	for _, word := range []string{"LGPL-3.0", "go mod edit -replace github.com/gen2brain/heic="} {
		if !strings.Contains(section, word) {
			t.Errorf("the README's section Licence doesn't say %q", word)
		}
	}
}

// TestOwnLicence is what the file LICENSE says, and the model's what its pack says.
func TestOwnLicence(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(moduleRoot, "LICENSE"))
	if err != nil {
		t.Fatal(err)
	}
	checkLicence(t, ui.LinkedPart{Name: "Descry", Licence: ownLicence}, text)
	if holder := "Copyright (c) " + copyrightSince + " The Descry authors"; !strings.Contains(string(text), holder) {
		t.Errorf("LICENSE doesn't say %q any more", holder)
	}
	pack, err := ml.OpenPack(assets.StarterPack())
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"personal use", "all-MiniLM-L6-v2", "EfficientNet-Lite2", "Apache-2.0"} {
		if !strings.Contains(pack.Licence, word) {
			t.Errorf("the licence of the built-in model doesn't say %q: %q", word, pack.Licence)
		}
	}
}

// TestDataFolders are those that settings, catalogue, thumbnails and log lie in.
func TestDataFolders(t *testing.T) {
	paths := config.PathsIn("/c/descry", "/d/descry", "/k/descry", "/s/descry")
	want := []ui.NamedFolder{
		{Name: "Settings", Path: filepath.FromSlash("/c/descry")}, {Name: "Catalogue", Path: filepath.FromSlash("/d/descry")},
		{Name: "Thumbnails", Path: filepath.FromSlash("/k/descry/thumbnails")}, {Name: "Log", Path: filepath.FromSlash("/s/descry")},
	}
	if got := aboutOf(paths, "").Folders; !slices.Equal(got, want) {
		t.Errorf("the folders are %+v", got)
	}
}
