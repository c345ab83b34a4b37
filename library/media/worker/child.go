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
	data   int64                // what memory it has when it is open; 0: nobody knows
	memory *sharedmemory.Memory // nil where there is none
	region *sharedmemory.Region // of memory, kept for the next request
	over   sync.Once
	out    answerReader
	said   head        // on standard error; to be read when it is gone
	ready  bool        // it waits for a request
	expiry *time.Timer // of its rest in the pool
}

// startLimit is how long a child may take to be ready: long enough for a machine that is
// out of breath.
const startLimit = 60 * time.Second

// startChild starts a child of a program and waits until it is ready.
func startChild(ctx context.Context, program string, kind Kind) (*child, error) {
	c := &child{kind: kind}
	command := childprocess.Command{
		Path: program, Args: []string{"descry", command, string(kind)}, Env: childEnvironment(os.Environ()), Stderr: &c.said,
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
			return nil, unavailable(c.obituary())
		case errors.Is(err, ErrUnavailable):
			return nil, err
		}
		return nil, unavailable(err.Error())
	}
	c.data, _ = dataSize(c.ID())
	c.ready = true
	return c, nil
}

// End ends the child and waits until it is gone. It may be called again.
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
		_ = c.memory.Close() // nothing is written there that is kept
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

// decode has the child decode a file. Whether the child is ready for another one is
// told by ready; when ctx ends, it is killed. A child that ends before it has
// the whole file is an ErrUnavailable, one that ends later an ErrDecode, or an ErrKilled.
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
		return nil, unavailable(c.obituary())
	}
	kind := ErrDecode
	if c.killed() {
		kind = ErrKilled
	}
	return nil, &childError{kind, "its decoder ended early: " + c.obituary()}
}

// killed reports that a child that is gone was ended by the system for want of memory:
// with the signal that can't be caught, or by Go, which says so.
func (c *child) killed() bool {
	status, ok := c.State().Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL || bytes.Contains(c.said, []byte("out of memory"))
}

// errNotTaken means that the child did not get as far as to see the file.
var errNotTaken = fmt.Errorf("%w: the file was not taken", errBroken)

// aside is what a child takes for itself: Go and the C library take memory in advance, by
// up to 64 MB for each thread.
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
	// sharedFrom is how large a file is, with its room, that does not go through a pipe.
	sharedFrom = 64 << 10
	// smallRegion is the largest that is kept as long as a child.
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

// obituary tells how a child that is gone ended.
func (c *child) obituary() string {
	text := c.State().String()
	if last := childprocess.OneLine(string(c.said)); last != "" {
		text += ", " + last
	}
	return text
}

// head keeps the first bytes written to it: the reason comes first in what a Go
// program says when it crashes.
type head []byte

func (h *head) Write(p []byte) (int, error) {
	*h = append(*h, p[:min(len(p), maxText-len(*h))]...)
	return len(p), nil
}

// passedOn are the variables of the program's environment that a child gets: where the
// system's loader and libheif look for libraries, and what Windows can't do without.
var passedOn = []string{"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LIBHEIF_PLUGIN_PATH", "PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR"}

// childEnvironment is what a child gets of the program's environment: nothing by which a
// file could learn of its user or that changes how Go runs in there. A limit of memory,
// for one, makes it collect garbage in the middle of a decode.
func childEnvironment(own []string) []string {
	env := []string{"GOTRACEBACK=none"} // the first line says enough
	for _, v := range own {
		name, _, _ := strings.Cut(v, "=")
		if slices.Contains(passedOn, strings.ToUpper(name)) { // upper case as on Windows
			env = append(env, v)
		}
	}
	return env
}
