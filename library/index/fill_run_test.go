package index_test

import (
	"errors"
	"testing"
	"time"

	"descry/library"
	"descry/library/index"
)

// TestNewPhotosGoBeforeTheFill adds a photo while the next encoder is at work: the
// active one gets it long before the fill is done.
func TestNewPhotosGoBeforeTheFill(t *testing.T) {
	const photos = 60
	var filled calls
	f := newFixture(t, filled.option, func(o *index.Options) { o.StableFor = 1 })
	f.photosFrom(0, photos)
	f.once()
	next := newGated(second)
	f.x.SetEncoders(nil, next)
	f.running()
	next.let(3)
	eventually(t, "the fill begins", func() bool { return next.calls.Load() > 3 })
	s := f.x.State()
	if s.Filling != second || s.Next != second || s.Fill.Done+s.Fill.Pending != photos || s.Progress.Pending != s.Fill.Pending {
		t.Errorf("state while filling: %+v", s)
	}
	f.photo("new.jpg", 1)
	eventually(t, "the new photo is found", func() bool { return f.totals().Pending == 1 })
	eventually(t, "the new photo is searchable", func() bool {
		next.let(1) // what is being encoded has to end
		return f.totals().Indexed == photos+1
	})
	if c := f.totalsOf(second); c.Indexed == 0 || c.Indexed >= photos {
		t.Errorf("when the new photo was there, the fill had %+v", c)
	}
	filled.expect(t)
	close(next.tokens)
	eventually(t, "the fill is done", func() bool { return len(filled.all()) > 0 })
	if c := f.totalsOf(second); c.Indexed != photos+1 {
		t.Errorf("filled %+v", c)
	}
	if n := next.given.Load(); n != photos+1 {
		t.Errorf("%d encodings for %d photos", n, photos+1)
	}
	f.sound()
}

// TestSwitchWhileEncoding changes the encoders in the middle of a pass, there and
// back: what either encoded is kept and nothing is encoded twice.
func TestSwitchWhileEncoding(t *testing.T) {
	const photos = 40
	first, other := newGated("first"), newOther(second)
	f := newFixture(t, func(o *index.Options) { o.Encoder = first })
	f.photosFrom(0, photos)
	f.running()
	first.let(11)
	eventually(t, "the first encoder is busy", func() bool { return first.calls.Load() > 11 })
	unused := f.x.SetEncoders(other, nil)
	select {
	case <-unused:
		t.Error("an encoder at work is said to be unused")
	default:
	}
	close(first.tokens)
	<-unused
	calls := first.calls.Load()
	eventually(t, "the other encoder has all", func() bool { return f.totalsOf(second).Indexed == photos })
	if first.calls.Load() != calls {
		t.Error("the first encoder was used after it was given up")
	}
	kept := f.vectors("first").Vectors
	if kept == 0 || kept == photos {
		t.Errorf("%d vectors of the first encoder", kept)
	}
	before := first.calls.Load()
	f.x.SetEncoders(first, nil)
	eventually(t, "the first encoder has all", func() bool { return f.totalsOf("first").Indexed == photos })
	if n := int(first.calls.Load() - before); n != photos-kept || other.given.Load() != photos {
		t.Errorf("%d encoded after %d, %d by the other", n, kept, other.given.Load())
	}
	f.sound()
}

func TestBrokenNextEncoderDoesntStopTheActive(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option, func(o *index.Options) { o.StableFor = 1 })
	f.photosFrom(0, 3)
	next := newOther(second)
	next.fail = func([]float32) error { return errors.New("out of memory") }
	f.x.SetEncoders(nil, next)
	f.running()
	eventually(t, "the fill stops", func() bool { s := f.x.State(); return s.FillErr != nil && s.Phase == index.Idle })
	tried := next.calls.Load()
	f.photosFrom(3, 2)
	eventually(t, "new photos", func() bool { return f.totals().Indexed == 5 })
	eventually(t, "idle", func() bool { return f.x.State().Phase == index.Idle })
	if s := f.x.State(); s.Err != nil || s.FillErr == nil || next.calls.Load() != tried {
		t.Errorf("state %+v, %d encodings after %d", s, next.calls.Load(), tried)
	}
	f.x.SetEncoders(nil, newOther(second))
	eventually(t, "the fill is done", func() bool { return len(filled.all()) > 0 })
	eventually(t, "nothing is left to tell", func() bool { s := f.x.State(); return s.FillErr == nil && s.Next == "" })
}

// TestBrokenActiveEncoderDoesntStopTheFill: another model is the way out.
func TestBrokenActiveEncoderDoesntStopTheFill(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option)
	f.photosFrom(0, 3)
	f.once()
	broken, next := newOther("broken"), newOther(second)
	broken.fail = func([]float32) error { return errors.New("out of memory") }
	f.x.SetEncoders(broken, next)
	f.running()
	eventually(t, "the fill is done", func() bool { return len(filled.all()) > 0 })
	if s := f.x.State(); s.Err == nil || s.Phase != index.Waiting {
		t.Errorf("state %+v", s)
	}
	f.x.SetEncoders(next, nil)
	eventually(t, "all is well", func() bool { return f.x.State().Phase == index.Idle })
	if c := f.totalsOf(second); c != (library.Counts{Photos: 3, Files: 3, Indexed: 3}) {
		t.Errorf("counts %+v", c)
	}
}

func TestPauseDuringTheFill(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option)
	f.photosFrom(0, 20)
	f.once()
	next := newGated(second)
	f.x.SetEncoders(nil, next)
	f.running()
	next.let(5)
	eventually(t, "the fill begins", func() bool { return next.calls.Load() > 5 })
	f.x.SetPaused(true)
	next.let(20)
	eventually(t, "the fill rests", func() bool { s := f.x.State(); return s.Filling == "" && s.Phase == index.Paused })
	calls := next.calls.Load()
	f.x.Wake()
	time.Sleep(50 * time.Millisecond) // long enough for a pass over 20 such photos
	if n := next.calls.Load(); n != calls {
		t.Errorf("%d encodings while paused", n-calls)
	}
	if s := f.x.State(); s.Next != second {
		t.Errorf("state %+v", s)
	}
	close(next.tokens)
	f.x.SetPaused(false)
	eventually(t, "the fill is done", func() bool { return len(filled.all()) > 0 })
	if c := f.totalsOf(second); c.Indexed != 20 {
		t.Errorf("filled %+v", c)
	}
}

// TestManyChangesOfMind chooses encoders again and again while photos arrive. In the end, all
// photos are there for the last choice.
func TestManyChangesOfMind(t *testing.T) {
	var filled calls
	f := newFixture(t, filled.option, func(o *index.Options) { o.StableFor, o.CommitSize = 1, 4 })
	f.running()
	models := []*otherEncoder{newOther("one"), newOther("two"), newOther("three")}
	for _, m := range models {
		m.delay = time.Millisecond
	}
	for i := range 30 {
		f.photosFrom(4*i, 4)
		switch i % 5 {
		case 4:
			f.x.SetPaused(true)
			f.x.SetPaused(false)
		case 3:
			f.x.Restart()
		default:
			f.x.SetEncoders(models[i%3], models[(i+1)%3])
		}
		time.Sleep(time.Duration(i%7) * time.Millisecond)
	}
	f.x.SetEncoders(models[0], models[1])
	eventually(t, "both have all", func() bool {
		return f.totalsOf("one").Indexed == 120 && f.totalsOf("two").Indexed == 120
	})
	eventually(t, "idle", func() bool { s := f.x.State(); return s.Phase == index.Idle && s.Next == "" })
	f.sound()
}
