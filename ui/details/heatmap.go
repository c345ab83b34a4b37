package details

import (
	"image"
	"image/color"
	"math"

	"descry/app/service"
)

// heatSide is the longer side of a drawn heat map in pixels: smooth at the size of
// the preview, and quickly made.
const heatSide = 320

// heatStop is a colour of the ramp, with its opacity, at a heat.
type heatStop struct{ heat, r, g, b, a float64 }

// heatRamp rises in lightness from a dark violet, which takes the colour out of unimportant
// areas, over red and orange to a light yellow that lets the photo through. Lightness carries
// the heat, so the map reads on any photo, in both themes and to eyes that tell few colours
// apart.
var heatRamp = []heatStop{
	{0.00, 0x14, 0x0b, 0x33, 0.62},
	{0.30, 0x4b, 0x12, 0x6b, 0.58},
	{0.55, 0xb8, 0x37, 0x4f, 0.52},
	{0.78, 0xf3, 0x8a, 0x2a, 0.46},
	{1.00, 0xfd, 0xea, 0x7c, 0.40},
}

// heatColour is the ramp at a heat from 0 to 1.
func heatColour(heat float64) color.NRGBA {
	heat = min(max(heat, 0), 1)
	i := 1
	for i < len(heatRamp)-1 && heat > heatRamp[i].heat {
		i++
	}
	low, high := heatRamp[i-1], heatRamp[i]
	t := (heat - low.heat) / (high.heat - low.heat)
	mix := func(a, b float64) uint8 { return uint8(math.Round(a + (b-a)*t)) }
	return color.NRGBA{R: mix(low.r, high.r), G: mix(low.g, high.g), B: mix(low.b, high.b), A: mix(255*low.a, 255*high.a)}
}

// drawHeat makes a translucent picture of a map with the proportions of a photo of width to
// height, to be laid over the photo. The result is nil when there is no map.
func drawHeat(h service.Heat, width, height int) image.Image {
	if h.Columns <= 0 || h.Rows <= 0 || len(h.Values) < h.Columns*h.Rows || width <= 0 || height <= 0 {
		return nil
	}
	scale := heatSide / float64(max(width, height))
	w, ht := max(int(math.Round(float64(width)*scale)), 1), max(int(math.Round(float64(height)*scale)), 1)
	var ramp [256]color.NRGBA
	for i := range ramp {
		ramp[i] = heatColour(float64(i) / 255)
	}
	values, hottest := enlarge(h, w, ht)
	img := image.NewNRGBA(image.Rect(0, 0, w, ht))
	for i, v := range values {
		img.SetNRGBA(i%w, i/w, ramp[uint8(255*min(v*hottest, 1)+0.5)])
	}
	return img
}

// enlarge spreads the map over w × height points, row by row. Smoothing flattens the peaks.
// scale is the factor that restores the highest.
func enlarge(h service.Heat, w, height int) (values []float64, scale float64) {
	values = make([]float64, 0, w*height)
	for y := range height {
		v := (float64(y)+0.5)/float64(height)*float64(h.Rows) - 0.5
		for x := range w {
			values = append(values, at(h, (float64(x)+0.5)/float64(w)*float64(h.Columns)-0.5, v))
		}
	}
	before, after := 0.0, 0.0
	for i := range h.Columns * h.Rows {
		before = max(before, cell(h, i%h.Columns, i/h.Columns))
	}
	for _, v := range values {
		after = max(after, v)
	}
	if after == 0 {
		return values, 1
	}
	return values, before / after
}

// at is the heat at a point in cells: a cubic B-spline through the sixteen cells around, which
// is smooth where linear mixing shows the cells as creases.
func at(h service.Heat, u, v float64) float64 {
	x, y := math.Floor(u), math.Floor(v)
	across, down := spline(u-x), spline(v-y)
	sum := 0.0
	for j, b := range down {
		for i, a := range across {
			sum += a * b * cell(h, int(x)+i-1, int(y)+j-1)
		}
	}
	return sum
}

// spline is the share of four neighbours at t from the second to the third: the
// uniform cubic B-spline.
func spline(t float64) [4]float64 {
	s := 1 - t
	return [4]float64{s * s * s / 6, (3*t*t*t - 6*t*t + 4) / 6, (3*s*s*s - 6*s*s + 4) / 6, t * t * t / 6}
}

// cell is the value of a cell. Beyond the edge the value is that of the edge.
func cell(h service.Heat, x, y int) float64 {
	x, y = min(max(x, 0), h.Columns-1), min(max(y, 0), h.Rows-1)
	value := float64(h.Values[y*h.Columns+x])
	if math.IsNaN(value) {
		return 0
	}
	return min(max(value, 0), 1)
}
