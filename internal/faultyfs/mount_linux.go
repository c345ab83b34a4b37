package faultyfs

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"sync"

	"golang.org/x/sys/unix"
)

// FS is a mounted file system. A process of its own serves the file system: a process that
// uses the file system it serves may wait for itself, where no signal ends the wait.
type FS struct {
	at  string
	cmd *exec.Cmd

	mu      sync.Mutex
	control io.WriteCloser // ends the server when closed
	settle  *json.Encoder  // to control
	answers *json.Decoder  // an empty text for each setting
	dead    bool
}

// Mount shows the directory content at another directory, read-only and sound at first. Mount
// needs a mount namespace in which the caller may mount. The error is an errors.ErrUnsupported
// where the system has no FUSE or may not mount here.
func Mount(content, at string, seed uint64) (*FS, error) {
	fd, err := unix.Open("/dev/fuse", unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("no FUSE here: %w: %w", errors.ErrUnsupported, err)
	}
	device := os.NewFile(uintptr(fd), "/dev/fuse")
	defer device.Close()
	options := fmt.Sprintf("fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", fd)
	if err := unix.Mount("faulty", at, "fuse.faulty", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_RDONLY, options); err != nil {
		if errors.Is(err, fs.ErrPermission) || err == unix.ENODEV {
			err = errors.Join(errors.ErrUnsupported, err)
		}
		return nil, fmt.Errorf("mount a faulty file system at %s: %w", at, err)
	}
	f := &FS{at: at}
	if err := f.start(device, content, seed); err != nil {
		_ = unix.Unmount(at, unix.MNT_DETACH)
		return nil, fmt.Errorf("serve a faulty file system: %w", err)
	}
	return f, nil
}

// start starts the server and waits until it serves.
func (f *FS) start(device *os.File, content string, seed uint64) error {
	f.cmd = exec.Command(os.Args[0])
	f.cmd.Env = append(os.Environ(), variable+"="+content)
	f.cmd.ExtraFiles = []*os.File{device}
	f.cmd.Stderr = os.Stderr
	control, err := f.cmd.StdinPipe()
	if err != nil {
		return err
	}
	answers, err := f.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	f.control, f.settle, f.answers = control, json.NewEncoder(control), json.NewDecoder(answers)
	if err := f.cmd.Start(); err != nil {
		return err
	}
	if err := f.ask(seed); err != nil {
		f.stop()
		return err
	}
	return nil
}

// ask sends a message to the server and waits until the message is handled.
func (f *FS) ask(what any) error {
	if err := f.settle.Encode(what); err != nil {
		return err
	}
	var trouble string
	if err := f.answers.Decode(&trouble); err != nil {
		return err
	}
	if trouble != "" {
		return errors.New(trouble)
	}
	return nil
}

// stop ends the server. The caller holds f.mu.
func (f *FS) stop() {
	if f.dead {
		return
	}
	f.dead = true
	_ = f.cmd.Process.Kill()
	_ = f.control.Close()
	_ = f.cmd.Wait()
}

// Set has another fault begin, at once. A silence ends. No fault follows upon Dead.
func (f *FS) Set(s Setting) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.dead:
		return nil
	case s.Fault == Dead:
		f.stop()
		return nil
	}
	if err := f.ask(s); err != nil {
		return fmt.Errorf("set %v: %w", s.Fault, err)
	}
	return nil
}

// Close unmounts the file system, if still mounted, and ends its server. Callers that wait for
// an answer get an error.
func (f *FS) Close() {
	_ = unix.Unmount(f.at, unix.MNT_DETACH)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stop()
}
