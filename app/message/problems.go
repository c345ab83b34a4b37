package message

import (
	"cmp"
	"slices"
	"strings"

	"descry/library"
)

// ProblemGroup are files that could not be read for one reason, with what the user can
// do about it.
type ProblemGroup struct {
	Title, Advice string
	Problems      []library.Problem
}

// reasonRules tell a group by a phrase in a problem's reason. The first that occurs
// counts, so the particular stand before the general. In titles %s is the format that
// the reason names.
var reasonRules = []struct{ phrase, title, advice string }{
	{"can't be started", "Not to be opened at the moment", "The system could not give them to Descry, which tries them again by itself."},
	{"permission", "Not allowed to be read", "Allow yourself to read these files, then retry."},
	{"denied", "Not allowed to be read", "Allow yourself to read these files, then retry."},
	{"no preview in the file", "Raw files without a preview", "Ignore them, or save JPEGs beside them to have their pictures found."},
	{"previews, which are not supported", "Raw files with %s previews only", "Ignore them, or save JPEGs beside them to have their pictures found."},
	{"raw photo", "Damaged raw files", "Copy them again from the camera or a backup; Descry retries a file when it changes."},
	{"is a video", "Videos with the ending of a photo", "Descry looks at photos only: ignore them, or move them elsewhere."},
	{"not a photo", "Not photos, whatever their names say", "Give them the endings of what they really are, or ignore them."},
	{"is empty", "Empty files", "They hold nothing: copy them again from the camera or a backup."},
	{"not supported", "Kinds of %s without support", "Save an ordinary JPEG or PNG beside each to have its picture found, or ignore them."},
	{"too large", "Too large to open", "Save a smaller copy beside each to have its picture found."},
	{"too slow", "Too slow to open", "Retry when the computer is less busy."},
	{"too long", "Too slow to open", "Retry when the computer is less busy."},
	{"memory", "More than the memory holds", "Close other programs and retry, or save smaller copies beside them."},
	{"input/output", "Their disk fails to read them", "The disk may be failing: copy what matters elsewhere soon."},
	{"could not be read", "Not to be read at the moment", "The system could not give them to Descry, which tries them again by itself."},
	{"no such file", "Gone meanwhile", "They have been moved or deleted; the next look at the folder forgets them."},
	{"does not exist", "Gone meanwhile", "They have been moved or deleted; the next look at the folder forgets them."},
	{"damaged", "Damaged %s files", "Copy them again from the camera or a backup; Descry retries a file when it changes."},
	{"has no pixels", "Damaged %s files", "Copy them again from the camera or a backup; Descry retries a file when it changes."},
}

// formatNames are what reasons call formats, the longer before those they begin with.
var formatNames = []string{"JPEG XL", "JPEG 2000", "JPEG", "PNG", "GIF", "WebP", "TIFF", "BMP", "HEIC", "AVIF", "Photoshop"}

// reasonGroup says which group a reason belongs to.
func reasonGroup(reason string) (title, advice string) {
	lower := strings.ToLower(reason)
	for _, r := range reasonRules {
		if !strings.Contains(lower, r.phrase) {
			continue
		}
		i := slices.IndexFunc(formatNames, func(name string) bool { return strings.Contains(reason, name) })
		if i < 0 {
			return strings.ReplaceAll(r.title, "%s", "photo"), r.advice
		}
		return strings.ReplaceAll(r.title, "%s", formatNames[i]), r.advice
	}
	return "Other reasons", "Copy them again from the camera or a backup; Descry retries a file when it changes."
}

// GroupProblems puts problems into groups by their reasons, the largest first, and those
// that are ignored apart. The order in a group stays.
func GroupProblems(problems []library.Problem) (groups []ProblemGroup, ignored []library.Problem) {
	for _, p := range problems {
		if p.Ignored {
			ignored = append(ignored, p)
			continue
		}
		title, advice := reasonGroup(p.Reason)
		i := slices.IndexFunc(groups, func(g ProblemGroup) bool { return g.Title == title })
		if i < 0 {
			i = len(groups)
			groups = append(groups, ProblemGroup{Title: title, Advice: advice})
		}
		groups[i].Problems = append(groups[i].Problems, p)
	}
	slices.SortFunc(groups, func(a, b ProblemGroup) int {
		return cmp.Or(cmp.Compare(len(b.Problems), len(a.Problems)), cmp.Compare(a.Title, b.Title))
	})
	return groups, ignored
}
