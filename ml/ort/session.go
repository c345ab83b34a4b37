package ort

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"

	"descry/ml"
)

// mapAbove is the size from which a model on disk is opened by its path, which
// lets the runtime map it, instead of being read and verified in memory. The
// pack's owner verifies such files once, at import.
const mapAbove = 256 << 20

// session is one loaded graph. Calls may run at the same time; close waits for
// them.
type session struct {
	name  string // for errors
	graph *onnx.DynamicAdvancedSession
	owner *Runtime

	mu     sync.RWMutex // held for reading by calls in progress
	closed bool
}

// tower names what a session reads of a pack.
type tower struct {
	name     string
	file     string
	external []string
	inputs   []string
	outputs  []string
}

func (r *Runtime) openSession(p *ml.Pack, t tower, o Options, threads int) (*session, error) {
	s, err := r.adopt(func() (*session, error) {
		options, err := o.sessionOptions(threads)
		if err != nil {
			return nil, err
		}
		defer options.Destroy()
		graph, err := loadGraph(p, t, options)
		giveBack()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.file, oneLine(err))
		}
		return &session{name: p.ID + " " + t.name, graph: graph}, nil
	})
	if err != nil {
		return nil, fmt.Errorf("load %s encoder of %s: %w", t.name, p.ID, err)
	}
	return s, nil
}

func loadGraph(p *ml.Pack, t tower, o *onnx.SessionOptions) (*onnx.DynamicAdvancedSession, error) {
	size, err := p.Size(t.file)
	if err != nil {
		return nil, err
	}
	path, onDisk := p.Path(t.file)
	if onDisk && (len(t.external) > 0 || size >= mapAbove) {
		return onnx.NewDynamicAdvancedSession(path, t.inputs, t.outputs, o)
	}
	if len(t.external) > 0 {
		return nil, errors.New("weights outside the model file need a pack on disk")
	}
	data, err := p.ReadFile(t.file)
	if err != nil {
		return nil, err
	}
	defer p.Drop(t.file) // the runtime has made its own copy
	return onnx.NewDynamicAdvancedSessionWithONNXData(data, t.inputs, t.outputs, o)
}

// enter begins a call and keeps the session, and with it the runtime, open
// until leave. Tensors may only be made in between.
func (s *session) enter() (leave func(), err error) {
	s.mu.RLock()
	if s.closed {
		s.mu.RUnlock()
		return nil, ErrClosed
	}
	return s.mu.RUnlock, nil
}

// run executes the graph within enter and leave. Outputs are filled in place,
// so their shapes are demands: a graph that computes others is refused by the
// runtime. When the context ends, the call is stopped between two operators.
func (s *session) run(ctx context.Context, inputs, outputs []onnx.Value) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	options, err := onnx.NewRunOptions()
	if err != nil {
		return err
	}
	defer options.Destroy()
	release := stopWith(ctx, options)
	err = s.graph.RunWithOptions(inputs, outputs, options)
	release()
	if cause := ctx.Err(); err != nil && cause != nil {
		return cause
	}
	return oneLine(err)
}

// oneLine flattens the runtime's messages, which may span several lines.
func oneLine(err error) error {
	if err == nil || !strings.Contains(err.Error(), "\n") {
		return err
	}
	return errors.New(strings.Join(strings.Fields(err.Error()), " "))
}

// stopWith ends a run with its context. The returned function must be called
// before the options are destroyed; it waits for a stop in progress.
func stopWith(ctx context.Context, options *onnx.RunOptions) func() {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		_ = options.Terminate() // fails only on options that are destroyed
	})
	return func() {
		if !stop() {
			<-done
		}
	}
}

func (s *session) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	defer giveBack()
	if err := s.graph.Destroy(); err != nil {
		return fmt.Errorf("close %s encoder: %w", s.name, err)
	}
	return nil
}

// Close waits for calls in progress and frees the session.
func (s *session) Close() error {
	err := s.close()
	s.owner.release(s)
	return err
}

// values holds the tensors of one call, which share memory with Go slices: the
// slices are pinned until free.
type values struct {
	list []onnx.Value
	pin  runtime.Pinner
}

func (v *values) free() {
	for _, value := range v.list {
		_ = value.Destroy() // a tensor's Destroy cannot fail
	}
	v.pin.Unpin()
}

// add wraps a slice as a tensor of the shape.
func add[T onnx.TensorData](v *values, data []T, shape ...int64) error {
	v.pin.Pin(&data[0])
	tensor, err := onnx.NewTensor(onnx.NewShape(shape...), data)
	if err != nil {
		return err
	}
	v.list = append(v.list, tensor)
	return nil
}
