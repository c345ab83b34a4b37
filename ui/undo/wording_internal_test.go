package undo

import (
	"testing"

	"descry/app/notice"
	"descry/app/service"
)

func TestUndoSaysWhichFilesItLeftAlone(t *testing.T) {
	of := service.Change{What: notice.Counted("change-files-ignored-as", 3, nil)}
	for want, got := range map[string]string{
		"Undid: ignoring 3 files": undidText(service.Moved{Change: of}),
		"Undid: ignoring 3 files (1 file was changed since and left alone)":     undidText(service.Moved{Change: of, LeftFiles: 1}),
		"Redid: ignoring 3 files (2 files were changed since and left alone)":   redidText(service.Moved{Change: of, LeftFiles: 2}),
		"Nothing left to undo of ignoring 3 files: all were changed since.":     goneText(service.Moved{Change: of, LeftFiles: 3}),
		"Nothing left to undo of ignoring “a.raf”: the file was changed since.": goneText(service.Moved{Change: service.Change{What: notice.New("change-file-ignored-as", notice.Params{"Name": "a.raf"})}, LeftFiles: 1}),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
