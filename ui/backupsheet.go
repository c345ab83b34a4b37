package ui

import (
	"context"
	"path/filepath"

	"descry/app/message"
	"descry/ui/kit"
)

// askForBackup copies what the owner said to a file of their choice.
func (w *Window) askForBackup() {
	kit.Load(w.tasks, func(context.Context) (string, error) { return w.backend.BackupPath(), nil }, func(start string, _ error) {
		records := 0
		w.askForPath(kit.PathRequest{
			Title: "Back up what you said", Confirm: "Back up", Start: start,
			About: "Tags, people, captions, judged answers, saved searches and the list of folders go into a file, " +
				"best on another disk. The photos are not in it, and stay as they are.",
			Chosen: func(folder string) string { return filepath.Join(folder, filepath.Base(start)) },
			Do: func(ctx context.Context, path string) (err error) {
				records, err = w.backend.BackUp(ctx, path)
				return err
			},
			Done: func(path string) {
				w.toasts.sayDone("Backed up "+message.Plural(records, "record", "records")+" to "+path+".", "", nil)
			},
		})
	})
}
