package index

import (
	"context"
	"fmt"

	"descry/library"
)

// encodeAll takes inputs in batches. encodeAll waits only for the first input of a batch: a
// batch that is not full is better than an idle encoder.
func (r *run) encodeAll(ctx context.Context, inputs <-chan item, results chan<- library.IndexedPhoto) error {
	for it := range inputs {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if r.leaving() {
			continue
		}
		batch := append(make([]item, 0, r.enc.Batch()), it)
	fill:
		for len(batch) < r.enc.Batch() {
			select {
			case next, open := <-inputs:
				if !open {
					break fill
				}
				batch = append(batch, next)
			default:
				break fill
			}
		}
		if err := r.encode(ctx, batch, results); err != nil {
			return err
		}
	}
	return nil
}

// encode sends a batch's results on. A batch that fails is tried photo by photo, so that one
// picture the model can't take doesn't cost its neighbours. When the encoder can't take
// another picture either, the encoder is at fault, not the photo. When the encoder can, the
// photo gets a second chance, for the trouble may have passed.
func (r *run) encode(ctx context.Context, batch []item, results chan<- library.IndexedPhoto) error {
	err := r.try(ctx, batch, results)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case len(batch) > 1:
		for i := range batch {
			if err := r.encode(ctx, batch[i:i+1], results); err != nil {
				return err
			}
		}
		return nil
	case !r.encoderWorks(ctx, len(batch[0].input)):
		return fmt.Errorf("encode: %w", err)
	}
	if err = r.try(ctx, batch, results); err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	batch[0].fail(fmt.Errorf("the model could not take the picture: %w", err))
	results <- batch[0].result
	return nil
}

// try encodes a batch. The results go out even after ctx has ended: the committer takes
// results until the last encoder has ended, and what is encoded is kept.
func (r *run) try(ctx context.Context, batch []item, results chan<- library.IndexedPhoto) error {
	inputs := make([][]float32, len(batch))
	for i := range batch {
		inputs[i] = batch[i].input
	}
	vectors, err := r.enc.Encode(ctx, inputs)
	if err != nil {
		return err
	}
	r.proven.CompareAndSwap(nil, &inputs[0])
	for i := range batch {
		batch[i].result.Vector = vectors[i]
		results <- batch[i].result
	}
	return nil
}

// encoderWorks tries a picture that the encoder took before in this run, or a blank one.
func (r *run) encoderWorks(ctx context.Context, inputLen int) bool {
	input := make([]float32, inputLen)
	if proven := r.proven.Load(); proven != nil {
		input = *proven
	}
	_, err := r.enc.Encode(ctx, [][]float32{input})
	return err == nil
}
