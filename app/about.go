//go:build !headless

package app

import (
	"path/filepath"
	"strings"

	"descry/app/config"
	"descry/app/message"
	"descry/assets"
	"descry/ui"
)

// The licence of the program as the file LICENSE gives it.
const (
	ownLicence     = "MIT"
	copyrightSince = "2026"
)

// aboutOf gathers what the window tells about the program and the place of the program's data.
// weights is the licence of the built-in model.
func aboutOf(paths config.Paths, weights string) ui.About {
	return ui.About{Licence: message.Text("about-own-licence", message.Params{"Licence": ownLicence, "Year": copyrightSince}), Weights: weights, Folders: dataFolders(paths), Parts: partsOf(assets.Licences())}
}

// dataFolders are the folders of the program's data. With DESCRY_HOME some of them are one
// folder.
func dataFolders(paths config.Paths) []ui.NamedFolder {
	return []ui.NamedFolder{
		{Name: message.Text("about-settings", nil), Path: filepath.Dir(paths.Settings)},
		{Name: message.Text("about-catalogue", nil), Path: filepath.Dir(paths.Catalogue)},
		{Name: message.Text("about-thumbnails", nil), Path: paths.Thumbnails},
		{Name: message.Text("about-log", nil), Path: filepath.Dir(paths.Log)},
	}
}

// partsOf reads the table of what the program is built with.
func partsOf(table string) []ui.LinkedPart {
	var parts []ui.LinkedPart
	for row := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSpace(row), "\t")
		if len(cells) < 2 || strings.HasPrefix(row, "#") {
			continue
		}
		p := ui.LinkedPart{Name: cells[0], Licence: cells[1], Page: modulePage(cells[0])}
		if len(cells) > 2 {
			p.Page = cells[2]
		}
		parts = append(parts, p)
	}
	return parts
}

// modulePage is where the licence of a Go module can be read.
func modulePage(module string) string { return "https://pkg.go.dev/" + module + "?tab=licenses" }
