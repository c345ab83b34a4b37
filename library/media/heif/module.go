package heif

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

// MemoryLimit is the most memory that a decoder in WebAssembly can take: one tile of an
// 8-bit AVIF may have 28 megapixels.
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

// decoder decodes files by their coded parts. While it is at work, no garbage is
// collected: nothing that stops the world may wait for a decoder that hangs, or the
// process could not see that the program is gone.
func (m *module) decoder(decode func(*instance, *picture) (*frame, error)) func(file, options []byte, a *worker.Answer) error {
	return func(file, _ []byte, a *worker.Answer) error {
		defer debug.SetGCPercent(debug.SetGCPercent(-1))
		s := &session{module: m}
		defer s.close()
		return decodeParts(file, func(p *picture) (*frame, error) {
			i, err := s.take(p.pixels())
			if err != nil {
				return nil, err
			}
			return s.counted(decode(i, p))
		}, a)
	}
}

// session decodes the parts of one file. The C function that decodes HEIC keeps some of
// the memory that it takes, so now and then an instance follows another one.
type session struct {
	*module
	at     *instance
	pixels int64 // that it has decoded
	frames int   // that are in use
}

// maxPixels is what an instance decodes before another one follows.
const maxPixels = 12 << 20

// take returns an instance for a picture of some pixels.
func (s *session) take(pixels int64) (*instance, error) {
	if s.at != nil && s.frames == 0 && s.pixels+pixels > maxPixels {
		s.close()
	}
	if s.at == nil {
		i, err := s.instantiate()
		if err != nil {
			return nil, err
		}
		s.at, s.pixels = i, 0
	}
	s.pixels += pixels
	return s.at, nil
}

// counted keeps count of a frame.
func (s *session) counted(f *frame, err error) (*frame, error) {
	if err != nil {
		return nil, err
	}
	s.frames++
	release := f.release
	f.release = func() {
		s.frames--
		release()
	}
	return f, nil
}

func (s *session) close() {
	if s.at != nil {
		s.at.Close(context.Background())
		s.at = nil
	}
}

func (m *module) instantiate() (*instance, error) {
	ctx := experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(func(_, most uint64) experimental.LinearMemory {
		return &memory{most: min(most, MemoryLimit)}
	}))
	mod, err := m.rt.InstantiateModule(ctx, m.code, wazero.NewModuleConfig().WithName(""))
	if err != nil {
		return nil, fmt.Errorf("%w: start the decoder: %w", worker.ErrUnavailable, err)
	}
	i := &instance{Module: mod, malloc: mod.ExportedFunction("malloc"), free: mod.ExportedFunction("free"),
		decode: mod.ExportedFunction("decode")}
	if i.malloc == nil || i.free == nil || i.decode == nil {
		return nil, errors.Join(fmt.Errorf("%w: the decoder lacks its functions", worker.ErrUnavailable), mod.Close(ctx))
	}
	return i, nil
}

// instance is one decoder at work.
type instance struct {
	api.Module
	malloc, free, decode api.Function
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

// release gives memory of alloc back.
func (i *instance) release(at uint32) {
	// an instance that fails here fails the next call too
	_, _ = i.free.Call(context.Background(), uint64(at))
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
