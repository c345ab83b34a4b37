package finetune

import (
	"errors"
	"fmt"
	"math"
)

// check names the first thing that no trained head has.
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
	return nil
}
