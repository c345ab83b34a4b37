// Package backup is the sheets that copy what the user said to a file and bring it back.
package backup

import (
	"context"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/ui/kit"
)

// Shell is what the sheets want of the window around them. Its methods are called on the
// goroutine of the widgets.
type Shell interface {
	kit.KeySink
	kit.FieldKeys
	// OpenSheet shows a sheet of the wanted size, in Fyne units. Without a height it is as
	// high as what it holds, and grows with that.
	OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet
	// CloseSheet closes a sheet wherever it stands.
	CloseSheet(s *kit.Sheet)
	// Focus gives the keyboard to a widget.
	Focus(on fyne.Focusable)
	// DropDown opens a menu below a button.
	DropDown(below fyne.CanvasObject, items ...*fyne.MenuItem)
	// AskForPath opens the sheet that asks for a path.
	AskForPath(r kit.PathRequest)
	// SayDone tells of the last thing that was done.
	SayDone(text, action string, do func())
	// Restored is told when annotations, saved searches and folders may be others.
	Restored()
}

// Options is what the sheets need; all of it must be set.
type Options struct {
	Backend Backend
	Shell   Shell
	Tasks   *kit.Tasks
	// FolderOffers complete the path of a backup, and Chooser has the files.
	FolderOffers *kit.FolderOffers
	Chooser      *kit.Chooser
	Now          func() time.Time
}

// Sheets open where the user asks for them. Their methods belong to the goroutine of the
// widgets.
type Sheets struct {
	Options
	restoring *restoreSheet // nil unless it is open
}

// New is sheets that are closed.
func New(o Options) *Sheets { return &Sheets{Options: o} }

// BackUp copies what the user said to a file of their choice.
func (s *Sheets) BackUp() {
	kit.Load(s.Tasks, func(context.Context) (string, error) { return s.Backend.BackupPath(), nil }, func(start string, _ error) {
		records := 0
		s.Shell.AskForPath(kit.PathRequest{
			Title: message.Text("backup-title", nil), Confirm: message.Text("backup-button", nil), Start: start,
			About:  message.Text("backup-about", nil),
			Chosen: func(folder string) string { return filepath.Join(folder, filepath.Base(start)) },
			Do: func(ctx context.Context, path string) (err error) {
				records, err = s.Backend.BackUp(ctx, path)
				return err
			},
			Done: func(path string) {
				s.Shell.SayDone(message.Count("backup-done", records, message.Params{"Path": path}), "", nil)
			},
		})
	})
}
