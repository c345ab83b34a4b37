package instance

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"descry/app/notice"
	"descry/app/problem"
)

// Handler takes a request and returns when the window has taken it. ctx ends when the later
// start stops waiting. A Handler is called from any goroutine, several at a time. The error is
// one sentence for the user of the later start.
type Handler func(ctx context.Context, r Request) error

// Holder is the process that has the library's lock.
type Holder struct {
	dir      string
	lock     *flock.Flock
	listener net.Listener
	cancel   context.CancelFunc
	calls    sync.WaitGroup
}

// callLimit is how many requests are handled at a time. Further requests wait.
const callLimit = 8

// Serve begins to take requests and returns at once. Close ends the serving.
func (h *Holder) Serve(handle Handler) error {
	l, err := listen()
	if err != nil {
		return err
	}
	if err := writeAddress(h.dir, l.Addr().String()); err != nil {
		_ = l.Close()
		removeSocket(l.Addr().String())
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	h.listener, h.cancel = l, cancel
	h.calls.Go(func() { h.accept(ctx, handle) })
	return nil
}

func (h *Holder) accept(ctx context.Context, handle Handler) {
	free := make(chan struct{}, callLimit)
	for {
		c, err := h.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // no file handle is left, for example
			select {
			case <-ctx.Done():
				return
			case <-time.After(100 * time.Millisecond):
			}
			continue
		}
		free <- struct{}{}
		h.calls.Go(func() {
			defer func() { <-free }()
			defer c.Close()
			reply(ctx, c, handle)
		})
	}
}

// reply answers one connection.
func reply(ctx context.Context, c net.Conn, handle Handler) {
	ctx, cancel := context.WithTimeout(ctx, answerIn)
	defer cancel()
	_ = c.SetReadDeadline(time.Now().Add(readTime))
	_ = c.SetWriteDeadline(time.Now().Add(Patience))
	message, err := readLine(c)
	if err != nil {
		return // the peer is gone, and nobody waits for an answer
	}
	r, err := Parse(message)
	if err == nil {
		err = handle(ctx, r)
	}
	switch {
	case errors.Is(err, ErrClosing):
		_ = writeLine(c, answer{Closing: true})
	case err != nil && ctx.Err() != nil:
		// The window hangs. Without an answer the later start waits until Patience has passed.
	case err != nil:
		_ = writeLine(c, answer{Refused: err.Error()})
	default:
		_ = writeLine(c, answer{})
	}
}

// Close releases the lock, so that another process can be the holder. Close waits for requests
// under way, and may be called again.
func (h *Holder) Close() error {
	if h.listener != nil {
		socket := h.listener.Addr().String()
		h.cancel()
		_ = h.listener.Close()
		h.calls.Wait()
		_ = os.Remove(addressPath(h.dir))
		removeSocket(socket)
		h.listener = nil
	}
	return h.lock.Close() // does nothing the second time
}

// listen makes a socket in a new folder that only the user may enter.
func listen() (net.Listener, error) {
	var errs []error
	for _, home := range socketHomes() {
		dir, err := os.MkdirTemp(home, folderPrefix)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		path := filepath.Join(dir, socketName)
		l, err := net.Listen("unix", path)
		if err == nil {
			err = os.Chmod(path, 0o600)
		}
		if err == nil {
			return l, nil
		}
		if l != nil {
			_ = l.Close()
		}
		removeSocket(path)
		errs = append(errs, err)
	}
	return nil, fmt.Errorf("other starts can't hand anything over: %w", errors.Join(errs...))
}

// send sends a request and waits for the answer.
func send(ctx context.Context, socket string, r Request) error {
	var d net.Dialer
	c, err := d.DialContext(ctx, "unix", socket)
	if err != nil {
		return err
	}
	defer c.Close()
	if at, ok := ctx.Deadline(); ok {
		_ = c.SetDeadline(at)
	}
	stop := context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	if err := writeLine(c, r); err != nil {
		return err
	}
	text, err := readLine(c)
	if err != nil {
		return err
	}
	a, err := parseAnswer(text)
	switch {
	case err != nil:
		return err
	case a.Closing:
		return ErrClosing
	case a.Refused != "":
		return problem.Wrap("window-refuses", notice.Params{"Reason": a.Refused}, ErrRefused)
	}
	return nil
}
