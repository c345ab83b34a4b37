package ort

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"descry/internal/duration"
	"descry/internal/sharedmemory"
)

// errProcess reports that a child could not be started, ended, hung or broke the protocol.
var errProcess = errors.New("the process that computes on it")

// processError is an errProcess for a reason.
type processError struct{ reason error }

func (e processError) Error() string        { return fmt.Sprintf("%v %v", errProcess, e.reason) }
func (e processError) Unwrap() error        { return e.reason }
func (e processError) Is(target error) bool { return target == errProcess }

// worker is the program's side of one child. Calls may run at the same time. The child is
// watched while there are calls, and given up when it is silent for too long.
type worker struct {
	memory   *sharedmemory.Memory // nil: bodies go through the pipes
	id       int                  // of the process
	kill     func()               // ends the process and closes its pipes; does not wait
	awaitEnd func() string        // waits for the end of the process and tells how it ended
	// computed is how long the child has used processors. computed may be nil.
	computed func() (spent time.Duration, known bool)
	onEnd    func(reason error) // called with the reason after the child was given up; may be nil

	// admit waits until a run may be given to the child. end is called at the run's end. A nil
	// admit admits at once.
	admit func(context.Context) (end func(), err error)

	ready chan struct{}  // closed after the child's hello
	done  chan struct{}  // closed when the child is given up
	wake  chan struct{}  // holds an element while there is a message to send
	users sync.WaitGroup // who may touch the memory
	work  sync.WaitGroup // goroutines that read, write and end the child

	mu         sync.Mutex
	failure    error // why the child was given up
	last       uint64
	calls      map[uint64]*call
	queue      []outgoing
	callTimes  callTimes
	lastAnswer time.Time     // when the child last answered, or got work after a rest
	lived      time.Time     // when the child last gave a sign of life
	spent      time.Duration // processor time used by then
	timer      *time.Timer   // calls look
}

// call is a call that the child has not answered.
type call struct {
	done    chan struct{} // closed when the child has answered or was given up
	reply   json.RawMessage
	err     error
	body    []byte               // of the answer
	want    int64                // number of bytes that body should have
	region  *sharedmemory.Region // memory that the child may be using; nil for none
	left    bool                 // by its caller: the reader of the answer puts region back
	isRun   bool                 // the call is the run
	run     run
	limits  limits // of a call that is no run
	started time.Time
}

// outgoing is a message to be written.
type outgoing struct {
	message request
	body    []byte
}

// newWorker is a worker that writes to in. The creator of a worker calls end, and read on a
// goroutine.
func newWorker(in io.Writer, memory *sharedmemory.Memory) *worker {
	w := &worker{memory: memory, ready: make(chan struct{}), done: make(chan struct{}),
		wake: make(chan struct{}, 1), calls: make(map[uint64]*call)}
	w.work.Add(1) // read
	w.work.Go(func() { w.write(in) })
	return w
}

// greet waits for the child's hello.
func (w *worker) greet(ctx context.Context) error {
	timer := time.NewTimer(helloLimit)
	defer timer.Stop()
	select {
	case <-w.ready:
		return nil
	case <-w.done:
		return w.reason()
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return processError{fmt.Errorf("did not start within %s", duration.Format(helloLimit))}
	}
}

// end gives the child up and waits for the end of the process and of all goroutines, except
// for a process that can't be ended. Calls in progress fail with reason. A second end does
// nothing.
func (w *worker) end(reason error) {
	w.fail(reason)
	w.work.Wait()
	w.users.Wait()
	if w.memory != nil {
		_ = w.memory.Close() // a second time fails
	}
}

// fail gives the child up. Only the first reason counts.
func (w *worker) fail(reason error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failure != nil {
		return
	}
	w.failure = reason
	for id, c := range w.calls {
		c.err = reason
		close(c.done)
		delete(w.calls, id)
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	close(w.done)
	w.kill()
}

// reason is why the child was given up.
func (w *worker) reason() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.failure
}

// read takes answers until there are no more.
func (w *worker) read(out io.Reader) {
	defer w.work.Done()
	err := w.answers(out)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || w.reason() != nil {
		err = errors.New("ended: " + w.awaitEnd())
	} else {
		err = fmt.Errorf("answered nonsense: %w", err)
	}
	w.fail(processError{err})
	w.awaitEnd()
	if w.onEnd != nil {
		w.onEnd(w.reason())
	}
}

