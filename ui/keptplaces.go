package ui

import (
	"slices"

	"descry/library"
)

// KeptPlace is a question about a place that was answered with Keep: what went from it
// stays in the library. The same question is not asked again.
type KeptPlace struct {
	Folder library.FolderID
	Rel    string
	Asked  int64 // nanoseconds since 1970
	Away   int   // photos that were gone then
}

func keptPlace(p library.Place) KeptPlace {
	return KeptPlace{p.Folder, p.Rel, p.AskedSince.UnixNano(), p.Away}
}

// answers reports that nothing is to be asked of p anew: no more went since.
func (k KeptPlace) answers(p library.Place) bool {
	now := keptPlace(p)
	return k.Folder == now.Folder && k.Rel == now.Rel && k.Asked == now.Asked && now.Away <= k.Away
}

// keepPlace leaves what went from a place in the library.
func (w *Window) keepPlace(p library.Place) {
	w.state.Kept = slices.DeleteFunc(w.state.Kept, func(k KeptPlace) bool {
		return k.Folder == p.Folder && k.Rel == p.Rel || !slices.ContainsFunc(w.side.Places(), k.isOf)
	})
	w.state.Kept = append(w.state.Kept, keptPlace(p))
	w.askOfPlaces()
	w.remember()
	w.toasts.say("They stay in the library, offline, and come back by themselves.", "", nil)
}

func (k KeptPlace) isOf(p library.Place) bool { return k.Folder == p.Folder && k.Rel == p.Rel }
