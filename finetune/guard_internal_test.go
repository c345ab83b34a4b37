package finetune

import (
	"context"
	"errors"
	"testing"
)

// spoiler is a head that turns every text towards one vector.
func spoiler(w *world, much float64) *Head {
	h := Identity("p", w.dimension)
	h.Adapter = 1
	for range 4 {
		h.Down = append(h.Down, times(w.unit(), much))
		h.Up = append(h.Up, times(w.unit(), much))
	}
	return h
}

func TestGuardReducesTheStrength(t *testing.T) {
	w := newWorld(1, 24)
	g := w.guard(200)
	g.Untagged = w.captioned(60, 0, nil).Photos
	guardian := newGuardian(g, 24)
	cases := []struct {
		name            string
		much            float64
		least, greatest float64
		refused         bool
	}{{"harmless", 0.05, 1, 1, false}, {"harmful", 1.5, 0.05, 0.9, false}, {"ruinous", 100, 0, 0, true}}
	for _, c := range cases {
		h, r, err := guardian.restrain(context.Background(), spoiler(w, c.much))
		if errors.Is(err, errGuard) != c.refused || (h == nil) != c.refused || err != nil && !c.refused {
			t.Fatalf("%s: %v, %+v", c.name, err, r)
		}
		if r.Adapter < c.least || r.Adapter > c.greatest || !r.Checked || !r.After.holds(r.Before) {
			t.Errorf("%s: %+v", c.name, r)
		}
		if !c.refused && (h.Adapter != r.Adapter || guardian.figures(h) != r.After) {
			t.Errorf("%s: the head has adapter %v and %+v, the report says %+v", c.name, h.Adapter, guardian.figures(h), r)
		}
		if r.Adapter < 1 && r.Full.holds(r.Before) {
			t.Errorf("%s: reduced for nothing: %+v", c.name, r)
		}
		if r.Before.Neighbours <= 0 {
			t.Errorf("%s: the neighbourhood was not looked at: %+v", c.name, r)
		}
	}
}

// TestTagsDoNotPayForCaptions has a good tag beside a harmful adapter.
func TestTagsDoNotPayForCaptions(t *testing.T) {
	w := newWorld(3, 24)
	guardian := newGuardian(w.guard(200), 24)
	h := spoiler(w, 2.5)
	h.Strength = 1
	h.Keys = []Key{{Tag: "a", Vector: w.unit(), Closed: 0.8, Open: 0.9, Residual: w.unit()}}
	got, r, err := guardian.restrain(context.Background(), h)
	if err != nil || r.Strength != 1 || r.Adapter >= 1 || !r.After.holds(r.Before) {
		t.Fatalf("%v, %+v", err, r)
	}
	for i, x := range h.Keys[0].Residual {
		if got.Keys[0].Residual[i] != x {
			t.Fatal("the tag's residual was reduced")
		}
	}
	h.Keys[0].Closed, h.Keys[0].Open = -1.9, -1.8 // now the tag moves every text, far
	h.Keys[0].Residual = times(h.Keys[0].Residual, 1000)
	if got, r, err := guardian.restrain(context.Background(), h); !errors.Is(err, errGuard) || got != nil || r.Strength != 0 || r.Adapter != 0 {
		t.Errorf("%v, %+v", err, r)
	}
}

func TestGuardHolds(t *testing.T) {
	before := GuardFigures{80, 70, 50}
	for _, c := range []struct {
		after GuardFigures
		holds bool
	}{
		{GuardFigures{79, 69, 49}, true}, {GuardFigures{90, 90, 90}, true},
		{GuardFigures{78.9, 70, 50}, false}, {GuardFigures{80, 68.9, 50}, false}, {GuardFigures{80, 70, 48.9}, false},
	} {
		if c.after.holds(before) != c.holds {
			t.Errorf("%+v", c.after)
		}
	}
}

// TestRefusedHeadIsNotOffered trains on captions that belong to other photos.
func TestRefusedHeadIsNotOffered(t *testing.T) {
	w := newWorld(2, 24)
	d := w.captioned(60, 2, nil)
	test := w.captioned(40, 2, nil)
	for i := range d.Captions {
		d.Captions[i].Photo = (d.Captions[i].Photo + 7) % 60
	}
	got, err := Tune(context.Background(), Job{Pack: "p", Train: d, Test: &test, Guard: w.guard(100)})
	if err != nil || got.Head != nil || got.Report.Refused == "" {
		t.Errorf("%v, %q, %v", got.Head, got.Report.Refused, err)
	}
}
