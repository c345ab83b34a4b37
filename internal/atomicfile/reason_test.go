package atomicfile_test

import (
	"errors"
	"io"
	"io/fs"
	"testing"

	"descry/internal/atomicfile"
)

func TestExplain(t *testing.T) {
	for _, c := range []struct{ cause, want error }{
		{diskFull, atomicfile.ErrFull},
		{readOnlyDisk, atomicfile.ErrReadOnly},
		{fs.ErrPermission, atomicfile.ErrReadOnly},
	} {
		err := &fs.PathError{Op: "write", Path: "photo", Err: c.cause}
		if got := atomicfile.Explain(err); !errors.Is(got, c.want) || !errors.Is(got, c.cause) {
			t.Errorf("%v: %v", c.cause, got)
		}
	}
	for _, other := range []error{nil, io.EOF} {
		if got := atomicfile.Explain(other); got != other {
			t.Errorf("%v became %v", other, got)
		}
	}
}