func (w *worker) answers(out io.Reader) error {
	output := make([]byte, len(hello))
	if _, err := io.ReadFull(out, output); err != nil {
		return err
	}
	if string(output) != hello {
		return errors.New("it is another program")
	}
	close(w.ready)
	for {
		var a answer
		size, err := readMessage(out, &a)
		if err != nil {
			return err
		}
		c, err := w.answered(a.Call)
		if err != nil {
			return err
		}
		want := c.want
		if a.err() != nil {
			want = 0
		}
		body, err := readBody(out, size, want)
		if err != nil {
			return err
		}
		w.finish(a, body)
	}
}

// answered removes and returns the call with the number of an answer.
func (w *worker) answered(id uint64) (*call, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c, known := w.calls[id]; known {
		return c, nil
	}
	if w.failure != nil {
		return nil, w.failure
	}
	return nil, fmt.Errorf("an answer to call %d, which there is not", id)
}

// finish gives an answer to its caller.
func (w *worker) finish(a answer, body []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c, known := w.calls[a.Call]
	if !known { // the call was given up in between
		return
	}
	delete(w.calls, a.Call)
	now := time.Now()
	c.err, c.reply, c.body = a.err(), a.Reply, body
	if c.isRun && c.err == nil {
		since := latest(c.started, w.lastAnswer) // the call may have waited for others
		w.callTimes.learn(c.run, now.Sub(since), now.Sub(latest(since, w.lived)))
	}
	w.lastAnswer = now
	w.watch()
	if c.left && c.region != nil {
		w.memory.Put(c.region)
	}
	close(c.done)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// watch starts the timer while there are calls. The caller holds mu.
func (w *worker) watch() {
	switch {
	case len(w.calls) == 0 || w.failure != nil:
		if w.timer != nil {
			w.timer.Stop()
			w.timer = nil
		}
	case w.timer == nil:
		w.timer = time.AfterFunc(lookEvery, w.look)
	}
}

// look gives the child up if the child hangs.
func (w *worker) look() {
	w.mu.Lock()
	if len(w.calls) == 0 || w.failure != nil || w.timer == nil {
		w.mu.Unlock()
		return
	}
	now := time.Now()
	reason := w.hangs(now, w.alive(now))
	if reason == nil {
		w.timer.Reset(lookEvery)
	}
	w.mu.Unlock()
	if reason != nil {
		w.fail(processError{reason})
	}
}

// alive looks for a sign of life. known reports whether the system tells processor times. The
// caller holds mu.
func (w *worker) alive(now time.Time) (known bool) {
	if w.computed == nil {
		return false
	}
	spent, known := w.computed()
	if known && spent-w.spent >= lifeSign {
		w.lived, w.spent = now, spent
	}
	return known
}

// hangs is why the child is to be given up, nil if it doesn't hang. The caller holds mu.
func (w *worker) hangs(now time.Time, lifeKnown bool) error {
	l := w.limits()
	if lifeKnown && now.Sub(latest(w.lastAnswer, w.lived)) >= l.quiet {
		return fmt.Errorf("did nothing for %s", duration.Format(l.quiet.Round(time.Second)))
	}
	if now.Sub(w.lastAnswer) >= l.whole {
		return fmt.Errorf("did not answer within %s", duration.Format(l.whole.Round(time.Second)))
	}
	return nil
}

// limits are how long the child may take now. The caller holds mu.
func (w *worker) limits() (l limits) {
	for _, c := range w.calls {
		each := c.limits
		if c.isRun {
			each = w.callTimes.limits(c.run)
		}
		l = limits{max(l.whole, each.whole), max(l.quiet, each.quiet)}
	}
	return l
}

// follows takes over the speed of the worker before.
func (w *worker) follows(before *worker) {
	before.mu.Lock()
	known := before.callTimes.inherited()
	before.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.callTimes = known
}

// write sends what is in the queue.
func (w *worker) write(in io.Writer) {
	for {
		select {
		case <-w.done:
			return
		case <-w.wake:
		}
		w.mu.Lock()
		queue := w.queue
		w.queue = nil
		w.mu.Unlock()
		for _, o := range queue {
			if writeMessage(in, o.message, o.body) != nil {
				return // the child has ended, and read knows better why
			}
		}
	}
}

// enter reports that the caller may use the memory until users.Done.
func (w *worker) enter() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failure == nil {
		w.users.Add(1)
	}
	return w.failure
}

