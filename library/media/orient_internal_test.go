package media

import (
	"context"
	"errors"
	"image"
	"testing"
)

// letters makes a picture whose pixels are numbered by the letters of rows.
func letters(rows ...string) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, len(rows[0]), len(rows)))
	for y, row := range rows {
		for x := range row {
			m.Pix[m.PixOffset(x, y)] = row[x]
		}
	}
	return m
}

func TestUpright(t *testing.T) {
	stored := letters("abc", "def")
	for o, want := range map[int]*image.NRGBA{
		0: stored,
		1: stored,
		2: letters("cba", "fed"),
		3: letters("fed", "cba"),
		4: letters("def", "abc"),
		5: letters("ad", "be", "cf"),
		6: letters("da", "eb", "fc"),
		7: letters("fc", "eb", "da"),
		8: letters("cf", "be", "ad"),
		9: stored,
	} {
		got := upright(stored, o)
		if got.Rect != want.Rect || string(got.Pix) != string(want.Pix) {
			t.Errorf("orientation %d: %v %v", o, got.Rect, got.Pix)
		}
	}
}

func TestReducer(t *testing.T) {
	p := plan{reduction: reduction{width: 2, height: 1, box: 2}, stored: image.Pt(3, 2)}
	r := newReducer(p)
	r.Add(0, 0, []byte{10, 0, 0, 255, 20, 0, 0, 255, 7, 7, 7, 255})
	r.Add(2, 1, []byte{9, 9, 9, 255}) // out of order
	r.Add(0, 1, []byte{30, 0, 0, 255, 200, 200, 200, 0})
	got := r.image().Pix
	want := []byte{20, 0, 0, 191, 8, 8, 8, 255} // what is transparent has no colour
	if string(got) != string(want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestReduction checks the size that each kind of decoder is asked for.
func TestReduction(t *testing.T) {
	for _, c := range []struct {
		w, h, min int
		eighths   bool
		wantW     int
		wantH     int
	}{
		{4000, 3000, 448, true, 1000, 750},
		{4000, 3000, 1000, true, 1500, 1125},
		{3000, 4000, 375, true, 375, 500},
		{400, 300, 448, true, 400, 300},
		{4000, 3000, 0, true, 4000, 3000},
		{4000, 3000, 448, false, 667, 500},
		{447, 9000, 448, false, 447, 9000},
		{200000, 200000, 1, false, 782, 782},
	} {
		h := &header{width: c.w, height: c.h, eighths: c.eighths}
		r := h.reduction(c.min)
		if r.width != c.wantW || r.height != c.wantH {
			t.Errorf("%d x %d at %d: %d x %d, want %d x %d", c.w, c.h, c.min, r.width, r.height, c.wantW, c.wantH)
		}
	}
}

// TestReserve waits for memory only as long as its context lasts.
func TestReserve(t *testing.T) {
	release, err := reserve(t.Context(), MemoryBudget)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reserve(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("reserve says %v", err)
	}
	release()
	again, err := reserve(t.Context(), MemoryBudget)
	if err != nil {
		t.Fatal(err)
	}
	again()
}

// TestPanics turns a decoder's panic into an error.
func TestPanics(t *testing.T) {
	h := &header{format: PNG, width: 1, height: 1, orientation: 1,
		decode: func(context.Context, []byte, plan) (*image.NRGBA, string, error) { panic("boom") }}
	if img, err := run(t.Context(), nil, h, plan{}); !errors.Is(err, ErrDamaged) || img != nil {
		t.Errorf("run says %v", err)
	}
}
