package ort

import (
	"context"
	"errors"
	"fmt"

	"descry/ml"
)

// maxBatch bounds one call; larger batches win nothing on a CPU and hold
// memory for all their activations.
const maxBatch = 64

// ImageEncoder is the image tower of a pack.
type ImageEncoder struct {
	*session
	vision   ml.Vision
	dim      int
	parallel int
}

// NewImageEncoder loads the image tower. The caller closes it.
func (r *Runtime) NewImageEncoder(p *ml.Pack, o Options) (*ImageEncoder, error) {
	t := tower{name: "image", file: p.Vision.File, external: p.Vision.ExternalData,
		inputs: []string{p.Vision.Input}, outputs: []string{p.Vision.Embedding}}
	if p.Vision.Patches != "" {
		t.outputs = append(t.outputs, p.Vision.Patches)
	}
	threads, parallel := imageThreads(o.IntraOpThreads, physicalCores())
	s, err := r.openSession(p, t, o, threads)
	if err != nil {
		return nil, err
	}
	return &ImageEncoder{s, p.Vision, p.JointDim, parallel}, nil
}

// Parallel is how many Encode calls at a time use the machine best.
func (e *ImageEncoder) Parallel() int { return e.parallel }

// Dim is the length of a vector.
func (e *ImageEncoder) Dim() int { return e.dim }

// Encode returns the n normalised vectors of n pictures, one after the other in
// tensors as [n, 3, S, S] (see [ml.Preprocessor]). The vectors are the
// caller's. The error wraps [ErrNotFinite] if the model broke down.
func (e *ImageEncoder) Encode(ctx context.Context, tensors []float32, n int) ([][]float32, error) {
	images, _, err := e.encode(ctx, tensors, n)
	if err != nil {
		return nil, fmt.Errorf("encode image: %w", err)
	}
	return images, nil
}

// Patches returns the vector of one picture and the vectors of its patches, row
// by row over the pack's grid, in the same space. The error says so if the pack
// has no patches.
func (e *ImageEncoder) Patches(ctx context.Context, tensor []float32) (image []float32, patches [][]float32, err error) {
	if e.vision.Patches == "" {
		return nil, nil, errors.New("encode patches: the model has none")
	}
	images, patches, err := e.encode(ctx, tensor, 1)
	if err != nil {
		return nil, nil, fmt.Errorf("encode patches: %w", err)
	}
	return images[0], patches, nil
}

func (e *ImageEncoder) encode(ctx context.Context, tensors []float32, n int) (images, patches [][]float32, err error) {
	side := e.vision.Size
	if n < 1 || n > maxBatch || len(tensors) != n*3*side*side {
		return nil, nil, fmt.Errorf("batch of %d in %d floats: want 1 to %d of 3·%d·%d",
			n, len(tensors), maxBatch, side, side)
	}
	leave, err := e.enter()
	if err != nil {
		return nil, nil, err
	}
	defer leave()
	var in, out values
	defer in.free()
	defer out.free()
	if err := add(&in, tensors, int64(n), 3, int64(side), int64(side)); err != nil {
		return nil, nil, err
	}
	flat := make([]float32, n*e.dim)
	if err := add(&out, flat, int64(n), int64(e.dim)); err != nil {
		return nil, nil, err
	}
	flatPatches, err := e.addPatches(&out, n)
	if err != nil {
		return nil, nil, err
	}
	if err := e.run(ctx, in.list, out.list); err != nil {
		return nil, nil, err
	}
	if images, err = cut(flat, e.dim); err != nil {
		return nil, nil, err
	}
	patches, err = cut(flatPatches, e.dim)
	return images, patches, err
}

// addPatches adds the second output, which the graph computes in any case.
func (e *ImageEncoder) addPatches(out *values, n int) ([]float32, error) {
	if e.vision.Patches == "" {
		return nil, nil
	}
	cells := e.vision.Grid[0] * e.vision.Grid[1]
	flat := make([]float32, n*cells*e.dim)
	return flat, add(out, flat, int64(n), int64(cells), int64(e.dim))
}
