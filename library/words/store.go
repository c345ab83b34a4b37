package words

import (
	"context"
	"fmt"
	"iter"
)

// Mode says what becomes of what is said and records don't speak of.
type Mode int

// The modes. In either, what records say wins over what was said before.
const (
	Merge Mode = iota // it stays
	// Replace takes it back, but for folders, of which none is removed for not
	// being named, and for how tags are written.
	Replace
)

// Options say how records are applied.
type Options struct {
	Mode Mode
	// ByPath gives what is said of a photo that isn't in the library to the one that
	// lies at one of its paths now: its bytes were changed by another program.
	ByPath bool
	// Progress, if set, is called now and then with the number of records looked at.
	Progress func(done int)
}

// Difference tells what records change, or have changed.
type Difference struct {
	Kinds   []KindDifference // those that change, in the order of a file of words
	Photos  int              // that something changes of
	Waiting int              // how many of these have no file in the library: their words wait for it
	ByPath  int              // photos of the records that were taken for the one at their path
}

// Empty reports that nothing changes.
func (d Difference) Empty() bool { return len(d.Kinds) == 0 }

// KindDifference tells of one kind of records.
type KindDifference struct {
	Kind                      string // as a record has it
	Added, Changed, TakenBack int
	Examples                  []Example // a few
}

// Example is a record that changes something.
type Example struct {
	Record Record
	Path   string // where its photo lay when the records were written, "" where that isn't known
}

// Store gives out and takes in all that the user said, whether its photo has a
// file or not. cataloguetest.RunWords holds a store to it. Photos that aren't known get their words when they are found.
type Store interface {
	// Records calls fn for all that is said at one moment, in an order that
	// depends on what is said alone.
	Records(ctx context.Context, fn func(Record) error) error
	// CompareRecords tells what ApplyRecords would change. A record that can't be
	// applied is a *RecordError.
	CompareRecords(ctx context.Context, records iter.Seq2[Record, error], o Options) (Difference, error)
	// ApplyRecords writes what records say, in their order, in steps between which
	// others can write. Where it ends early, the steps that were done stay, and applying
	// the same records again does the rest. It returns what was changed, as far as it
	// came.
	ApplyRecords(ctx context.Context, records iter.Seq2[Record, error], o Options) (Difference, error)
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
