package ort

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"descry/internal/childprocess"
	"descry/internal/sharedmemory"
)

// Question is a request to a child beside computing (see [Child.Ask]). The answer is sent as
// JSON of at most 60 KB.
type Question func(ctx context.Context) (answer any, err error)

// ServeEncoder runs the child that [Child] names. The child loads one graph and computes for
// the program at the other end of the standard input and output, until the input ends.
// ServeEncoder returns the exit code. The process is to exit at once, whatever still runs.
func ServeEncoder(questions map[string]Question) (code int) {
	if err := childprocess.Limit(); err != nil {
		fmt.Fprintln(os.Stderr, "not limited in all:", err)
	}
	return serveProcess(loadRequested, questions)
}

func serveProcess(load serverLoader, questions map[string]Question) (code int) {
	// Signals to end go to all of a terminal's or a service's processes. The program finishes
	// its work, so a child ends after the program.
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	childprocess.Name("descry-encoder")
	// What drivers print is not to get between the answers.
	out, err := childprocess.ClaimOutput()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	s := newServer(out, os.NewFile(memoryDescriptor, "shared memory"), load, questions)
	if err := s.serve(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// memoryDescriptor is where a child finds the shared memory.
const memoryDescriptor = 3

// loadRequested loads a graph with the library that the request names.
func loadRequested(r *loadRequest, read func() (modelFile, error)) (graph, error) {
	if _, err := Open(r.Library); err != nil {
		return nil, err
	}
	return loadHere(read, tower{inputs: r.Inputs, outputs: r.Outputs}, r.Options, r.Provider, r.Threads)
}

// serverLoader makes the requested graph. Outside of tests the serverLoader is
// [loadRequested].
type serverLoader func(r *loadRequest, read func() (modelFile, error)) (graph, error)

// server is a child's side.
type server struct {
	load      serverLoader
	questions map[string]Question
	memory    *os.File

	writing sync.Mutex
	out     io.Writer

	mu    sync.Mutex
	graph graph // nil before the graph is loaded
	calls map[uint64]context.CancelFunc
	work  sync.WaitGroup
}

func newServer(out io.Writer, memory *os.File, load serverLoader, questions map[string]Question) *server {
	return &server{load: load, questions: questions, memory: memory, out: out, calls: make(map[uint64]context.CancelFunc)}
}

// maxCalls bounds what runs at the same time.
const maxCalls = 64

// serve answers requests until in ends, and doesn't wait for requests that are still running.
func (s *server) serve(in io.Reader) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if _, err := io.WriteString(s.out, hello); err != nil {
		return err
	}
	for {
		var r request
		size, err := readMessage(in, &r)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		want, err := r.body(size)
		if err != nil {
			return err
		}
		body, err := readBody(in, size, want)
		if err != nil {
			return err
		}
		s.begin(ctx, &r, body)
	}
}

// body is how many bytes the body of the request should have. size is the size that the
// message states.
func (r *request) body(size int64) (int64, error) {
	switch {
	case r.Load != nil && r.Load.Path == "" && r.Load.Model == nil:
		return size, nil
	case r.Run != nil && r.Run.Memory == nil:
		_, total, err := layout(r.Run.Inputs)
		return total, err
	}
	return 0, nil
}

// begin answers a request on a goroutine of its own.
func (s *server) begin(ctx context.Context, r *request, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	running, known := s.calls[r.Call]
	switch {
	case r.Load == nil && r.Run == nil && r.Ask == "":
		if known {
			running()
		}
		return
	case known || len(s.calls) >= maxCalls:
		s.work.Go(func() { s.send(failed(r.Call, errors.New("too many calls at a time")), nil) })
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	s.calls[r.Call] = cancel
	s.work.Go(func() {
		a, body := s.answer(ctx, r, body)
		cancel()
		s.mu.Lock()
		delete(s.calls, r.Call)
		s.mu.Unlock()
		s.send(a, body)
	})
}

// send writes an answer. When the program can't read the answer any more, serve is about to
// notice.
func (s *server) send(a answer, body []byte) {
	s.writing.Lock()
	defer s.writing.Unlock()
	_ = writeMessage(s.out, a, body)
}

func (s *server) answer(ctx context.Context, r *request, body []byte) (answer, []byte) {
	var reply json.RawMessage
	var out []byte
	var err error
	switch {
	case r.Load != nil:
		err = s.loadGraph(r.Load, body)
	case r.Run != nil:
		out, err = s.run(ctx, r.Run, body)
	default:
		reply, err = s.ask(ctx, r.Ask)
	}
	if err != nil {
		return failed(r.Call, err), nil
	}
	return answer{Call: r.Call, Reply: reply}, out
}

func (s *server) loadGraph(r *loadRequest, body []byte) error {
	read := func() (modelFile, error) { return modelFile{path: r.Path, data: body}, nil }
	if r.Model != nil {
		data, end, err := sharedmemory.Look(s.memory, r.Model.Offset, r.Model.Size)
		if err != nil {
			return err
		}
		defer end()
		body = data
	}
	if r.Path == "" && len(body) == 0 {
		return errors.New("there is no model")
	}
	g, err := s.load(r, read)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.graph != nil {
		return errors.Join(errors.New("a graph is loaded already"), g.Destroy())
	}
	s.graph = g
	return nil
}

// run returns the outputs where they don't lie in the shared memory, otherwise nil.
func (s *server) run(ctx context.Context, r *runRequest, body []byte) ([]byte, error) {
	s.mu.Lock()
	g := s.graph
	s.mu.Unlock()
	if g == nil {
		return nil, errors.New("no graph is loaded")
	}
	if len(r.Inputs) == 0 || len(r.Outputs) == 0 {
		return nil, errors.New("want inputs and outputs")
	}
	_, inSize, err := layout(r.Inputs)
	if err != nil {
		return nil, err
	}
	_, outSize, err := layout(r.Outputs)
	if err != nil {
		return nil, err
	}
	in, out := body, []byte(nil)
	if r.Memory != nil {
		all, end, err := sharedmemory.Look(s.memory, r.Memory.Offset, r.Memory.Size)
		if err != nil {
			return nil, err
		}
		defer end()
		if int64(len(all)) != inSize+outSize {
			return nil, fmt.Errorf("%d bytes for tensors of %d", len(all), inSize+outSize)
		}
		in, out = all[:inSize], all[inSize:]
	} else {
		out = aligned(outSize)
	}
	inputs, err := tensorsIn(in, r.Inputs)
	if err != nil {
		return nil, err
	}
	outputs, err := tensorsIn(out, r.Outputs)
	if err != nil {
		return nil, err
	}
	if err := g.run(ctx, inputs, outputs); err != nil {
		return nil, err
	}
	if r.Memory != nil {
		return nil, nil
	}
	return out, nil
}

func (s *server) ask(ctx context.Context, question string) (json.RawMessage, error) {
	answer, known := s.questions[question]
	if !known {
		return nil, fmt.Errorf("%.40q is not known here", question)
	}
	a, err := answer(ctx)
	if err != nil {
		return nil, err
	}
	reply, err := json.Marshal(a)
	if err == nil && len(reply) > maxReply {
		err = fmt.Errorf("an answer of %d bytes: want at most %d", len(reply), maxReply)
	}
	return reply, err
}

// maxReply leaves room for the rest of an answer.
const maxReply = maxHead - 4<<10
