// Package childprocess runs work that may crash, hang or be killed in a child of this
// program. A child ends with the program, whatever becomes of that.
package childprocess

import (
	"io"
	"os"
	"os/exec"
	"runtime"
	"time"
)

// Command is a program to be started as a child.
type Command struct {
	Path   string     // of the program; see [OwnProgram]
	Args   []string   // the first is the name that it sees of itself
	Env    []string   // all of its environment
	Stderr io.Writer  // takes what it says on standard error, on one goroutine; nil: nobody does
	Files  []*os.File // further files, from descriptor 3 on; not on Windows
}

// Process is a child that was started.
type Process struct {
	In   *os.File      // its standard input
	Out  *os.File      // its standard output
	Gone chan struct{} // closed when it has ended

	cmd *exec.Cmd
}

// stderrAfter is how long standard error is read after the end of a child, which a
// process that the child started may hold open.
const stderrAfter = time.Second

// Start starts a child. Whoever has it calls [Process.End].
func Start(c Command) (*Process, error) {
	theirIn, in, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		_ = theirIn.Close()
		_ = in.Close()
		return nil, err
	}
	p := &Process{In: in, Out: out, Gone: make(chan struct{})}
	p.cmd = &exec.Cmd{Path: c.Path, Args: c.Args, Env: c.Env, Stdin: theirIn, Stdout: theirOut, Stderr: c.Stderr,
		ExtraFiles: c.Files, WaitDelay: stderrAfter, SysProcAttr: attributes()}
	// The process dies with the thread that starts it (attributes). That thread is
	// kept for this alone: any other may be left to a goroutine that ends with it.
	keepFiles()
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		started <- p.cmd.Start()
		if p.cmd.Process != nil {
			_ = p.cmd.Wait() // how it ended stands in cmd.ProcessState
		}
		close(p.Gone)
	}()
	err = <-started
	_ = theirIn.Close()
	_ = theirOut.Close()
	if err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

// ID is the number of the process.
func (p *Process) ID() int { return p.cmd.Process.Pid }

// Kill ends the process without waiting for it.
func (p *Process) Kill() { _ = p.cmd.Process.Kill() } // it may have ended by itself

// End kills the process, if it still runs, and waits until it is gone. It may be
// called again.
func (p *Process) End() {
	p.Kill()
	<-p.Gone
	p.close()
}

// EndWithin is End for a process that may not even be killed, as one that waits for a
// broken driver: after a while it is left to the system.
func (p *Process) EndWithin(limit time.Duration) {
	p.Kill()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-p.Gone:
	case <-timer.C:
	}
	p.close()
}

func (p *Process) close() {
	_ = p.In.Close()
	_ = p.Out.Close()
}

// State is how a process that is gone ended.
func (p *Process) State() *os.ProcessState { return p.cmd.ProcessState }
