//go:build !headless

package app

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"descry/app/config"
	"descry/app/instance"
	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/ui/theme"
	"descry/ui/trouble"
)

// showTrouble shows a window that says why the library's window can't be opened, until the
// user closes it.
func showTrouble(r trouble.Report) {
	a := newToolkit()
	a.Settings().SetTheme(theme.New(theme.System))
	w := trouble.New(a, r, service.OpenFile)
	w.SetMaster()
	w.ShowAndRun()
}

// troubleOf tells what the user, who started the program from an icon, can do about an error.
// paths may be empty where they are not known.
func troubleOf(err error, paths config.Paths) trouble.Report {
	r := trouble.Report{Title: message.Text("trouble-title", nil), What: message.OfError(err)}
	if paths.Log != "" {
		r.Folder = filepath.Dir(paths.Catalogue)
		r.Log = paths.Log
	}
	switch why := problem.Reason(err); {
	case why == problem.DamagedCatalogue:
		if problem.Of(err).Kind == problem.DamagedCatalogue { // and the error has no kind that is more exact
			r.What = message.Text("trouble-damaged", nil)
		}
		r.Advice = damagedAdvice(paths)
	case why == problem.NewerCatalogue:
		r.What = message.Text("trouble-newer", nil)
		r.Advice = []string{message.Text("trouble-newer-advice", message.Params{"Version": config.Version})}
	case why == problem.DiskFull:
		r.What = message.Text("trouble-full", message.Params{"Folder": r.Folder})
		r.Advice = []string{message.Text("trouble-full-advice", nil)}
	case why == problem.ReadOnlyCatalogue, why == problem.ReadOnlyDisk, why == problem.NotAllowed:
		r.Advice = []string{message.Text("trouble-read-only-advice", message.Params{"Variable": config.HomeVariable})}
	case errors.Is(err, instance.ErrSilent), errors.Is(err, instance.ErrRefused):
		r.Title = message.Text("trouble-open-title", nil)
	}
	return r
}

// damagedAdvice tells what to do about a catalogue that can't be opened, with the copies
// beside the catalogue.
func damagedAdvice(paths config.Paths) []string {
	advice := []string{message.Text("trouble-doctor", message.Params{"Path": paths.Catalogue})}
	if c := service.NewestCopy(paths); c.Path != "" {
		advice = append(advice, message.Text("trouble-copy", message.Params{"Date": message.FormatDate(c.At)}))
	} else {
		advice = append(advice, message.Text("trouble-no-copy", nil))
	}
	copies, _ := filepath.Glob(paths.Catalogue + ".before-*")
	if len(copies) == 0 {
		return advice
	}
	newest := slices.MaxFunc(copies, func(a, b string) int { return modified(a).Compare(modified(b)) })
	return append(advice, message.Text("trouble-update-copy", message.Params{"Date": message.FormatDate(modified(newest)), "File": filepath.Base(newest)}))
}

func modified(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
