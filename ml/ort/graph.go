package ort

import (
	"context"
	"errors"
	"runtime"

	onnx "github.com/yalue/onnxruntime_go"

	"descry/ml"
)

// mapAbove is the size from which a model on disk is opened by its path. The runtime maps such
// a file instead of reading and verifying the file in memory. The model store verifies such
// files once, at import.
const mapAbove = 256 << 20

// graph is a model that a device has loaded. Calls may run at the same time.
type graph interface {
	// run fills the outputs. The outputs' shapes are demands: a graph that computes other
	// shapes fails. When the context ends, the call fails between two operators.
	run(ctx context.Context, inputs, outputs []tensor) error
	Destroy() error
}

// tensor is an array in C order, of int64 or, where ints is nil, of float32. An output without
// any numbers is not wanted.
type tensor struct {
	floats []float32
	parts  [][]float32 // of an input, in the place of floats: one array after the other
	ints   []int64
	shape  []int64
}

// loader makes a graph of a tower. Outside of tests the loader is [Runtime.loadONNX].
type loader func(ctx context.Context, p *ml.Pack, t tower, o Options, on Provider, threads int) (graph, error)

func (r *Runtime) loadONNX(ctx context.Context, p *ml.Pack, t tower, o Options, on Provider, threads int) (graph, error) {
	read := func() (modelFile, error) { return readModel(p, t) }
	if r.remote(o, on) {
		return r.loadRemote(ctx, read, t, o, on, threads)
	}
	return loadHere(read, t, o, on, threads)
}

// modelFile is a graph with its weights, on disk or in memory.
type modelFile struct {
	path    string
	data    []byte
	weights string // folder of files that data refers to, "" for none
	done    func() // called when data is no longer needed; may be nil
}

// readModel reads a tower's model and verifies the files that are read.
func readModel(p *ml.Pack, t tower) (modelFile, error) {
	size, err := p.Size(t.file)
	if err != nil {
		return modelFile{}, err
	}
	path, onDisk := p.Path(t.file)
	if onDisk && (len(t.external) > 0 || size >= mapAbove) {
		return modelFile{path: path}, nil
	}
	if len(t.external) > 0 {
		return modelFile{}, errors.New("weights outside the model file need a pack on disk")
	}
	data, err := p.ReadFile(t.file)
	return modelFile{data: data, done: func() { p.Drop(t.file) }}, err
}

// loadHere loads a graph in this process.
func loadHere(read func() (modelFile, error), t tower, o Options, on Provider, threads int) (g graph, err error) {
	if on != OpenVINO {
		return load(read, t, o, on, threads)
	}
	inOwnThread(func() { g, err = load(read, t, o, on, threads) })
	return g, err
}

// inOwnThread runs a function on a thread of the system that ends with the function. OpenVINO
// (2025.4) gives the thread that loads its code for the CPU another stack for signals, and
// frees that stack when the last model is closed, on whatever thread. The next signal of Go's
// scheduler to a thread that lives on would end the process.
func inOwnThread(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked
		f()
	}()
	<-done
}

func load(read func() (modelFile, error), t tower, o Options, on Provider, threads int) (graph, error) {
	defer giveBack()
	model, err := read()
	if err != nil {
		return nil, err
	}
	if model.done != nil {
		defer model.done() // the runtime has made a copy of its own
	}
	if on == WebGPU {
		if model, o, err = forCard(model, o); err != nil {
			return nil, err
		}
	}
	options, err := o.sessionOptions(on, threads)
	if err != nil {
		return nil, err
	}
	defer options.Destroy()
	if model.weights != "" {
		if err := options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", model.weights); err != nil {
			return nil, err
		}
	}
	if model.path != "" {
		return asGraph(onnx.NewDynamicAdvancedSession(model.path, t.inputs, t.outputs, options))
	}
	return asGraph(onnx.NewDynamicAdvancedSessionWithONNXData(model.data, t.inputs, t.outputs, options))
}

func asGraph(s *onnx.DynamicAdvancedSession, err error) (graph, error) {
	if err != nil {
		return nil, err
	}
	return onnxGraph{s}, nil
}

// onnxGraph is the graph of a session of ONNX Runtime.
type onnxGraph struct{ *onnx.DynamicAdvancedSession }

func (g onnxGraph) run(ctx context.Context, inputs, outputs []tensor) error {
	options, err := onnx.NewRunOptions()
	if err != nil {
		return err
	}
	defer options.Destroy()
	var in, out values
	defer in.free()
	defer out.free()
	if err := errors.Join(in.add(inputs), out.add(outputs)); err != nil {
		return err
	}
	release := stopWith(ctx, options)
	defer release() // before the options are destroyed
	return g.RunWithOptions(in.list, out.list, options)
}

// stopWith ends a run with its context. The returned function waits for a stop in progress,
// and must be called before the options are destroyed.
func stopWith(ctx context.Context, options *onnx.RunOptions) func() {
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		_ = options.Terminate() // fails only on destroyed options
	})
	return func() {
		if !stop() {
			<-done
		}
	}
}
