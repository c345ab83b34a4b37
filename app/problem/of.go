package problem

import (
	"errors"
	"io/fs"
	"maps"
	"strings"
	"syscall"

	"descry/app/notice"
	"descry/internal/atomicfile"
	"descry/library"
	"descry/library/watch"
)

// Kinds of reasons that keep the program from its work, whatever the program was doing.
const (
	NewerCatalogue    notice.Kind = "reason-newer-catalogue"
	OlderCatalogue    notice.Kind = "reason-older-catalogue"
	DamagedCatalogue  notice.Kind = "reason-damaged-catalogue"
	UnreadLog         notice.Kind = "reason-unread-log"
	ReadOnlyCatalogue notice.Kind = "reason-read-only-catalogue"
	CatalogueBusy     notice.Kind = "reason-catalogue-busy"
	NoWatches         notice.Kind = "reason-no-watches"
	NoFiles           notice.Kind = "reason-no-files"
	DiskFull          notice.Kind = "reason-disk-full"
	Offline           notice.Kind = "reason-offline"
	DriveSilent       notice.Kind = "reason-drive-silent"
	ReadOnlyDisk      notice.Kind = "reason-read-only-disk"
	NotAllowed        notice.Kind = "reason-not-allowed"
)

// reasons maps errors to reasons. The message of a reason tells everything, or adds to the
// error's own Text. The first match counts.
var reasons = []struct {
	kind   notice.Kind
	errors []error
	adds   bool
	ofFile bool // only for an error about a file, since a download names hosts as well
}{
	{kind: NewerCatalogue, errors: []error{library.ErrNewerSchema}},
	{kind: OlderCatalogue, errors: []error{library.ErrOlderSchema}},
	{kind: DamagedCatalogue, errors: []error{library.ErrDamaged}},
	{kind: NoWatches, errors: []error{watch.ErrNoWatches}},
	{kind: NoFiles, errors: []error{library.ErrTooManyFiles, syscall.EMFILE, syscall.ENFILE}},
	{kind: CatalogueBusy, errors: []error{library.ErrBusy}},
	{kind: DiskFull, errors: []error{library.ErrFull, atomicfile.ErrFull}},
	{kind: UnreadLog, errors: []error{library.ErrUnreadLog}},
	{kind: ReadOnlyCatalogue, errors: []error{library.ErrReadOnly}},
	{kind: Offline, errors: []error{library.ErrOffline}},
	{kind: DriveSilent, errors: []error{syscall.ESTALE, syscall.ENOTCONN, syscall.EHOSTDOWN, syscall.EHOSTUNREACH}, ofFile: true},
	{kind: ReadOnlyDisk, errors: []error{syscall.EROFS}, adds: true},
	{kind: NotAllowed, errors: []error{fs.ErrPermission}, adds: true},
}

// Reason is the kind of the reason behind an error that people can do something about,
// whatever the program was doing. Reason is "" for an error without such a reason.
func Reason(err error) notice.Kind {
	kind, _, _ := reasonOf(err)
	return kind
}

// reasonOf is Reason with the error in the chain that matched.
func reasonOf(err error) (kind notice.Kind, by error, adds bool) {
	full := atomicfile.Explain(err)
	var at *fs.PathError
	file := errors.As(err, &at)
	for _, r := range reasons {
		if r.ofFile && !file {
			continue
		}
		for _, known := range r.errors {
			looked := err
			if r.kind == DiskFull {
				looked = full // full knows quotas as well, and the system's error for them
			}
			if errors.Is(looked, known) {
				return r.kind, known, r.adds
			}
		}
	}
	return "", nil, false
}

// plain are errors of the library that are told the same way wherever they come from.
var plain = []struct {
	err  error
	kind notice.Kind
}{
	{library.ErrFolderExists, "library-folder-exists"},
	{library.ErrNameTaken, "library-name-taken"},
	{library.ErrChanged, "library-changed"},
	{library.ErrNoName, "library-no-name"},
	{library.ErrLongName, "library-long-name"},
	{library.ErrLongCaption, "library-long-caption"},
	{library.ErrNotFound, "library-not-found"},
}

// Of is the notice that tells people of an error: the reason that they can do something about,
// or else the notice of the error itself. Of nil is the zero Notice.
//
// An [*Error] that wraps a reason directly is more exact than the reason, and its notice is
// returned.
func Of(err error) notice.Notice {
	if err == nil {
		return notice.Notice{}
	}
	var e *Error
	own := errors.As(err, &e)
	kind, by, adds := reasonOf(err)
	if kind != "" && !adds && !(own && e.Err == by) {
		var at *fs.PathError
		if kind == DiskFull && !errors.Is(err, library.ErrFull) && errors.As(err, &at) {
			return notice.New("reason-disk-full-of", notice.Params{"Path": at.Path})
		}
		return notice.New(kind, nil)
	}
	if part, n := told(err); part != nil {
		return around(err.Error(), part.Error(), n)
	}
	text := strings.TrimSpace(err.Error())
	if adds && !strings.Contains(text, "permissions") {
		return notice.New(kind, notice.Params{"Text": text})
	}
	return notice.New("as-it-is", notice.Params{"Text": text})
}

// Saved is Of for a notice that is saved: an error among its parameters gives way to the notice of
// that error, since a saved error would lose its kind.
func Saved(err error) notice.Notice { return withoutErrors(Of(err)) }

func withoutErrors(n notice.Notice) notice.Notice {
	params := make(notice.Params, len(n.Params))
	for name, value := range n.Params {
		switch v := value.(type) {
		case notice.Notice:
			value = withoutErrors(v)
		case error:
			value = Saved(v)
		}
		params[name] = value
	}
	n.Params = params
	return n
}

// told is the outermost part of an error that has a kind, and the notice of that part, nil for
// none.
func told(err error) (error, notice.Notice) {
	var e *Error
	if errors.As(err, &e) {
		return e, e.told()
	}
	var nested *library.NestedError
	if errors.As(err, &nested) {
		return nested, notice.New("library-folder-covered", notice.Params{"Path": nested.Path, "Parent": nested.Parent})
	}
	for _, p := range plain {
		if errors.Is(err, p.err) {
			return p.err, notice.New(p.kind, nil)
		}
	}
	return nil, notice.Notice{}
}

// told is the notice of the error itself.
func (e *Error) told() notice.Notice {
	n := e.Notice
	switch {
	case n.IsZero():
		n = Of(e.Err)
	case e.Err != nil:
		n.Params = maps.Clone(n.Params)
		if n.Params == nil {
			n.Params = make(notice.Params, 1)
		}
		n.Params["Cause"] = e.Err
	}
	if e.Advice.IsZero() {
		return n
	}
	return notice.New("error-with-advice", notice.Params{"Error": n, "Advice": e.Advice})
}

// around puts the text that surrounds part in the error's text around the notice of part. That
// text mostly says what the program was doing.
func around(text, part string, n notice.Notice) notice.Notice {
	before, after, ok := strings.Cut(strings.TrimSpace(text), strings.TrimSpace(part))
	if !ok || before == "" && after == "" {
		return n
	}
	return notice.New("error-around", notice.Params{"Before": before, "Cause": n, "After": after})
}
