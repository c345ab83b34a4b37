package library

import (
	"context"
	"fmt"
	"iter"

	"descry/library/words"
)

// WordsMode says what becomes of what is said and records don't speak of.
type WordsMode int

// The modes. In either, what records say wins over what was said before.
const (
	MergeWords WordsMode = iota // it stays
	// ReplaceWords takes it back, but for folders, of which none is removed for not
	// being named, and for how tags are written.
	ReplaceWords
)

// WordsOptions say how records are applied.
type WordsOptions struct {
	Mode WordsMode
	// ByPath gives what is said of a photo that isn't in the library to the one that
	// lies at one of its paths now: its bytes were changed by another program.
	ByPath bool
	// Progress, if set, is called now and then with the number of records looked at.
	Progress func(done int)
}

// WordsDifference tells what records change, or have changed.
type WordsDifference struct {
	Kinds   []KindDifference // those that change, in the order of a file of words
	Photos  int              // that something changes of
	Waiting int              // how many of these have no file in the library: their words wait for it
	ByPath  int              // photos of the records that were taken for the one at their path
}

// Empty reports that nothing changes.
func (d WordsDifference) Empty() bool { return len(d.Kinds) == 0 }

// KindDifference tells of one kind of records.
type KindDifference struct {
	Kind                      string // as in package words
	Added, Changed, TakenBack int
	Examples                  []WordsExample // a few
}

// WordsExample is a record that changes something.
type WordsExample struct {
	Record words.Record
	Path   string // where its photo lay when the records were written, "" where that isn't known
}

// WordsStore gives out and takes in all that the owner said, whether its photo has a
// file or not. Photos that aren't known get their words when they are found.
type WordsStore interface {
	// OwnerRecords calls fn for all that is said at one moment, in an order that
	// depends on what is said alone.
	OwnerRecords(ctx context.Context, fn func(words.Record) error) error
	// CompareRecords tells what ApplyRecords would change. A record that can't be
	// applied is a *RecordError.
	CompareRecords(ctx context.Context, records iter.Seq2[words.Record, error], o WordsOptions) (WordsDifference, error)
	// ApplyRecords writes what records say, in their order, in steps between which
	// others can write. Where it ends early, the steps that were done stay, and applying
	// the same records again does the rest. It returns what was changed, as far as it
	// came.
	ApplyRecords(ctx context.Context, records iter.Seq2[words.Record, error], o WordsOptions) (WordsDifference, error)
}

// RecordError is a record that can't be applied.
type RecordError struct {
	Line int // 0 if it wasn't read from a file
	Kind string
	Err  error
}

// Error names the line.
func (e *RecordError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %v", e.Kind, e.Err)
	}
	return fmt.Sprintf("line %d (%s): %v", e.Line, e.Kind, e.Err)
}

// Unwrap is the reason.
func (e *RecordError) Unwrap() error { return e.Err }