// send begins a call.
func (w *worker) send(r request, body []byte, c *call) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failure != nil {
		return w.failure
	}
	w.last++
	r.Call = w.last
	c.done, c.started = make(chan struct{}), time.Now()
	if len(w.calls) == 0 {
		w.lastAnswer = c.started
	}
	w.calls[r.Call] = c
	w.post(outgoing{r, body})
	w.watch()
	return nil
}

// post puts a message into the queue. The caller holds mu.
func (w *worker) post(o outgoing) {
	w.queue = append(w.queue, o)
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// wait waits for a call's end. When the context ends before, the call is cancelled and its
// answer ignored.
func (w *worker) wait(ctx context.Context, c *call) error {
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, other := range w.calls {
		if other == c {
			c.left = true
			w.post(outgoing{message: request{Call: id}})
			return ctx.Err()
		}
	}
	return c.err // the call has ended meanwhile
}

// exchange is a call without tensors.
func (w *worker) exchange(ctx context.Context, r request, body []byte, l limits) (json.RawMessage, error) {
	c := &call{limits: l}
	if err := w.send(r, body, c); err != nil {
		return nil, err
	}
	if err := w.wait(ctx, c); err != nil {
		return nil, err
	}
	return c.reply, nil
}

func (w *worker) ask(ctx context.Context, question string) (json.RawMessage, error) {
	return w.exchange(ctx, request{Ask: question}, nil, limits{askLimit, askLimit})
}

// load has the child load a graph. size is the size of the graph's weights in bytes.
func (w *worker) load(ctx context.Context, r loadRequest, data []byte, size int64) error {
	reading := time.Duration(size) * loadPerByte
	l := limits{loadLimit + reading, loadQuiet + reading}
	if data == nil || w.memory == nil {
		_, err := w.exchange(ctx, request{Load: &r}, data, l)
		return err
	}
	if err := w.enter(); err != nil {
		return err
	}
	defer w.users.Done()
	region, err := w.memory.Take(len(data))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOutOfMemory, err)
	}
	copy(region.Data, data)
	r.Model = &span{region.Offset, int64(len(data))}
	if _, err := w.exchange(ctx, request{Load: &r}, nil, l); err != nil {
		return err // the memory goes with the child
	}
	w.memory.Drop(region)
	return nil
}

// run has the child run its graph.
func (w *worker) run(ctx context.Context, inputs, outputs []tensor) error {
	r := &runRequest{Inputs: shapesOf(inputs), Outputs: shapesOf(outputs)}
	_, inSize, err := layout(r.Inputs)
	if err != nil {
		return err
	}
	_, outSize, err := layout(r.Outputs)
	if err != nil {
		return err
	}
	if err := w.enter(); err != nil {
		return err
	}
	defer w.users.Done()
	c := &call{isRun: true, run: runOf(inputs)}
	var in, body []byte
	if w.memory != nil {
		if c.region, err = w.memory.Take(int(inSize + outSize)); err != nil {
			return fmt.Errorf("%w: %w", ErrOutOfMemory, err)
		}
		r.Memory = &span{c.region.Offset, inSize + outSize}
		in = c.region.Data[:inSize]
	} else {
		in = aligned(inSize)
		body, c.want = in, outSize
	}
	there, err := tensorsIn(in, r.Inputs)
	if err != nil {
		return err
	}
	copyTensors(there, inputs)
	if w.admit != nil {
		end, err := w.admit(ctx)
		if err != nil {
			if c.region != nil {
				w.memory.Put(c.region)
			}
			return err
		}
		defer end()
	}
	if err := w.send(request{Run: r}, body, c); err != nil {
		return err
	}
	err = w.wait(ctx, c)
	if c.left {
		return err
	}
	defer w.put(c)
	if err != nil {
		return err
	}
	out := c.body
	if c.region != nil {
		out = c.region.Data[inSize:]
	}
	if there, err = tensorsIn(out, r.Outputs); err == nil {
		copyTensors(outputs, there)
	}
	return err
}

// put takes the region of an answered call back. The regions of a child that was given up go
// with its memory.
func (w *worker) put(c *call) {
	if c.region != nil && w.reason() == nil {
		w.memory.Put(c.region)
	}
}
