package index_test

import (
	"context"
	"fmt"
	"image"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
	"descry/library/media"
)

// failing makes the photo of a seed fail with an error while there is one, and counts how
// often it was tried.
type failing struct {
	err   atomic.Pointer[error]
	tries atomic.Int64
}

func (f *fixture) failing(seed uint64, err error) *failing {
	trouble := &failing{}
	trouble.err.Store(&err)
	red := int(photoColour(seed).R)
	f.enc.refuse = func(img *image.NRGBA) error {
		if d := int(img.Pix[0]) - red; d < -5 || d > 5 {
			return nil
		}
		trouble.tries.Add(1)
		if err := *trouble.err.Load(); err != nil {
			return fmt.Errorf("prepare: %w", err)
		}
		return nil
	}
	return trouble
}

func (f *failing) end() { f.err.Store(new(error)) }

func TestWhatTheSystemFailedIsTriedAgainAtEveryLook(t *testing.T) {
	for name, test := range map[string]struct {
		err   error
		tries int64
	}{"out of time": {media.ErrTooSlow, 4}, "no decoder": {media.ErrUnavailable, 4}, "damaged": {media.ErrDamaged, 1}} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			f.photo("a.jpg", 1)
			f.photo("b.jpg", 2)
			trouble := f.failing(1, test.err)
			for range 3 {
				f.once()
				f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1, Failed: 1})
			}
			problems, err := f.store.Problems(t.Context(), 0)
			must(t, err)
			if p := problems[0]; p.RetryAt.IsZero() != (test.tries == 1) || p.Reason == "" {
				t.Errorf("problem %+v", p)
			}
			trouble.end()
			f.once()
			if n := trouble.tries.Load(); n != test.tries {
				t.Errorf("tried %d times, want %d", n, test.tries)
			}
			if test.tries > 1 {
				f.expect(library.Counts{Photos: 2, Files: 2, Indexed: 2})
			}
		})
	}
}

// TestRetryWhenDue advances the indexer's clock under a running indexer.
func TestRetryWhenDue(t *testing.T) {
	var ahead atomic.Int64
	f := newFixture(t, func(o *index.Options) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	})
	f.photo("a.jpg", 1)
	trouble := f.failing(1, media.ErrTooSlow)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.x.Run(ctx) }()
	defer func() {
		cancel()
		must(t, <-done)
	}()
	tried := func(n int64) {
		t.Helper()
		eventually(t, fmt.Sprintf("%d tries, then a failed file", n), func() bool {
			return trouble.tries.Load() == n && f.totals().Failed == 1
		})
	}
	tried(1)
	for range 20 {
		f.x.Wake()
		time.Sleep(5 * time.Millisecond)
	}
	tried(1)
	ahead.Store(int64(61 * time.Second))
	f.x.Wake()
	tried(2)
	ahead.Store(int64(121 * time.Second)) // the second pause is twice as long
	problems, err := f.store.Problems(t.Context(), 0)
	must(t, err)
	if left := time.Until(problems[0].RetryAt); left < 110*time.Second || left > 2*time.Minute {
		t.Errorf("tried again in %v", left)
	}
	trouble.end()
	f.x.Wake()
	eventually(t, "the photo", func() bool { return f.totals().Indexed == 1 })
}

// TestRetryWhenTheFolderIsBack has scans that nobody asked for leave the file alone.
func TestRetryWhenTheFolderIsBack(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	trouble := f.failing(1, media.ErrTooSlow)
	f.once()
	trouble.end()
	sync := func(failed, pending int) {
		t.Helper()
		_, err := f.x.Sync(t.Context(), f.folder())
		must(t, err)
		if c := f.totals(); c.Failed != failed || c.Pending != pending {
			t.Errorf("counts %+v, want %d failed, %d pending", c, failed, pending)
		}
	}
	sync(1, 0)
	away := f.photos + "-unplugged"
	must(t, os.Rename(f.photos, away))
	sync(1, 0)
	if _, next, err := f.store.RetryDue(t.Context(), time.Now().Add(time.Hour)); err != nil || !next.IsZero() {
		t.Errorf("due while the folder is away: %v, %v", next, err)
	}
	sync(1, 0)
	must(t, os.Rename(away, f.photos))
	sync(0, 1)
}

// TestPhotoStaysWhileItCantBeReadForAnotherModel has a file fail for reasons of the system
// whose photo is known.
func TestPhotoStaysWhileItCantBeReadForAnotherModel(t *testing.T) {
	f := newFixture(t)
	f.photo("a.jpg", 1)
	f.once()
	id := f.id("a.jpg")
	other := newOther("other-1")
	trouble := media.ErrTooSlow
	other.refuse = func(*image.NRGBA) error {
		if trouble != nil {
			return trouble
		}
		return nil
	}
	f.x.SetEncoders(other, nil)
	f.once()
	if f.id("a.jpg") != id {
		t.Error("the photo has gone")
	}
	f.expect(library.Counts{Photos: 1, Files: 1, Indexed: 1})
	if n, err := f.store.Models(t.Context()); err != nil || n["other-1"] != 0 {
		t.Errorf("vectors %v, %v", n, err)
	}
	trouble = nil
	f.once()
	if n, err := f.store.Models(t.Context()); err != nil || n["other-1"] != 1 {
		t.Errorf("vectors %v, %v", n, err)
	}
}
