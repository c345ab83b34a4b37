package index

import (
	"context"
	"fmt"

	"descry/library"
)

// encodeAll takes inputs in batches. It waits for the first only: a batch that is
// not full is better than an idle encoder.
func (r *run) encodeAll(ctx context.Context, inputs <-chan item, results chan<- library.IndexedPhoto) error {
	for it := range inputs {
		batch := append(make([]item, 0, r.o.Encoder.Batch()), it)
	fill:
		for len(batch) < r.o.Encoder.Batch() {
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

// encode sends a batch's results on. A batch that fails is tried photo by photo,
// so that one picture the model can't take doesn't cost its neighbours. When the
// encoder can't take a blank picture either, it is at fault, not the photo.
func (r *run) encode(ctx context.Context, batch []item, results chan<- library.IndexedPhoto) error {
	inputs := make([][]float32, len(batch))
	for i := range batch {
		inputs[i] = batch[i].input
	}
	vectors, err := r.o.Encoder.Encode(ctx, inputs)
	if err == nil {
		r.encoded.Add(int64(len(batch)))
		for i := range batch {
			batch[i].result.Vector = vectors[i]
			if err := send(ctx, results, batch[i].result); err != nil {
				return err
			}
		}
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(batch) > 1 {
		for i := range batch {
			if err := r.encode(ctx, batch[i:i+1], results); err != nil {
				return err
			}
		}
		return nil
	}
	if !r.encoderWorks(ctx, len(batch[0].input)) {
		return fmt.Errorf("encode: %w", err)
	}
	batch[0].result.Err = fmt.Errorf("the model could not take the picture: %w", err)
	return send(ctx, results, batch[0].result)
}

// encoderWorks tries a blank picture, unless others went through in this run.
func (r *run) encoderWorks(ctx context.Context, inputLen int) bool {
	if r.encoded.Load() > 0 {
		return true
	}
	_, err := r.o.Encoder.Encode(ctx, [][]float32{make([]float32, inputLen)})
	return err == nil
}

// write commits a batch and tells what it did.
func (r *run) write(ctx context.Context, batch []library.IndexedPhoto) error {
	if err := r.o.Store.Commit(ctx, r.o.Encoder.Model(), batch); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	failed := 0
	for _, res := range batch {
		if res.Err != nil {
			failed++
			r.o.Log.Info("not indexed", "path", res.File.Path, "reason", res.Err)
		}
	}
	r.meter.add(len(batch), failed)
	r.o.OnChange(PhotosChanged)
	return nil
}
