package annotation

import (
	"context"
	"fmt"
	"iter"
)

// Mode says what becomes of annotations that no record is about.
type Mode int

// The modes. In either, a record wins over an earlier annotation of the same.
const (
	// Merge keeps the annotations that no record is about.
	Merge Mode = iota
	// Replace removes the annotations that no record is about. Folders and the spelling of
	// tags stay.
	Replace
)

// Options say how records are applied.
type Options struct {
	Mode Mode
	// ByPath gives the annotations of a photo that isn't in the library to the photo that now
	// lies at one of its paths: another program changed the bytes.
	ByPath bool
	// Progress, if set, is called now and then with the number of records looked at.
	Progress func(done int)
}

// Difference tells what records change, or have changed.
type Difference struct {
	Kinds   []KindDifference // kinds with changes, in the order of an annotation file
	Photos  int              // photos with changes
	Waiting int              // of Photos, those without a file in the library; their annotations wait for a file
	ByPath  int              // photos of the records that were taken for the photo at their path
}

// Empty reports that nothing changes.
func (d Difference) Empty() bool { return len(d.Kinds) == 0 }

// KindDifference tells of one kind of records.
type KindDifference struct {
	Kind                      string // as in Record.Kind
	Added, Changed, TakenBack int
	Examples                  []Example // a few
}

// Example is a record that changes something.
type Example struct {
	Record Record
	Path   string // of the photo when the records were written, "" where the path isn't known
}

// RecordStore lists and applies all annotations, whether or not their photo has a file. The
// annotations of unknown photos wait until the photo is found. cataloguetest.RunRecords
// holds a store to this interface.
type RecordStore interface {
	// Records calls fn for all annotations of one moment, in an order that depends on
	// nothing but the annotations.
	Records(ctx context.Context, fn func(Record) error) error
	// CompareRecords returns the changes that ApplyRecords would make. A record that can't
	// be applied is a *RecordError.
	CompareRecords(ctx context.Context, records iter.Seq2[Record, error], o Options) (Difference, error)
	// ApplyRecords writes records in their order, in steps between which others can write, and
	// returns the changes that were made, also after an error. The steps that were written
	// before an error stay. Applying the same records again does the rest.
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
