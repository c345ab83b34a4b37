package details

import (
	"image"
	"slices"
	"testing"

	"descry/app/service"
)

func TestHeatMapIsBrightestWhereItIsHottest(t *testing.T) {
	h := service.Heat{Columns: 4, Rows: 3, Values: make([]float32, 12)}
	h.Values[1*4+2] = 1
	img, ok := drawHeat(h, 600, 300).(*image.NRGBA)
	if !ok || img.Bounds().Dx() != heatSide || img.Bounds().Dy() != heatSide/2 {
		t.Fatalf("map %v", img.Bounds())
	}
	var best image.Point
	brightest := -1
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			if c := img.NRGBAAt(x, y); int(c.R)+int(c.G)+int(c.B) > brightest {
				best, brightest = image.Pt(x, y), int(c.R)+int(c.G)+int(c.B)
			}
		}
	}
	if cell := image.Pt(best.X*4/heatSide, best.Y*3/(heatSide/2)); cell != image.Pt(2, 1) {
		t.Errorf("brightest at %v, in cell %v", best, cell)
	}
	if top := heatColour(1); img.NRGBAAt(best.X, best.Y) != top {
		t.Errorf("the hottest place has %v, want %v", img.NRGBAAt(best.X, best.Y), top)
	}
}

func TestNoMapWithoutValues(t *testing.T) {
	for _, h := range []service.Heat{{}, {Columns: 3, Rows: 3, Values: make([]float32, 4)}, {Columns: -1, Rows: -1}} {
		if drawHeat(h, 60, 40) != nil {
			t.Errorf("a map of %+v", h)
		}
	}
}

// The lightness must rise along the ramp: it is what tells warm from cold.
func TestHeatRampRises(t *testing.T) {
	before := -1.0
	for i := range 101 {
		c := heatColour(float64(i) / 100)
		luma := 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
		if luma < before-0.5 {
			t.Fatalf("at %d %% it gets darker", i)
		}
		before = luma
	}
	if !slices.IsSortedFunc(heatRamp, func(a, b heatStop) int { return int(100 * (a.heat - b.heat)) }) {
		t.Error("the stops are out of order")
	}
}
