// Package instance keeps a library to one window. The first start of the program holds a lock.
// Later starts hand over their arguments to the first and end. The package knows no window:
// the holder of the lock decides what is done with a request.
//
// Only the lock decides who has the library, and the system releases the lock when its process
// ends, however it ends. Requests go through a Unix socket, which Windows 10 has, too. The
// socket lies in a folder that only its user may enter. The path of the socket stands in a
// file beside the lock, since the path can have a hundred bytes at most and not every disk can
// hold a socket.
package instance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/adrg/xdg"

	"descry/app/notice"
	"descry/app/problem"
	"descry/internal/atomicfile"
	"descry/internal/nofollow"
)

// ErrClosing is what a Handler returns while the program ends. The later start then waits for
// the lock.
var ErrClosing = errors.New("the program is about to end")

// Errors that the errors of Claim wrap.
var (
	// ErrSilent says that a program holds the library and doesn't answer.
	ErrSilent = errors.New("no answer")
	// ErrRefused says that the running program doesn't take a request.
	ErrRefused = errors.New("refused")
)

// silent is the error of a process that holds the library and doesn't answer. pid is 0 for an
// unknown process, err is the cause.
func silent(pid int, err error) error {
	err = errors.Join(ErrSilent, err)
	if pid == 0 {
		return problem.Wrap("window-silent", nil, err)
	}
	return problem.Wrap("window-silent-process", notice.Params{"Process": strconv.Itoa(pid)}, err)
}

// The longest waits. A window that draws answers within a few milliseconds.
const (
	Patience  = 2 * time.Second         // for the answer, and for a program that is starting or ending
	pollEvery = 20 * time.Millisecond   // for the lock and the address
	readTime  = time.Second             // for a request to come in
	answerIn  = 1500 * time.Millisecond // for the handler
)

// address is the content of the file beside the lock.
type address struct {
	PID    int    `json:"pid"`
	Socket string `json:"socket"`
}

func lockPath(dir string) string    { return filepath.Join(dir, "window.lock") }
func addressPath(dir string) string { return filepath.Join(dir, "window.address") }

// Claim makes this process the holder of the library whose folder is dir. Where another
// process is the holder, Claim hands r to that process, and the returned holder is nil. Claim
// takes at most Patience. A program that doesn't answer gives ErrSilent, a program that
// refuses the request ErrRefused.
func Claim(ctx context.Context, dir string, r Request) (*Holder, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	var last error
	for {
		h, err := hold(dir)
		if h != nil || err != nil {
			return h, err
		}
		a, err := readAddress(dir)
		if err == nil {
			err = send(ctx, a.Socket, r)
		}
		if err == nil || errors.Is(err, ErrRefused) {
			return nil, err
		}
		last = err
		select {
		case <-ctx.Done():
			if errors.Is(context.Cause(ctx), context.Canceled) {
				return nil, context.Canceled
			}
			return nil, silent(a.PID, last)
		case <-time.After(pollEvery):
		}
	}
}

// hold returns nil without an error when another process has the lock.
func hold(dir string) (*Holder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	l := nofollow.Lock(lockPath(dir))
	ok, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", l.Path(), err)
	}
	if !ok {
		return nil, nil
	}
	if a, err := readAddress(dir); err == nil { // address of a process that was killed
		removeSocket(a.Socket)
	}
	return &Holder{dir: dir, lock: l}, nil
}

func readAddress(dir string) (address, error) {
	var a address
	text, err := os.ReadFile(addressPath(dir))
	if err == nil {
		err = json.Unmarshal(text, &a)
	}
	return a, err
}

func writeAddress(dir, socket string) error {
	text, err := json.Marshal(address{os.Getpid(), socket})
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(addressPath(dir), text)
}

// Names of the socket and, with random letters behind, of its folder.
const (
	socketName   = "window.sock"
	folderPrefix = "descry-"
)

// socketHomes are folders for sockets, the best first. A path that is too long for the system
// is found by trying.
func socketHomes() []string {
	homes := []string{os.TempDir()}
	if xdg.RuntimeDir != "" {
		homes = append([]string{xdg.RuntimeDir}, homes...)
	}
	if os.PathSeparator == '/' {
		homes = append(homes, "/tmp")
	}
	return homes
}

// removeSocket removes the socket of a killed process, and nothing that is no such socket.
func removeSocket(path string) {
	dir := filepath.Dir(path)
	if filepath.Base(path) == socketName && len(filepath.Base(dir)) > len(folderPrefix) && filepath.Base(dir)[:len(folderPrefix)] == folderPrefix {
		_ = os.Remove(path)
		_ = os.Remove(dir) // when the folder is empty
	}
}
