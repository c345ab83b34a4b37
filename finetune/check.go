package finetune

import (
	"errors"
	"fmt"
	"math"
)

// check is an error for values that no trained head has, naming the first.
func (h *Head) check() error {
	switch {
	case h.Pack == "":
		return errors.New("the head names no pack")
	case h.Dimension < 1 || h.Dimension > maxDimension || len(h.Keys) > maxKeys || len(h.Down) > maxRank || len(h.Down) != len(h.Up):
		return errors.New("a size is out of range")
	case !(h.Strength >= 0 && h.Strength <= 1 && h.Adapter >= 0 && h.Adapter <= 1):
		return fmt.Errorf("strength %v or %v is not between 0 and 1", h.Strength, h.Adapter)
	case !(h.Sharpness > 0) || math.IsInf(h.Sharpness, 0):
		return fmt.Errorf("sharpness %v is not positive", h.Sharpness)
	}
	for i, v := range h.vectors() {
		if len(v) != h.Dimension || !finite(v) {
			return fmt.Errorf("row %d has another length or is not finite", i)
		}
	}
	if err := h.Report.check(); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	seen := map[string]bool{}
	for _, k := range h.Keys {
		if err := k.check(seen); err != nil {
			return fmt.Errorf("tag %q: %w", k.Tag, err)
		}
	}
	return nil
}

func (k Key) check(seen map[string]bool) error {
	if k.Tag == "" || seen[k.Tag] {
		return errors.New("it is empty or named twice")
	}
	seen[k.Tag] = true
	if err := checkVector(k.Vector, len(k.Vector)); err != nil {
		return err
	}
	if !(k.Closed < k.Open) || math.Abs(k.Closed) > 2 || math.Abs(k.Open) > 2 {
		return fmt.Errorf("it opens from %v to %v", k.Closed, k.Open)
	}
	if c := k.Calibration; c != nil && (!(c.Slope > 0) || !finite([]float64{c.Slope, c.Offset})) {
		return fmt.Errorf("its confidence has the slope %v and the offset %v", c.Slope, c.Offset)
	}
	return nil
}

// maxBins is far above what a report shows.
const maxBins = 1000

// check bounds the size of a report in a file.
func (r *Report) check() error {
	if r == nil {
		return nil
	}
	if len(r.Tags) > maxKeys || len(r.Reliability) > maxBins {
		return fmt.Errorf("%d tags and %d bins", len(r.Tags), len(r.Reliability))
	}
	for _, b := range r.Reliability {
		if !(b.Confidence >= 0 && b.Confidence <= 1 && b.Right >= 0 && b.Right <= 1 && b.Photos >= 0) {
			return fmt.Errorf("%v of %d photos were right of %v", b.Right, b.Photos, b.Confidence)
		}
	}
	return nil
}
