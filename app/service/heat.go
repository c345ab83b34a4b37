package service

import (
	"context"

	"descry/app/problem"
	"descry/library"
	"descry/ml"
)

// anyPhoto is the text that a patch is compared with besides the description. A patch that is
// no more like the description than like anyPhoto shows nothing of the description.
const anyPhoto = "a photo"

// Heat maps where in a photo a part of a query is seen. The vision tower runs, which takes
// tens of milliseconds to seconds. The Heat has no Values when the model in use has no
// patches.
func (b *Session) Heat(ctx context.Context, id library.PhotoID, part string) (Heat, error) {
	return b.e.Searcher().Heat(ctx, id, part)
}

// Heat maps where in a photo a part of a description is seen. The Heat has no Values when the
// model has no patches.
func (s *Searcher) Heat(ctx context.Context, id library.PhotoID, part string) (Heat, error) {
	if s.Pack.Vision.Patches == "" {
		return Heat{}, nil
	}
	p, err := s.e.Store.Photo(ctx, id)
	if err != nil {
		return Heat{}, err
	}
	patches, err := s.photoPatches(ctx, p)
	if err != nil {
		return Heat{}, err
	}
	w := s.Learned.TextEncoder(ctx)
	wanted, _, err := w.EncodeText(ctx, part)
	if err != nil {
		return Heat{}, err
	}
	plain, _, err := w.EncodeText(ctx, anyPhoto)
	if err != nil {
		return Heat{}, err
	}
	grid := s.Pack.Vision.Grid
	heat := Heat{Rows: grid[0], Columns: grid[1], Values: heatValues(patches, wanted, plain)}
	if s.Pack.Vision.Resize == ml.ResizeShortestEdge {
		heat = uncropped(heat, p.Width, p.Height)
	}
	return heat, nil
}

// photoPatches reads a photo's file and encodes it patch by patch.
func (s *Searcher) photoPatches(ctx context.Context, p library.Photo) ([][]float32, error) {
	switch {
	case len(p.Files) == 0:
		return nil, problem.New("photo-file-gone", nil)
	case !p.Files[0].Online:
		return nil, library.ErrOffline
	}
	return s.EncodePatches(ctx, p.Files[0].Path)
}

// uncropped puts a map of the square in the middle of a photo into a map of the whole photo.
// Models that crop have seen nothing of the rest.
func uncropped(h Heat, width, height int) Heat {
	if width < 1 || height < 1 {
		return h
	}
	whole := Heat{Rows: h.Rows, Columns: h.Columns}
	if width > height {
		whole.Columns = max(h.Columns, h.Columns*width/height)
	} else {
		whole.Rows = max(h.Rows, h.Rows*height/width)
	}
	whole.Values = make([]float32, whole.Rows*whole.Columns)
	top, left := (whole.Rows-h.Rows)/2, (whole.Columns-h.Columns)/2
	for row := range h.Rows {
		copy(whole.Values[(top+row)*whole.Columns+left:], h.Values[row*h.Columns:(row+1)*h.Columns])
	}
	return whole
}

// heatValues compares each patch with a description. The value of a patch is its cosine with
// the description less its cosine with any photo, scaled from 0 at the mean to 1 at the best
// patch. Where no patch stands out, all values are 0.
func heatValues(patches [][]float32, wanted, plain []float32) []float32 {
	values := make([]float32, len(patches))
	var mean, top float32 = 0, -2
	for i, patch := range patches {
		for j, e := range patch {
			values[i] += e * (wanted[j] - plain[j])
		}
		mean += values[i] / float32(len(patches))
		top = max(top, values[i])
	}
	span := top - mean
	for i, v := range values {
		values[i] = 0
		if span > 1e-3 {
			values[i] = max(0, (v-mean)/span)
		}
	}
	return values
}
