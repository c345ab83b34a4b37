package llm2clip_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
)

// peerRates are the photos a second of what a Python has that computes on the card, by
// name, for one shape and batch.
func peerRates(ctx context.Context, python, model string, s shape, batch int) (map[string]float64, error) {
	args := []string{filepath.Join("testdata", "peer_card.py"), model, "pixel_values"}
	for _, n := range []int{s.size, s.patch, s.width, s.heads, s.layers, batch} {
		args = append(args, strconv.Itoa(n))
	}
	out, err := exec.CommandContext(ctx, python, args...).Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", python, err)
	}
	var rates map[string]float64
	return rates, json.Unmarshal(out, &rates)
}
