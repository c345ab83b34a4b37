package ort

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// Parallel is how many calls of EncodeImages at a time use the device best. Parallel is known
// before the tower is loaded and never changes.
func (m *Model) Parallel() int { return m.planned.parallel }

// Batch is how many pictures a call of EncodeImages should have at present. More pictures are
// computed in turn. Batch shrinks when the device's memory turns out to be small.
func (m *Model) Batch() int {
	if m.image.device() != CPU {
		return min(m.planned.batch, int(m.largest.Load()))
	}
	// The calls were planned for a graphics card, which gets fewer calls than there are cores.
	// Each call has to bring work for several cores.
	return max(m.onCPU.parallel/m.planned.parallel, 1)
}

// EncodeImages is EncodePictures for n pictures one after the other in tensors, as [n, 3, S,
// S].
func (m *Model) EncodeImages(ctx context.Context, tensors []float32, n int) (vectors [][]float32, err error) {
	if err := checkBatch(m.pack.Vision, tensors, n, len(tensors)); err != nil {
		return nil, fmt.Errorf("encode images: %w", err)
	}
	return m.EncodePictures(ctx, slices.Collect(slices.Chunk(tensors, len(tensors)/n)))
}

// EncodePictures returns the normalised vectors of preprocessed pictures, or an error for all.
// Any number of pictures is taken, in several runs of the model where needed. A graphics card
// that runs out of memory gets smaller batches from then on. A card that fails at a single
// picture, or fails otherwise, is given up: the CPU goes on, which [Model.Notice] tells.
func (m *Model) EncodePictures(ctx context.Context, pictures [][]float32) (vectors [][]float32, err error) {
	if err := checkPictures(m.pack.Vision, pictures); err != nil {
		return nil, fmt.Errorf("encode images: %w", err)
	}
	err = m.image.use(ctx, func(e *ImageEncoder) (err error) {
		if e.provider() == CPU {
			vectors, err = m.encodeSingly(ctx, e, pictures)
		} else {
			vectors, err = m.encodeBatches(ctx, e, pictures)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return vectors, nil
}

// encodeBatches runs batch after batch, with smaller batches after the first that doesn't fit.
func (m *Model) encodeBatches(ctx context.Context, e *ImageEncoder, pictures [][]float32) ([][]float32, error) {
	n := len(pictures)
	vectors := make([][]float32, 0, n)
	if m.cold.CompareAndSwap(true, false) && n > 1 {
		// In its first run a card compiles its shaders. A card that hangs is waited for. With
		// a single picture neither takes long.
		if _, err := m.encodeBatch(ctx, e, pictures[:1]); err != nil && !errors.Is(err, ErrNotFinite) {
			return nil, err
		}
	}
	for len(vectors) < n {
		from := len(vectors)
		batch := min(n-from, e.Batch(), int(m.largest.Load()))
		these := pictures[from : from+batch]
		more, err := m.encodeBatch(ctx, e, these)
		if errors.Is(err, ErrNotFinite) && finite(these) && !m.trial.Load() {
			more, err = m.encodeDoubtful(ctx, e, these)
		}
		switch {
		case errors.Is(err, ErrOutOfMemory) && batch > 1:
			m.shrink(batch / 2)
		case err != nil:
			return nil, err
		}
		vectors = append(vectors, more...)
	}
	return vectors, nil
}

// maxDoubtful is how many pictures in a row the CPU encodes in the place of a card that fails
// at the pictures. After maxDoubtful pictures the card is at fault, not the pictures.
const maxDoubtful = 16

// encodeDoubtful encodes finite pictures whose vectors on the card are not finite: numbers of
// 16 bits end at 65,504. Pictures at which the card fails one by one are encoded by the CPU.
func (m *Model) encodeDoubtful(ctx context.Context, e *ImageEncoder, pictures [][]float32) ([][]float32, error) {
	var vectors [][]float32
	for i := range pictures {
		picture := pictures[i : i+1]
		one, err := m.encodeBatch(ctx, e, picture)
		switch {
		case err == nil:
			m.doubtful.Store(0)
		case !errors.Is(err, ErrNotFinite):
			return nil, err
		case m.doubtful.Add(1) > maxDoubtful:
			return nil, fmt.Errorf("%w: %w", errDevice, err)
		default:
			err = m.spare.use(ctx, func(e *ImageEncoder) (err error) {
				one, err = e.encodePictures(ctx, picture)
				return err
			})
			if err != nil {
				return nil, err
			}
		}
		vectors = append(vectors, one...)
	}
	return vectors, nil
}

// finite reports that pictures have neither NaN nor infinity.
func finite(pictures [][]float32) bool {
	for _, picture := range pictures {
		for _, x := range picture {
			if x-x != 0 {
				return false
			}
		}
	}
	return true
}

// encodeBatch is one run. No more runs at a time are made than the device was planned for,
// although more calls may come: the calls were planned for another device before.
func (m *Model) encodeBatch(ctx context.Context, e *ImageEncoder, pictures [][]float32) ([][]float32, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case m.turns <- struct{}{}:
	}
	defer func() { <-m.turns }()
	return e.encodePictures(ctx, pictures)
}

// shrink remembers that no more pictures than these fit at a time.
func (m *Model) shrink(batch int) {
	for {
		old := m.largest.Load()
		if int64(batch) >= old || m.largest.CompareAndSwap(old, int64(batch)) {
			return
		}
	}
}

// encodeSingly runs picture after picture. Over all calls, the CPU's plan bounds the runs at a
// time.
func (m *Model) encodeSingly(ctx context.Context, e *ImageEncoder, pictures [][]float32) ([][]float32, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	vectors := make([][]float32, len(pictures))
	var workers sync.WaitGroup
	for i := range vectors {
		select {
		case <-ctx.Done(): // the caller's context, or ended by a picture that failed
		case m.slots <- struct{}{}:
			workers.Go(func() {
				defer func() { <-m.slots }()
				one, err := e.encodePictures(ctx, pictures[i:i+1])
				if err != nil {
					cancel(err)
					return
				}
				vectors[i] = one[0]
			})
		}
	}
	workers.Wait()
	return vectors, context.Cause(ctx)
}
