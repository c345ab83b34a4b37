package heif

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"descry/internal/childprocess"
	"descry/internal/duration"
)

// child is a process that decodes one file after the other.
type child struct {
	*childprocess.Process
	out    answerReader
	said   head        // on standard error; to be read when it is gone
	ready  bool        // it waits for a request
	expiry *time.Timer // of its rest in the pool
}

// startLimit is how long a child may take to say hello: long enough for a machine
// that is out of breath.
const startLimit = 30 * time.Second

// startChild starts a child of a program and waits until it is ready.
func startChild(ctx context.Context, program string) (*child, error) {
	c := new(child)
	process, err := childprocess.Start(childprocess.Command{
		Path: program, Args: []string{"descry-heif"}, Env: childEnvironment(os.Environ()), Stderr: &c.said,
	})
	if err != nil {
		return nil, unavailable(err.Error())
	}
	c.Process, c.out.Reader = process, process.Out
	if err := c.greet(ctx); err != nil {
		c.End()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if errors.Is(err, errBroken) {
			return nil, unavailable(c.obituary())
		}
		return nil, unavailable(err.Error())
	}
	c.ready = true
	return c, nil
}

// greet waits for the child's hello.
func (c *child) greet(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	stop := context.AfterFunc(limited, c.Kill)
	got := make([]byte, len(hello))
	_, err := io.ReadFull(c.out, got)
	switch {
	case !stop():
		return fmt.Errorf("no answer within %s", duration.Format(startLimit))
	case err != nil:
		return errBroken
	case string(got) != hello:
		return errors.New("the answer is not its own")
	}
	return nil
}

// decode has the child decode a file. Whether the child is ready for another one is
// told by ready; when ctx ends, it is killed. A child that ends before it has
// the whole file is an ErrUnavailable, one that ends later an ErrDecode, or an ErrKilled.
func (c *child) decode(ctx context.Context, r request, config Config, use Use) error {
	c.ready = false
	stop := context.AfterFunc(ctx, c.Kill)
	whole, err := c.exchange(r, config, use)
	if !stop() {
		whole, err = false, ctx.Err()
	}
	c.ready = whole
	if !errors.Is(err, errBroken) {
		return err
	}
	c.End()
	if errors.Is(err, errNotTaken) {
		return unavailable(c.obituary())
	}
	kind := ErrDecode
	if c.killed() {
		kind = ErrKilled
	}
	return &childError{kind, "its decoder ended early: " + c.obituary()}
}

// killed reports that a child that is gone was ended by the system for want of memory:
// with the signal that can't be caught, or by Go, which says so.
func (c *child) killed() bool {
	status, ok := c.State().Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL || bytes.Contains(c.said, []byte("out of memory"))
}

// errNotTaken means that the child did not get as far as to see the file.
var errNotTaken = fmt.Errorf("%w: the file was not taken", errBroken)

func (c *child) exchange(r request, config Config, use Use) (whole bool, err error) {
	if err := r.write(c.In); err != nil {
		return false, errNotTaken
	}
	var answer [1]byte
	if _, err := io.ReadFull(c.out, answer[:]); err != nil {
		return false, errNotTaken
	}
	if answer[0] != taken {
		return false, errNonsense
	}
	return c.out.read(config, use)
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

// childEnvironment is the program's own one, told apart by workerVariable, with no
// way to a display and without what would change how Go runs in there: a limit of
// memory, for one, makes it collect garbage in the middle of a decode.
func childEnvironment(own []string) []string {
	env := []string{workerVariable + "=1", "GOTRACEBACK=none"}
	for _, v := range own {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "DISPLAY", "WAYLAND_DISPLAY", "GOMEMLIMIT", "GOGC", "GODEBUG", "GOTRACEBACK", workerVariable:
		default:
			env = append(env, v)
		}
	}
	return env
}
