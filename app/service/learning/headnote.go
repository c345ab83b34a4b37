package learning

import (
	"slices"
	"strconv"
	"strings"

	"descry/app/notice"
	"descry/internal/digits"
)

// noun is what a dataset has several of: the word in a note in both its forms, and the message
// about so many.
type noun struct {
	one, many string
	kind      notice.Kind
}

var (
	tagsNoun         = noun{"tag", "tags", "head-of-tags"}
	descriptionsNoun = noun{"description with feedback", "descriptions with feedback", "head-of-descriptions"}
	photosNoun       = noun{"photo", "photos", "photos"}
	captionsNoun     = noun{"caption", "captions", "head-of-captions"}
)

// counted is a number of what a dataset has.
type counted struct {
	n int
	noun
}

// learnedAnew ends the note of a head that was renewed for another built-in model.
const learnedAnew = "; learned anew for a better built-in model"

// headNote tells what a head was trained on, as "12 tags, 240 photos, 30 captions", without counts
// of 0. The note is a part of the head's file, so the note is in English whatever language the
// program speaks.
func headNote(counts ...counted) string {
	var parts []string
	for _, c := range counts {
		switch c.n {
		case 0:
		case 1:
			parts = append(parts, "1 "+c.one)
		default:
			parts = append(parts, digits.Group(c.n)+" "+c.many)
		}
	}
	return strings.Join(parts, ", ")
}

// NoteOf is the note of a head for people. A note that headNote didn't write is as it is.
func NoteOf(note string) notice.Notice {
	counts, renewed := strings.CutSuffix(note, learnedAnew)
	var list notice.List
	for part := range strings.SplitSeq(counts, ", ") {
		number, word, _ := strings.Cut(part, " ")
		n, err := strconv.Atoi(strings.ReplaceAll(number, ",", ""))
		nouns := []noun{tagsNoun, descriptionsNoun, photosNoun, captionsNoun}
		i := slices.IndexFunc(nouns, func(of noun) bool { return headNote(counted{n, of}) == part })
		if err != nil || n < 1 || word == "" || i < 0 {
			return notice.AsItIs(note)
		}
		list = append(list, notice.Counted(nouns[i].kind, n, nil))
	}
	if renewed {
		return notice.New("head-learned-anew-from", notice.Params{"Learned": list})
	}
	return notice.New("head-learned-from", notice.Params{"Learned": list})
}
