package worker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"descry/internal/childprocess"
	"descry/internal/duration"
	"descry/internal/sharedmemory"
)

// child is a process that decodes one file after the other.
type child struct {
	*childprocess.Process
	kind   Kind
	about  About
	data   int64                // bytes of memory when the decoder is open; 0: unknown
	memory *sharedmemory.Memory // nil where there is none
	region *sharedmemory.Region // of memory, kept for the next request
	over   sync.Once
	out    answerReader
	stderr head        // start of standard error; to be read when the child is gone
	ready  bool        // the child waits for a request
	expiry *time.Timer // end of the child's rest in the pool
}

// startLimit is how long a child may take to be ready: long enough for a machine under heavy
// load.
const startLimit = 60 * time.Second

// startChild starts a child of a program and waits until the child is ready.
func startChild(ctx context.Context, program string, kind Kind) (*child, error) {
	c := &child{kind: kind}
	command := childprocess.Command{
		Path: program, Args: []string{"descry", command, string(kind)}, Env: childEnvironment(os.Environ()), Stderr: &c.stderr,
	}
	if memory, err := sharedmemory.New(); err == nil { // else all goes through the pipes
		c.memory, command.Files = memory, []*os.File{memory.File()}
	}
	process, err := childprocess.Start(command)
	if err != nil {
		c.free()
		return nil, unavailable(err.Error())
	}
	c.Process, c.out.Reader = process, process.Out
	if err := c.greet(ctx); err != nil {
		c.End()
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, errBroken):
			return nil, unavailable(c.howItEnded())
		case errors.Is(err, ErrUnavailable):
			return nil, err
		}
		return nil, unavailable(err.Error())
	}
	c.data, _ = dataSize(c.ID())
	c.ready = true
	return c, nil
}

// End ends the child and waits until it is gone. A second End does nothing.
func (c *child) End() {
	c.Process.End()
	c.free()
}

// free gives the shared memory back.
func (c *child) free() {
	c.over.Do(func() {
		if c.memory == nil {
			return
		}
		if c.region != nil {
			c.memory.Drop(c.region)
			c.region = nil
		}
		_ = c.memory.Close() // the memory keeps nothing
	})
}

// greet waits until the child is ready.
func (c *child) greet(ctx context.Context) (err error) {
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	stop := context.AfterFunc(limited, c.Kill)
	c.about, err = c.out.greeting()
	if !stop() {
		return fmt.Errorf("no answer within %s", duration.Format(startLimit))
	}
	return err
}

// decode has the child decode a file. The field ready tells whether the child can take another
// one. When ctx ends, the child is killed. A child that ends before it has the whole file is
// an ErrUnavailable, one that ends later an ErrDecode, or an ErrKilled.
func (c *child) decode(ctx context.Context, r Request, use Use) ([]byte, error) {
	c.ready = false
	if c.data > 0 {
		limitMemory(c.ID(), c.data+r.memory())
	}
	stop := context.AfterFunc(ctx, c.Kill)
	answered, whole, err := c.exchange(r, use)
	if c.region != nil && len(c.region.Data) > KeptRoom {
		c.unshare()
	}
	if !stop() {
		whole, err = false, ctx.Err()
	}
	c.ready = whole
	if !errors.Is(err, errBroken) {
		return answered, err
	}
	c.End()
	if errors.Is(err, errNotTaken) {
		return nil, unavailable(c.howItEnded())
	}
	kind := ErrDecode
	if c.killed() {
		kind = ErrKilled
	}
	return nil, &childError{kind, "its decoder ended early: " + c.howItEnded()}
}

// killed reports that the system ended a child for want of memory: with the signal that can't
// be caught, or through Go, which prints the reason.
func (c *child) killed() bool {
	status, ok := c.State().Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL || bytes.Contains(c.stderr, []byte("out of memory"))
}

// errNotTaken means that the child ended before it had the file.
var errNotTaken = fmt.Errorf("%w: the file was not taken", errBroken)

// aside is the memory that a child takes for itself, in bytes: Go and the C library take
// memory in advance, by up to 64 MB for each thread.
const aside = 256 << 20

// memory is what a child may take for a request, in bytes.
func (r Request) memory() int64 {
	if r.Memory <= 0 {
		return MaxMemory
	}
	return r.Memory + 2*int64(len(r.File)) + aside
}

func (c *child) exchange(r Request, use Use) (answered []byte, whole bool, err error) {
	region := c.share(r)
	if err := r.write(c.In, region); err != nil {
		return nil, false, errNotTaken
	}
	m, err := c.out.message()
	switch {
	case err != nil:
		return nil, false, errNotTaken
	case m.What != taken || m.Size != 0:
		return nil, false, errNonsense
	}
	var lies room
	if region != nil {
		lies.data = region.Data[roomAt(len(r.File)):]
		if len(region.Data) > KeptRoom {
			lies.release = func(end int) { c.memory.Release(region, roomAt(len(r.File))+end) }
		}
	}
	return c.out.read(r.Size, lies, use)
}

const (
	// sharedFrom is the size of a file with its room, in bytes, from which shared memory is
	// used instead of a pipe.
	sharedFrom = 64 << 10
	// smallRegion is the largest region that is kept as long as a child, in bytes.
	smallRegion = 16 << 20
)

// share returns shared memory for a request, or nil where there is none or it isn't
// worthwhile.
func (c *child) share(r Request) *sharedmemory.Region {
	size := roomAt(len(r.File)) + r.Room
	if c.memory == nil || size < sharedFrom {
		return nil
	}
	if c.region != nil && len(c.region.Data) < size {
		c.unshare()
	}
	if c.region == nil {
		region, err := c.memory.Take(size)
		if err != nil {
			return nil
		}
		c.region = region
	}
	return c.region
}

// unshare gives back what share has kept.
func (c *child) unshare() {
	c.memory.Drop(c.region)
	c.memory.Reset()
	c.region = nil
}

// howItEnded tells how a child that is gone ended.
func (c *child) howItEnded() string {
	text := c.State().String()
	if last := childprocess.OneLine(string(c.stderr)); last != "" {
		text += ", " + last
	}
	return text
}

// head keeps the first bytes written to it. A Go program that crashes prints the reason first.
type head []byte

func (h *head) Write(p []byte) (int, error) {
	*h = append(*h, p[:min(len(p), maxText-len(*h))]...)
	return len(p), nil
}

// passedOn are the variables of the program's environment that a child gets: where the
// system's loader and libheif look for libraries, and what Windows requires.
var passedOn = []string{"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBHEIF_PLUGIN_PATH", "PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR"}

// childEnvironment is the environment of a child. No variable in childEnvironment lets a file
// learn of its user or changes how Go runs in the child. A limit of memory, for one, makes Go
// collect garbage in the middle of a decode.
func childEnvironment(own []string) []string {
	env := []string{"GOTRACEBACK=none"} // the first line of a traceback tells enough
	for _, v := range own {
		name, _, _ := strings.Cut(v, "=")
		if slices.Contains(passedOn, strings.ToUpper(name)) { // upper case as on Windows
			env = append(env, v)
		}
	}
	return env
}
