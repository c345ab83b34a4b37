package index_test

import (
	"context"
	"fmt"
	"image"
	"sync/atomic"
	"testing"
	"time"

	"descry/library/index"
)

// batchEncoder stands in for a graphics card: each call waits until the pictures of
// another whole batch were prepared, as far as there are any.
type batchEncoder struct {
	*meanEncoder
	t        *testing.T
	all      int64
	prepared atomic.Int64
	encoded  atomic.Int64
}

const batchOf = 8

func (e *batchEncoder) Parallel() int { return 1 }
func (e *batchEncoder) Batch() int    { return batchOf }

func (e *batchEncoder) Prepare(img *image.NRGBA) ([]float32, error) {
	defer e.prepared.Add(1)
	return e.meanEncoder.Prepare(img)
}

func (e *batchEncoder) Encode(ctx context.Context, inputs [][]float32) ([][]float32, error) {
	enough := min(e.encoded.Load()+int64(len(inputs))+batchOf, e.all)
	for tries := 0; e.prepared.Load() < enough; tries++ {
		if tries == 3000 {
			e.t.Errorf("%d pictures are prepared while a batch runs, want %d", e.prepared.Load(), enough)
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	defer e.encoded.Add(int64(len(inputs)))
	return e.meanEncoder.Encode(ctx, inputs)
}

// TestNextBatchIsPreparedMeanwhile: photos are read, decoded and prepared while the card
// is at work, so that it finds its next batch ready.
func TestNextBatchIsPreparedMeanwhile(t *testing.T) {
	const photos = 5 * batchOf
	e := &batchEncoder{meanEncoder: &meanEncoder{}, t: t, all: photos}
	f := newFixture(t, func(o *index.Options) { o.Encoder = e })
	for i := range photos {
		f.photo(fmt.Sprintf("%02d.jpg", i), uint64(i))
	}
	f.once()
	if c := f.totals(); c.Indexed != photos {
		t.Errorf("counts %+v", c)
	}
}
