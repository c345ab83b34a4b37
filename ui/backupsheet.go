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
		w.askForPath(pathSheet{
			title: "Back up what you said", confirm: "Back up", start: start,
			about: "Tags, people, captions, judged answers, saved searches and the list of folders go into a file, " +
				"best on another disk. The photos are not in it, and stay as they are.",
			chosen: func(folder string) string { return filepath.Join(folder, filepath.Base(start)) },
			do: func(ctx context.Context, path string) (err error) {
				records, err = w.backend.BackUp(ctx, path)
				return err
			},
			done: func(path string) {
				w.toasts.sayDone("Backed up "+message.Plural(records, "record", "records")+" to "+path+".", "", nil)
			},
		})
	})
}
