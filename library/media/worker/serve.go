package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"maps"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"descry/internal/childprocess"
)

// command is the argument that makes a process of this program a child that decodes. The next
// argument is the kind. The program itself uses command, which is in no help text.
const command = "decoder-process"

// Main branches off a child. In a process that was started as a child, Main decodes with one
// of the decoders and doesn't return. The package that imports all decoders calls Main in an
// init function. Main so runs before main, and every program and every test that decodes can
// be its own child. Main also runs before most other packages have initialised, which keeps
// the start cheap.
func Main(decoders ...map[Kind]Decoder) {
	if len(os.Args) != 3 || os.Args[1] != command {
		return
	}
	all := map[Kind]Decoder{}
	for _, d := range decoders {
		maps.Copy(all, d)
	}
	d, known := all[Kind(os.Args[2])]
	if !known {
		d.Open = func() (string, error) { return "", fmt.Errorf("%w: %.50q", ErrMissing, os.Args[2]) }
	}
	// What others print is not to get between the answers.
	out, err := childprocess.ClaimOutput()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(serve(d, os.Stdin, out))
}

// serve answers requests until in ends, and returns the exit code.
func serve(d Decoder, in io.Reader, out io.Writer) int {
	// Signals to end go to all of a terminal's or a service's processes. The program finishes
	// its work, so a child ends after the program.
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	childprocess.Name("descry-decoder")
	if err := open(d, out); err != nil {
		return 1
	}
	requests := make(chan task)
	go receive(&tasks{in: in, memory: os.NewFile(memoryDescriptor, "shared memory")}, requests)
	rest := time.NewTimer(time.Hour)
	for {
		select {
		case t := <-requests:
			if err := answer(d, out, t); err != nil {
				return 1
			}
			if tired() {
				return 0 // another child is started
			}
			rest.Reset(restlessFor)
		case <-rest.C:
			debug.FreeOSMemory() // the next file may be long in coming
		}
	}
}

const (
	// memoryDescriptor is where a child finds the shared memory.
	memoryDescriptor = 3
	// restlessFor is how long a child keeps memory for the next file.
	restlessFor = 50 * time.Millisecond
)

// open prepares the decoder, locks this process down, and greets. The program then sends the
// first byte of a file.
func open(d Decoder, out io.Writer) error {
	name, failure := d.Open()
	if failure != nil && failureOf(failure) == decodeFailed {
		failure = unavailable(failure.Error())
	}
	debug.FreeOSMemory() // compiling takes several times the memory that it leaves
	text, err := json.Marshal(About{Decoder: name, Guards: lockDown()})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(out, hello); err != nil {
		return err
	}
	if failure != nil {
		return errors.Join(failure, sayFailure(out, failure))
	}
	return say(out, message{What: about}, text)
}

// receive reads requests. When the program is gone, receive ends the process, even if the
// decoder hangs.
func receive(from *tasks, requests chan<- task) {
	for {
		t, err := from.next()
		if err != nil {
			os.Exit(0)
		}
		requests <- t
	}
}

// answer decodes a file. An error is an error of writing.
func answer(d Decoder, out io.Writer, t task) error {
	if err := say(out, message{What: taken}, nil); err != nil {
		return err
	}
	a := &Answer{out: out, room: t.room}
	failure := d.Decode(t.file, t.options, a)
	switch {
	case a.broken != nil:
		return a.broken
	case failure != nil:
		return sayFailure(out, failure)
	}
	return say(out, message{What: done}, nil)
}

// Here decodes in this process, for tests and benchmarks that compare. The decoder must be
// open, and hands its pictures to take unchanged.
func Here(d Decoder, file, options []byte, take func(image.Image) error) (answered []byte, err error) {
	a := &Answer{take: take}
	err = d.Decode(file, options, a)
	return a.answered, err
}
