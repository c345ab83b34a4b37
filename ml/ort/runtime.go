package ort

import (
	"errors"
	"fmt"
	"os"
	"sync"

	onnx "github.com/yalue/onnxruntime_go"
)

// ErrClosed reports the use of a runtime, model or encoder after its Close.
var ErrClosed = errors.New("closed")

// ErrAlreadyOpen reports a second runtime. The process has only one environment of the
// library.
var ErrAlreadyOpen = errors.New("ONNX Runtime is already open in this process")

// process guards the library's global state. At most one Runtime is open.
var process struct {
	sync.Mutex
	open bool
}

// Runtime owns the process-global environment of ONNX Runtime.
type Runtime struct {
	path    string
	version string
	load    loader
	child   Child // computes on graphics cards; without a path this process does
	turns   turns // order of the runs on graphics cards

	mu       sync.Mutex
	closed   bool
	sessions map[*session]struct{}
}

// Open loads the library at the path (see [FindLibrary]) and starts its
// environment. The error wraps [ErrAlreadyOpen] while another Runtime is open.
func Open(libraryPath string) (*Runtime, error) {
	process.Lock()
	defer process.Unlock()
	if process.open {
		return nil, ErrAlreadyOpen
	}
	if !isFile(libraryPath) { // the dynamic loader would search other folders
		return nil, fmt.Errorf("open %s: %w", libraryPath, ErrNoLibrary)
	}
	if err := checkLibraryFile(libraryPath); err != nil {
		return nil, fmt.Errorf("open ONNX Runtime %s: %w", libraryPath, err)
	}
	if err := silence(); err != nil {
		return nil, fmt.Errorf("open %s: %w", libraryPath, err)
	}
	onnx.SetSharedLibraryPath(libraryPath)
	// Warnings would go to stderr, past every log of the program. Errors are returned anyway.
	if err := onnx.InitializeEnvironment(onnx.WithLogLevelFatal()); err != nil {
		return nil, fmt.Errorf("open ONNX Runtime %s: %w", libraryPath, err)
	}
	// Windows builds obey this call instead of the environment.
	_ = onnx.DisableTelemetry()
	process.open = true
	r := &Runtime{path: libraryPath, version: onnx.GetVersion(), sessions: make(map[*session]struct{})}
	r.load = r.loadONNX
	return r, nil
}

// UseChild has everything but the CPU compute in children of this program, so that a driver
// that crashes or hangs takes only a child with it. UseChild is called before the first model
// is opened.
func (r *Runtime) UseChild(c Child) { r.child = c }

// remote reports that a graph is to be loaded in a child.
func (r *Runtime) remote(o Options, on Provider) bool {
	return r.child.Path != "" && (on != CPU || o.inChild)
}

// silence keeps the library from recording its use and sending the record home. Since 1.30 the
// library does so also outside Windows, from the moment its environment starts, and includes
// the command line, with the words of a search, and the machine's id.
func silence() error { return os.Setenv("ORT_DISABLE_TELEMETRY", "1") }

// Path returns the library file in use.
func (r *Runtime) Path() string { return r.path }

// Version returns the version of the loaded library, such as "1.30.0".
func (r *Runtime) Version() string { return r.version }

// Close waits for calls in progress, but for those of children, closes every session made from
// the runtime and unloads the environment. A second Close does nothing.
func (r *Runtime) Close() error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	open := make([]*session, 0, len(r.sessions))
	for s := range r.sessions {
		open = append(open, s)
	}
	r.mu.Unlock()
	var errs []error
	for _, s := range open {
		s.abort()
		errs = append(errs, s.close())
	}
	process.Lock()
	defer process.Unlock()
	errs = append(errs, onnx.DestroyEnvironment())
	process.open = false
	return errors.Join(errs...)
}

// adopt makes a session the runtime's to close.
func (r *Runtime) adopt(remote bool, load func() (*session, error)) (*session, error) {
	if remote { // loading in a child needs no lock of this process, and may take long
		s, err := load()
		if err != nil {
			return nil, err
		}
		if _, err := r.adopt(false, func() (*session, error) { return s, nil }); err != nil {
			return nil, errors.Join(err, s.graph.Destroy())
		}
		return s, nil
	}
	// Loading happens under the lock, so that Close cannot pull the environment away. The
	// towers of a pack load one after the other.
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, fmt.Errorf("ONNX Runtime: %w", ErrClosed)
	}
	s, err := load()
	if err != nil {
		return nil, err
	}
	s.runtime = r
	r.sessions[s] = struct{}{}
	return s, nil
}

func (r *Runtime) release(s *session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.sessions, s)
}
