package ui

import (
	"context"
	"path/filepath"

	"descry/ui/kit"
)

// headEnding is the ending of an exported version.
const headEnding = ".descryhead"

// exportIt writes the version into a file of the owner's choice.
func (r *headRow) exportIt() {
	w, h := r.l.p.w, r.head
	name := "descry-" + h.Made.In(w.now().Location()).Format("2006-01-02") + headEnding
	w.askForPath(kit.PathRequest{
		Title: "Export this version", Confirm: "Export",
		About:  "The file holds what was learned, not your photos. It can be imported where the same model is.",
		Start:  kit.CleanPath("~/" + name),
		Chosen: func(folder string) string { return filepath.Join(folder, name) },
		Do:     func(ctx context.Context, path string) error { return w.backend.ExportHead(ctx, h.ID, path) },
		Done:   func(path string) { r.l.say("Exported to "+path+".", false) },
	})
}

// askForHead imports a version from a file.
func (w *Window) askForHead() {
	w.askForPath(kit.PathRequest{
		Title: "Import a version", Confirm: "Import", File: true,
		About: "A file that Descry exported, here or on another computer. It isn't used until you say so.",
		Do: func(ctx context.Context, path string) error {
			_, err := w.backend.ImportHead(ctx, path)
			return err
		},
		Done: func(string) {
			w.learn.versions.say("Imported; “Use” makes searches use it.", false)
			w.learn.load()
		},
	})
}
