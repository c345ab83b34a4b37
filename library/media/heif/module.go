package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"descry/library/media/worker"
)

// MemoryLimit is the most memory that one decode can take: an 8-bit AVIF of 28
// megapixels or a HEIC of 100.
const MemoryLimit = 608 << 20

const wasmPage = 64 << 10

// module is a decoder compiled once and instantiated anew for every file, so
// that no file can harm the next one. It serves one file at a time.
type module struct {
	name   string  // for people
	binary *[]byte // gzipped WebAssembly
	rt     wazero.Runtime
	code   wazero.CompiledModule
}

// open prepares the decoder for its first file.
func (m *module) open() (name string, err error) { return m.name, m.compile(context.Background()) }

func (m *module) compile(ctx context.Context) error {
	z, err := gzip.NewReader(bytes.NewReader(*m.binary))
	if err != nil {
		return fmt.Errorf("the decoder is missing from this program: %w", err)
	}
	wasm, err := io.ReadAll(z)
	if err != nil {
		return fmt.Errorf("unpack the decoder: %w", err)
	}
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(MemoryLimit / wasmPage)
	rt := wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, rt); err != nil {
		return fmt.Errorf("prepare the decoder: %w", err)
	}
	m.rt = rt
	m.code, err = rt.CompileModule(ctx, wasm)
	return err
}

// run gives work an instance of its own. While it is at work, no garbage is
// collected: nothing that stops the world may wait for a decoder that hangs, or
// the process could not see that the program is gone.
func (m *module) run(work func(*instance) error) error {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	ctx := experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
		return &memory{most: min(most, MemoryLimit)}
	}))
	mod, err := m.rt.InstantiateModule(ctx, m.code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return fmt.Errorf("%w: start the decoder: %w", worker.ErrUnavailable, err)
	}
	i := &instance{Module: mod,
		malloc: mod.ExportedFunction("malloc"), decode: mod.ExportedFunction("decode")}
	defer i.Close(ctx)
	if i.malloc == nil || i.decode == nil {
		return fmt.Errorf("%w: the decoder lacks its functions", worker.ErrUnavailable)
	}
	return work(i)
}

// instance is one decoder at work.
type instance struct {
	api.Module
	malloc, decode api.Function
}

// alloc takes size bytes of the instance's memory.
func (i *instance) alloc(size int) (uint32, error) {
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

// write copies data into the instance's memory.
func (i *instance) write(data []byte) (uint32, error) {
	at, err := i.alloc(len(data))
	if err != nil {
		return 0, err
	}
	if !i.Memory().Write(at, data) {
		return 0, worker.ErrMemory
	}
	return at, nil
}

// call runs decode, which returns 0 for failure.
func (i *instance) call(args ...uint64) error {
	res, err := i.decode.Call(context.Background(), args...)
	if err != nil {
		return fmt.Errorf("%w: %w", worker.ErrDecode, err)
	}
	if res[0] == 0 {
		return worker.ErrDecode
	}
	return nil
}

// words reads n 32-bit results.
func (i *instance) words(at uint32, n int) ([]int, error) {
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
