// Package childprocess runs work that may crash, hang or be killed in a child of this program.
// A child ends when the program ends, however the program ends.
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
	Args   []string   // the first is the child's name of itself
	Env    []string   // the child's whole environment
	Stderr io.Writer  // takes the child's standard error, on one goroutine; may be nil
	Files  []*os.File // further files, from descriptor 3 on; not on Windows
}

// Process is a child that was started.
type Process struct {
	In   *os.File      // the child's standard input
	Out  *os.File      // the child's standard output
	Gone chan struct{} // closed when the child has ended

	cmd *exec.Cmd
}

// stderrAfter is how long standard error is read after the end of a child. A process that the
// child started may hold standard error open.
const stderrAfter = time.Second

// Start starts a child. The caller calls [Process.End].
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
	// The process dies with the thread that starts the process (attributes). A thread is kept
	// for this alone, since any other may be left to a goroutine that ends with its thread.
	keepFiles()
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		started <- p.cmd.Start()
		if p.cmd.Process != nil {
			_ = p.cmd.Wait() // cmd.ProcessState tells how the process ended
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

// End kills the process, if it still runs, and waits until the process is gone. A second End
// does nothing.
func (p *Process) End() {
	p.Kill()
	<-p.Gone
	p.close()
}

// EndWithin is End for a process that may not even be killed, such as one that waits for a
// broken driver. After limit the process is left to the system.
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

// State is how a process ended. The process must be gone.
func (p *Process) State() *os.ProcessState { return p.cmd.ProcessState }
