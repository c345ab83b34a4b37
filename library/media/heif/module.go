package heif

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

// MemoryLimit is the most memory that one decode can take: an 8-bit AVIF of 28
// megapixels or a HEIC of 100.
const MemoryLimit = 608 << 20

const wasmPage = 64 << 10

// module is a decoder compiled once and instantiated anew for every file, so
// that no file can harm the next one.
type module struct {
	binary *[]byte // gzipped WebAssembly
	once   sync.Once
	err    error
	rt     wazero.Runtime
	code   wazero.CompiledModule
}

func (m *module) compile() {
	ctx := context.Background()
	z, err := gzip.NewReader(bytes.NewReader(*m.binary))
	if err != nil {
		m.err = fmt.Errorf("the decoder is missing from this program: %w", err)
		return
	}
	wasm, err := io.ReadAll(z)
	if err != nil {
		m.err = fmt.Errorf("unpack the decoder: %w", err)
		return
	}
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(MemoryLimit / wasmPage)
	m.rt = wazero.NewRuntimeWithConfig(ctx, config)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, m.rt); err != nil {
		m.err = fmt.Errorf("prepare the decoder: %w", err)
		return
	}
	m.code, m.err = m.rt.CompileModule(ctx, wasm)
}

// run gives work an instance of its own and waits for it. When ctx ends, the
// instance is stopped; work that still does not return within stopGrace is
// left behind, because a hanging decoder must not hang its caller.
func (m *module) run(ctx context.Context, work func(*instance) error) error {
	m.once.Do(m.compile)
	if m.err != nil {
		return m.err
	}
	mem := &memory{}
	done := make(chan error, 1)
	go func() { done <- m.work(mem, work) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	grace := time.NewTimer(stopGrace)
	defer grace.Stop()
	for {
		mem.stop()
		select {
		case <-done:
			return ctx.Err()
		case <-grace.C:
			return ctx.Err()
		case <-time.After(stopInterval):
		}
	}
}

const (
	stopGrace    = 2 * time.Second
	stopInterval = 5 * time.Millisecond
)

// work makes the instance, whose memory is mem, and closes it.
func (m *module) work(mem *memory, work func(*instance) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: panic: %v", ErrDecode, r)
		}
	}()
	ctx := experimental.WithMemoryAllocator(context.Background(),
		experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
			mem.most = min(most, MemoryLimit)
			return mem
		}))
	mod, err := m.rt.InstantiateModule(ctx, m.code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return fmt.Errorf("start the decoder: %w", err)
	}
	i := &instance{Module: mod,
		malloc: mod.ExportedFunction("malloc"), decode: mod.ExportedFunction("decode")}
	defer i.Close(ctx)
	if i.malloc == nil || i.decode == nil {
		return errors.New("the decoder lacks its functions")
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
		return 0, ErrMemory
	}
	res, err := i.malloc.Call(context.Background(), uint64(size))
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrMemory, err)
	}
	if uint32(res[0]) == 0 {
		return 0, ErrMemory
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
		return 0, ErrMemory
	}
	return at, nil
}

// call runs decode, which returns 0 for failure.
func (i *instance) call(args ...uint64) error {
	res, err := i.decode.Call(context.Background(), args...)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDecode, err)
	}
	if res[0] == 0 {
		return ErrDecode
	}
	return nil
}

// words reads n 32-bit results.
func (i *instance) words(at uint32, n int) ([]int, error) {
	list := make([]int, n)
	for k := range list {
		v, ok := i.Memory().ReadUint32Le(at + uint32(4*k))
		if !ok {
			return nil, ErrDecode
		}
		list[k] = int(v)
	}
	return list, nil
}
