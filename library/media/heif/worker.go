package heif

import (
	"image"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"descry/internal/childprocess"
)

// workerVariable makes a process of this program a child that decodes.
const workerVariable = "DESCRY_HEIF_WORKER"

// init is where a child branches off: before main, so that every program and every
// test that decodes can be its own child, and before most other packages have
// initialised, which keeps its start cheap.
func init() {
	if os.Getenv(workerVariable) == "" {
		return
	}
	out := os.Stdout
	os.Stdout = os.Stderr // what others print is not to get between the answers
	os.Exit(serve(os.Stdin, out))
}

// decoder decodes a file and hands the picture to send. The picture lies in the
// decoder's own memory, which is gone after that.
type decoder func(file []byte, send func(image.Image) error) error

var decoders = map[Kind]decoder{HEIC: decodeHEIC, AVIF: decodeAVIF}

// serve answers requests until in ends, and returns the exit code.
func serve(in io.Reader, out io.Writer) int {
	// Signals to end go to all of a terminal's or a service's processes. The program
	// finishes what it is at, so a child ends after it.
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	childprocess.Name("descry-heif")
	if _, err := io.WriteString(out, hello); err != nil {
		return 1
	}
	requests := make(chan request)
	go receive(in, requests)
	for r := range requests {
		if err := answer(out, r); err != nil {
			return 1
		}
		debug.FreeOSMemory() // the next file may be long in coming
	}
	return 0
}

// receive reads requests. It ends the process when the program is gone, even if the
// decoder hangs.
func receive(in io.Reader, requests chan<- request) {
	for {
		r, err := readRequest(in)
		if err != nil {
			os.Exit(0)
		}
		requests <- r
	}
}

// answer decodes a file. An error is one of writing.
func answer(out io.Writer, r request) error {
	if _, err := out.Write([]byte{taken}); err != nil {
		return err
	}
	decode, known := decoders[r.kind]
	if !known {
		return sendFailure(out, ErrFormat)
	}
	var broken error
	failure := decode(r.file, func(m image.Image) error {
		s, p, err := shapeOf(m)
		if err == nil {
			broken = sendPicture(out, s, p)
		}
		return err
	})
	if failure != nil {
		return sendFailure(out, failure)
	}
	return broken
}
