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
	r := trouble.Report{Title: "Descry can’t start", What: message.OfError(err)}
	if paths.Log != "" {
		r.Folder = filepath.Dir(paths.Catalogue)
		r.Log = paths.Log
	}
	switch why := problem.Reason(err); {
	case why == problem.DamagedCatalogue:
		if problem.Of(err).Kind == problem.DamagedCatalogue { // and the error has no kind that is more exact
			r.What = "The catalogue is damaged: the file in which Descry keeps what it knows of your photos. The photos are untouched."
		}
		r.Advice = damagedAdvice(paths)
	case why == problem.NewerCatalogue:
		r.What = "The catalogue was written by a newer Descry."
		r.Advice = []string{"Start the newer one, or update this one, which is version " + config.Version + ". Nothing was changed."}
	case why == problem.DiskFull:
		r.What = "The disk is full: " + r.Folder + " is on it."
		r.Advice = []string{"Free some space there and start Descry again. Nothing is lost."}
	case why == problem.ReadOnlyCatalogue, why == problem.ReadOnlyDisk, why == problem.NotAllowed:
		r.Advice = []string{"Descry must be able to write to the folder in which it keeps its catalogue. Allow that, or name another folder in the environment variable " + config.HomeVariable + ", and start Descry again."}
	case errors.Is(err, instance.ErrSilent), errors.Is(err, instance.ErrRefused):
		r.Title = "Descry is open already"
	}
	return r
}

// damagedAdvice tells what to do about a catalogue that can't be opened, with the copies
// beside the catalogue.
func damagedAdvice(paths config.Paths) []string {
	advice := []string{"Open a terminal and enter “descry doctor”. It makes a new catalogue of all that can be read of " + paths.Catalogue +
		", keeps the damaged file, and says what was saved from where."}
	if c := service.NewestCopy(paths); c.Path != "" {
		advice = append(advice, "What you said of photos it takes from the copy of "+c.At.Format("2 January 2006")+
			" and from the journal, which has what you said since.")
	} else {
		advice = append(advice, "There is no copy of what you said of photos: what can’t be read of it in the damaged file comes from the journal.")
	}
	copies, _ := filepath.Glob(paths.Catalogue + ".before-*")
	if len(copies) == 0 {
		return advice
	}
	newest := slices.MaxFunc(copies, func(a, b string) int { return modified(a).Compare(modified(b)) })
	return append(advice, "An update left a copy of "+modified(newest).Format("2 January 2006")+" beside it: "+filepath.Base(newest)+".")
}

func modified(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
