package message

import (
	"slices"
	"strings"

	"descry/library"
)

// ProblemGroup are files that could not be read for one reason, with advice for the user. Kind
// is the same in every language and tells the group from others.
type ProblemGroup struct {
	Kind          string
	Title, Advice string
	Problems      []library.Problem
}

// reasonRules find the group of a problem by a phrase in the problem's reason. The first
// phrase that occurs counts, so that particular phrases stand before general ones. A rule with
// formats puts the format that the reason names into the group's title. A reason without a
// format gets a title from unnamedFormat.
var reasonRules = []struct {
	phrase, title, advice string
	formats               bool
}{
	{phrase: "can't be started", title: "unread-unopened", advice: "advice-again-by-itself"},
	{phrase: "permission", title: "unread-not-allowed", advice: "advice-allow"},
	{phrase: "denied", title: "unread-not-allowed", advice: "advice-allow"},
	{phrase: "no preview in the file", title: "unread-no-preview", advice: "advice-preview"},
	{phrase: "previews, which are not supported", title: "unread-previews-only", advice: "advice-preview", formats: true},
	{phrase: "raw photo", title: "unread-damaged-raw", advice: "advice-copy-again"},
	{phrase: "is a video", title: "unread-video", advice: "advice-video"},
	{phrase: "not a photo", title: "unread-no-photo", advice: "advice-no-photo"},
	{phrase: "is empty", title: "unread-empty", advice: "advice-empty"},
	{phrase: "not supported", title: "unread-unsupported", advice: "advice-unsupported", formats: true},
	{phrase: "too large", title: "unread-too-large", advice: "advice-smaller"},
	{phrase: "too slow", title: "unread-too-slow", advice: "advice-less-busy"},
	{phrase: "too long", title: "unread-too-slow", advice: "advice-less-busy"},
	{phrase: "memory", title: "unread-memory", advice: "advice-memory"},
	{phrase: "input/output", title: "unread-disk-fails", advice: "advice-disk"},
	{phrase: "could not be read", title: "unread-not-now", advice: "advice-again-by-itself"},
	{phrase: "no such file", title: "unread-gone", advice: "advice-gone"},
	{phrase: "does not exist", title: "unread-gone", advice: "advice-gone"},
	{phrase: "damaged", title: "unread-damaged", advice: "advice-copy-again", formats: true},
	{phrase: "has no pixels", title: "unread-damaged", advice: "advice-copy-again", formats: true},
}

// formatNames are the formats that reasons name. A longer name stands before a name that it
// begins with.
var formatNames = []string{"JPEG XL", "JPEG 2000", "JPEG", "PNG", "GIF", "WebP", "TIFF", "BMP", "HEIC", "AVIF", "Photoshop"}

// unnamedFormat are the titles of groups whose reasons name no format.
var unnamedFormat = map[string]string{
	"unread-previews-only": "unread-previews-only-of-some-format",
	"unread-unsupported":   "unread-unsupported-format",
	"unread-damaged":       "unread-damaged-photo",
}

// reasonGroup is the group that a reason belongs to, without problems.
func reasonGroup(reason string) ProblemGroup {
	lower := strings.ToLower(reason)
	for _, r := range reasonRules {
		switch {
		case !strings.Contains(lower, r.phrase):
			continue
		case !r.formats:
			return groupOf(r.title, r.advice)
		}
		i := slices.IndexFunc(formatNames, func(name string) bool { return strings.Contains(reason, name) })
		if i < 0 {
			return groupOf(unnamedFormat[r.title], r.advice)
		}
		return ProblemGroup{
			Kind:  r.title + " " + formatNames[i],
			Title: Text(r.title, Params{"Format": formatNames[i]}), Advice: Text(r.advice, nil),
		}
	}
	return groupOf("unread-other", "advice-copy-again")
}

func groupOf(title, advice string) ProblemGroup {
	return ProblemGroup{Kind: title, Title: Text(title, nil), Advice: Text(advice, nil)}
}

// reasonsText counts problems by their reasons: "Empty files: 2, Too large to open: 1".
func reasonsText(problems []library.Problem) string {
	groups, _ := GroupProblems(problems)
	texts := make([]string, len(groups))
	for i, g := range groups {
		texts[i] = Text("unread-group", Params{"Title": g.Title, "Count": FormatCount(len(g.Problems))})
	}
	return joined("enumeration", texts)
}

// GroupProblems groups problems by their reasons, the largest group first. Ignored problems
// are returned apart. Within a group the order stays.
func GroupProblems(problems []library.Problem) (groups []ProblemGroup, ignored []library.Problem) {
	for _, p := range problems {
		if p.Ignored {
			ignored = append(ignored, p)
			continue
		}
		group := reasonGroup(p.Reason)
		i := slices.IndexFunc(groups, func(g ProblemGroup) bool { return g.Kind == group.Kind })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group)
		}
		groups[i].Problems = append(groups[i].Problems, p)
	}
	SortByCount(groups, func(g ProblemGroup) int { return len(g.Problems) }, func(g ProblemGroup) string { return g.Title })
	return groups, ignored
}
