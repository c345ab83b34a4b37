// Package webassembly runs C decoders that are compiled to WebAssembly, each file in an
// instance of its own and in bounded memory. The package is for the child processes of package
// worker, which the program kills when they take too long.
package webassembly

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"descry/library/media/worker"
)

// MemoryLimit is the most memory that a decoder can take, in bytes. One tile of an 8-bit AVIF
// may have 28 megapixels.
const MemoryLimit = 608 << 20

const page = 64 << 10

// Module is a decoder that is compiled once and instantiated anew for every file, so that no
// file can harm the next one. A Module serves one file at a time.
type Module struct {
	Name   string  // for people
	Binary *[]byte // gzipped WebAssembly
	rt     wazero.Runtime
	code   wazero.CompiledModule
}

// Open prepares the decoder for its first file.
func (m *Module) Open() (name string, err error) { return m.Name, m.compile(context.Background()) }

func (m *Module) compile(ctx context.Context) error {
	z, err := gzip.NewReader(bytes.NewReader(*m.Binary))
	if err != nil {
		return fmt.Errorf("the decoder is missing from this program: %w", err)
	}
	wasm, err := io.ReadAll(z)
	if err != nil {
		return fmt.Errorf("unpack the decoder: %w", err)
	}
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(MemoryLimit / page)
	rt := wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, rt); err != nil {
		return fmt.Errorf("prepare the decoder: %w", err)
	}
	m.rt = rt
	m.code, err = rt.CompileModule(ctx, wasm)
	return err
}

// WithoutCollecting calls do without collecting garbage meanwhile. Nothing that stops the
// world may wait for a decoder that hangs, or the process could not see that the program is
// gone.
func WithoutCollecting(do func() error) error {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	return do()
}

// Instantiate starts the decoder for a file.
func (m *Module) Instantiate() (*Instance, error) {
	ctx := experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
		return &memory{most: min(most, MemoryLimit)}
	}))
	mod, err := m.rt.InstantiateModule(ctx, m.code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("%w: start the decoder: %w", worker.ErrUnavailable, err)
	}
	i := &Instance{Module: mod, malloc: mod.ExportedFunction("malloc"), free: mod.ExportedFunction("free"),
		decode: mod.ExportedFunction("decode")}
	if i.malloc == nil || i.free == nil || i.decode == nil {
		return nil, errors.Join(fmt.Errorf("%w: the decoder lacks its functions", worker.ErrUnavailable), mod.Close(ctx))
	}
	return i, nil
}

// Instance is one decoder at work. Failures of an Instance wrap errors of package worker.
type Instance struct {
	api.Module
	malloc, free, decode api.Function
}

// Alloc takes size bytes of the instance's memory.
func (i *Instance) Alloc(size int) (uint32, error) {
	if size > MemoryLimit {
		return 0, worker.ErrMemory
	}
	res, err := i.malloc.Call(context.Background(), uint64(size))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", worker.ErrMemory, err)
	}
	if uint32(res[0]) == 0 {
		return 0, worker.ErrMemory
	}
	return uint32(res[0]), nil
}

// Release gives memory of Alloc back.
func (i *Instance) Release(at uint32) {
	// An instance that fails here fails the next call too.
	_, _ = i.free.Call(context.Background(), uint64(at))
}

// Write copies data into the instance's memory.
func (i *Instance) Write(data []byte) (uint32, error) {
	at, err := i.Alloc(len(data))
	if err != nil {
		return 0, err
	}
	if !i.Memory().Write(at, data) {
		return 0, worker.ErrMemory
	}
	return at, nil
}

// Call runs decode, which returns 0 for failure.
func (i *Instance) Call(args ...uint64) error {
	res, err := i.decode.Call(context.Background(), args...)
	if err != nil {
		return fmt.Errorf("%w: %w", worker.ErrDecode, err)
	}
	if res[0] == 0 {
		return worker.ErrDecode
	}
	return nil
}

// Words reads n 32-bit results.
func (i *Instance) Words(at uint32, n int) ([]int, error) {
	list := make([]int, n)
	for k := range list {
		v, ok := i.Memory().ReadUint32Le(at + uint32(4*k))
		if !ok {
			return nil, worker.ErrDecode
		}
		list[k] = int(v)
	}
	return list, nil
}
