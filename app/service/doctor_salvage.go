package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"descry/app/config"
	"descry/app/message"
	"descry/app/problem"
	"descry/library/sqlite/repair"
)

// repairOf says where a repair finds what it needs.
func repairOf(p config.Paths) repair.Library {
	return repair.Library{Catalogue: p.Catalogue, Journal: p.Journal, Copies: p.Copies, Vectors: p.Vectors}
}

// repairCatalogue puts a sound catalogue in the place of one that is damaged or missing,
// and says what was saved from where. What it says after an error is how far it came.
func repairCatalogue(ctx context.Context, paths config.Paths) (string, error) {
	report, err := repair.Repair(ctx, repairOf(paths), time.Now())
	if errors.Is(err, repair.ErrInUse) {
		err = errors.New("the catalogue is open in another Descry: close the window, stop descry watch, and run descry doctor again")
	}
	return strings.Join(repairSentences(report), "; "), err
}

// repairSentences tell what a repair did.
func repairSentences(r repair.Report) (said []string) {
	if r.Reindexed {
		said = append(said, "its indexes were damaged and are made anew; nothing is missing")
	}
	if s := r.Saved; s != nil {
		said = append(said, fmt.Sprintf("%s, %s and %s were saved from the damaged file",
			message.Plural(s.Photos, "photo", "photos"), message.Plural(s.Files, "file", "files"), message.Plural(s.Vectors, "vector", "vectors")))
		if len(s.Broken) > 0 {
			said = append(said, "not all could be read of "+strings.Join(s.Broken, ", "))
		}
	}
	if r.New {
		said = append(said, "a new catalogue was made")
	}
	if r.Records != nil {
		said = append(said, wordsSentences(*r.Records)...)
	}
	if r.Kept != "" {
		said = append(said, "the damaged file is kept as "+r.Kept)
	}
	return said
}

// wordsSentences tell from where what the user said was taken.
func wordsSentences(w repair.RecordSource) (said []string) {
	switch {
	case w.Nothing && w.FromFile > 0:
		return []string{"there is no copy of what you said and no journal: what could be read of it comes from the damaged file"}
	case w.Nothing:
		return []string{"there is no copy of what you said and no journal"}
	}
	for _, bad := range w.Bad {
		said = append(said, problem.Explain(bad))
	}
	copied := "the copy of " + w.Copy.At.Format("2 January 2006, 15:04")
	changes := message.Plural(w.Changes, "edit", "edits") + " of the journal"
	if w.Complete() {
		return append(said, fmt.Sprintf("what you said comes from %s and %s", copied, changes))
	}
	from := "the damaged file"
	if w.Copy.Path != "" {
		from += ", " + copied
	}
	said = append(said, fmt.Sprintf("what you said comes from %s and %s", from, changes))
	if w.Lines > 0 {
		said = append(said, message.Plural(w.Lines, "line", "lines")+" of the journal can't be read")
	}
	return said
}
