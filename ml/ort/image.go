package ort

import (
	"context"
	"errors"
	"fmt"

	"descry/ml"
)

// maxBatch bounds the pictures of one call of [ImageEncoder.Encode].
const maxBatch = 64

// ImageEncoder is the image tower of a pack.
type ImageEncoder struct {
	*session
	vision ml.Vision
	dim    int
	plan   plan
}

// NewImageEncoder loads the image tower on the first provider that can be had. The caller
// closes the encoder.
func (r *Runtime) NewImageEncoder(p *ml.Pack, o Options) (*ImageEncoder, error) {
	return r.newImageEncoder(context.Background(), p, o)
}

// newImageEncoder is NewImageEncoder with a context, whose end stops a load in another
// process.
func (r *Runtime) newImageEncoder(ctx context.Context, p *ml.Pack, o Options) (*ImageEncoder, error) {
	t := tower{name: imageTower, file: p.Vision.File, external: p.Vision.ExternalData,
		inputs: []string{p.Vision.Input}, outputs: []string{p.Vision.Embedding}, bytes: visionWeights(p)}
	if p.Vision.Patches != "" {
		t.outputs = append(t.outputs, p.Vision.Patches)
	}
	s, err := r.openSession(ctx, p, t, o, func(on Provider) int { return imagePlan(p, o, on, physicalCores()).threads })
	if err != nil {
		return nil, err
	}
	return &ImageEncoder{s, p.Vision, p.JointDim, imagePlan(p, o, s.on, physicalCores())}, nil
}

// Parallel is how many Encode calls at a time use the device best.
func (e *ImageEncoder) Parallel() int { return e.plan.parallel }

// Batch is how many pictures a call should have to use the device best.
func (e *ImageEncoder) Batch() int { return e.plan.batch }

// Dim is the length of a vector.
func (e *ImageEncoder) Dim() int { return e.dim }

// Encode returns the n normalised vectors of n pictures, in one run of the model. The pictures
// lie one after the other in tensors as [n, 3, S, S] (see [ml.Preprocessor]). The vectors are
// the caller's. The error wraps [ErrNotFinite] if the model broke down, [ErrOutOfMemory] if n
// were too many.
func (e *ImageEncoder) Encode(ctx context.Context, tensors []float32, n int) ([][]float32, error) {
	if err := checkBatch(e.vision, tensors, n, maxBatch); err != nil {
		return nil, fmt.Errorf("encode image: %w", err)
	}
	images, _, err := e.encode(ctx, tensor{floats: tensors}, n, false)
	if err != nil {
		return nil, fmt.Errorf("encode image: %w", err)
	}
	return images, nil
}

// encodePictures is Encode for pictures in separate slices.
func (e *ImageEncoder) encodePictures(ctx context.Context, pictures [][]float32) ([][]float32, error) {
	in := tensor{parts: pictures}
	if len(pictures) == 1 { // a single picture need not be put together by any device
		in = tensor{floats: pictures[0]}
	}
	images, _, err := e.encode(ctx, in, len(pictures), false)
	if err != nil {
		return nil, fmt.Errorf("encode image: %w", err)
	}
	return images, nil
}

// Patches returns the vector of one picture and the vectors of its patches, row by row over
// the pack's grid, in the same space. Patches of a pack without patches is an error.
func (e *ImageEncoder) Patches(ctx context.Context, picture []float32) (image []float32, patches [][]float32, err error) {
	if e.vision.Patches == "" {
		return nil, nil, errors.New("encode patches: the model has none")
	}
	if err := checkBatch(e.vision, picture, 1, 1); err != nil {
		return nil, nil, fmt.Errorf("encode patches: %w", err)
	}
	images, patches, err := e.encode(ctx, tensor{floats: picture}, 1, true)
	if err != nil {
		return nil, nil, fmt.Errorf("encode patches: %w", err)
	}
	return images[0], patches, nil
}

// encode runs the tower on n pictures. Patches are read only where they are wanted, since a
// picture has hundreds.
func (e *ImageEncoder) encode(ctx context.Context, in tensor, n int, wantPatches bool) (images, patches [][]float32, err error) {
	side, dim := int64(e.vision.Size), int64(e.dim)
	in.shape = []int64{int64(n), 3, side, side}
	out := []tensor{{floats: make([]float32, n*e.dim), shape: []int64{int64(n), dim}}}
	if e.vision.Patches != "" { // the graph computes patches in any case
		cells := e.vision.Grid[0] * e.vision.Grid[1]
		p := tensor{shape: []int64{int64(n), int64(cells), dim}}
		if wantPatches {
			p.floats = make([]float32, n*cells*e.dim)
		}
		out = append(out, p)
	}
	if err := e.run(ctx, []tensor{in}, out); err != nil {
		return nil, nil, err
	}
	if images, err = cut(out[0].floats, e.dim); err != nil {
		return nil, nil, err
	}
	if wantPatches {
		patches, err = cut(out[1].floats, e.dim)
	}
	return images, patches, err
}

// checkBatch demands n pictures in tensors, at most most.
func checkBatch(v ml.Vision, tensors []float32, n, most int) error {
	if n < 1 || n > most || len(tensors) != n*3*v.Size*v.Size {
		return fmt.Errorf("batch of %d in %d floats: want 1 to %d of 3·%d·%d", n, len(tensors), most, v.Size, v.Size)
	}
	return nil
}

// checkPictures demands pictures of the model's size.
func checkPictures(v ml.Vision, pictures [][]float32) error {
	if len(pictures) == 0 {
		return errors.New("there are no pictures")
	}
	for i, picture := range pictures {
		if want := 3 * v.Size * v.Size; len(picture) != want {
			return fmt.Errorf("picture %d has %d floats: want %d", i, len(picture), want)
		}
	}
	return nil
}
