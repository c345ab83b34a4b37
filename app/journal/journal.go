// Package journal notes in the log when the program begins and how the program ends: in order,
// by a crash with its stack, or without a trace. Of a run that couldn't note its own end the
// next run does.
package journal

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"descry/internal/nofollow"
)

// Book notes runs of the program.
type Book struct {
	Log *slog.Logger
	Out io.Writer // Log writes to the same; stacks follow their line, indented
	Dir string    // a folder of the book's own, made when missing
}

// Run is a run of the program that has begun. A run has a file in Dir, locked for as long as
// the process lives, and another file that takes what the runtime prints in a crash.
type Run struct {
	book  Book
	what  string
	lock  *flock.Flock
	crash *os.File
}

// entry is the content of a run's file.
type entry struct {
	PID   int       `json:"pid"`
	What  string    `json:"what"`
	Began time.Time `json:"began"`
}

const (
	runEnding   = ".run"
	crashEnding = ".crash"
	stackLimit  = 256 << 10 // bytes of a crash that are kept; one goroutine's stack takes a few thousand
	otherWait   = time.Second
)

// Begin notes the end of earlier runs that couldn't note their own, notes that a run begins,
// and has crashes from now on kept for the next run. what names the process, such as "window".
// args are further attributes, as slog takes them. Where Dir can't be written the log says so,
// and crashes are lost. The run is never nil.
func (b Book) Begin(what string, args ...any) *Run {
	r := &Run{book: b, what: what}
	err := b.alone(func() error {
		if err := b.tellEarlier(); err != nil {
			b.Log.Warn("what ended before is not known", "err", err)
		}
		return r.enter()
	})
	b.Log.Info("started", append([]any{"what", what, "platform", runtime.GOOS + "/" + runtime.GOARCH}, args...)...)
	if err != nil {
		b.Log.Warn("a crash could not be noted", "err", err)
	}
	return r
}

// End notes an orderly end, with the reason if there is one.
func (r *Run) End(reason error) {
	if reason != nil {
		r.book.Log.Error("ended", "what", r.what, "reason", reason)
	} else {
		r.book.Log.Info("ended", "what", r.what)
	}
	if r.crash != nil {
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
		_ = r.crash.Close()
		_ = os.Remove(r.crash.Name())
	}
	if r.lock != nil {
		_ = os.Remove(r.lock.Path()) // before another process can have the lock
		_ = r.lock.Close()
	}
}

// alone keeps two processes from reading and making files of runs at the same time.
func (b Book) alone(do func() error) error {
	if err := os.MkdirAll(b.Dir, 0o700); err != nil {
		return err
	}
	l := nofollow.Lock(filepath.Join(b.Dir, "lock"))
	ctx, cancel := context.WithTimeout(context.Background(), otherWait)
	defer cancel()
	if ok, err := l.TryLockContext(ctx, 10*time.Millisecond); err != nil || !ok {
		return fmt.Errorf("another process holds %s: %w", l.Path(), err)
	}
	defer l.Close()
	return do()
}

// enter makes the files of a run.
func (r *Run) enter() error {
	f, err := os.CreateTemp(r.book.Dir, r.what+"-*"+runEnding)
	if err != nil {
		return err
	}
	text, err := json.Marshal(entry{os.Getpid(), r.what, time.Now()})
	if err == nil {
		_, err = f.Write(text)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	lock := nofollow.Lock(f.Name())
	if ok, err := lock.TryLock(); err != nil || !ok {
		return fmt.Errorf("lock %s: %w", f.Name(), err)
	}
	r.lock = lock
	if r.crash, err = os.OpenFile(crashOf(f.Name()), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	return debug.SetCrashOutput(r.crash, debug.CrashOptions{})
}

func crashOf(run string) string { return strings.TrimSuffix(run, runEnding) + crashEnding }

// tellEarlier notes the end of every run whose process is gone.
func (b Book) tellEarlier() error {
	runs, err := filepath.Glob(filepath.Join(b.Dir, "*"+runEnding))
	if err != nil {
		return err
	}
	type ended struct {
		entry
		stack []byte
	}
	var all []ended
	for _, path := range runs {
		l := nofollow.Lock(path)
		if free, err := l.TryLock(); err != nil || !free {
			continue // the process still runs
		}
		var e ended
		if text, err := os.ReadFile(path); err == nil {
			_ = json.Unmarshal(text, &e.entry) // a file that a full disk left empty gives an entry without particulars
		}
		e.stack = head(crashOf(path))
		all = append(all, e)
		_ = os.Remove(crashOf(path))
		_ = os.Remove(path)
		_ = l.Close()
	}
	slices.SortFunc(all, func(a, b ended) int { return cmp.Compare(a.Began.UnixNano(), b.Began.UnixNano()) })
	for _, e := range all {
		who := []any{"what", e.What, "of", e.PID, "began", e.Began.Format(time.RFC3339)}
		if len(e.stack) == 0 {
			b.Log.Warn("ended without saying so: killed, or the machine stopped", who...)
			continue
		}
		b.Log.Error("ended by a crash", append(who, "reason", reason(e.stack))...)
		if err := WriteStack(b.Out, e.stack); err != nil {
			return err
		}
	}
	return nil
}

// head reads the first stackLimit bytes of a file, nil where there is none.
func head(path string) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	text, _ := io.ReadAll(io.LimitReader(f, stackLimit))
	return bytes.TrimSpace(text)
}

// reason is the line of a crash that says why.
func reason(stack []byte) string {
	first, _, _ := bytes.Cut(stack, []byte("\n"))
	for line := range bytes.Lines(stack) {
		for _, begin := range []string{"panic: ", "fatal error: ", "SIG"} {
			if bytes.HasPrefix(line, []byte(begin)) {
				return string(bytes.TrimSpace(line))
			}
		}
	}
	return string(first)
}

// WriteStack writes a stack below its line of a log, indented. The stack is written at once,
// so that no other line comes between.
func WriteStack(out io.Writer, stack []byte) error {
	var text bytes.Buffer
	for line := range bytes.Lines(stack) {
		text.WriteByte('\t')
		text.Write(line)
	}
	text.WriteByte('\n')
	_, err := out.Write(text.Bytes())
	return err
}
