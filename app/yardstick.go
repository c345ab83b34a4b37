package app

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
)

// yardstick are descriptions of all kinds of things. Their mean vector tells what
// a model's cosine is for a text and a photo that have nothing to do with each
// other, which is far from zero for some models.
var yardstick = []string{
	"A dog is running across a meadow.",
	"A plate of food on a table in a restaurant.",
	"A busy city street at night with cars and lights.",
	"A child is playing with a toy at home.",
	"Snowy mountains behind a lake under a blue sky.",
	"A group of friends is smiling at the camera.",
	"A bunch of flowers in a vase by the window.",
	"A boat on the sea near the coast.",
}

// yardstickValue is the key under which the catalogue keeps a model's mean vector,
// as a head moves it if there is one: little-endian float32, base64.
func yardstickValue(model, head string) string {
	if head != "" {
		model += "." + head
	}
	return "search.mean." + model
}

// meanText returns the mean vector of the yardstick, measured once for a library.
func (s *searcher) meanText(ctx context.Context) ([]float32, error) {
	now := s.inUse()
	key := yardstickValue(s.pack.ID, now.key())
	stored, err := s.e.store.Value(ctx, key)
	if err != nil {
		return nil, err
	}
	if mean, ok := decodeVector(stored, s.pack.JointDim); ok {
		return mean, nil
	}
	mean, err := words{model: s.model, head: now.head}.measureMeanText(ctx)
	if err != nil {
		return nil, err
	}
	return mean, s.e.remember(ctx, key, encodeVector(mean))
}

// measureMeanText encodes the yardstick.
func (w words) measureMeanText(ctx context.Context) ([]float32, error) {
	mean := make([]float32, w.pack.JointDim)
	for _, text := range yardstick {
		v, _, err := w.encodeText(ctx, text)
		if err != nil {
			return nil, fmt.Errorf("encode %q: %w", text, err)
		}
		for i, e := range v {
			mean[i] += e / float32(len(yardstick))
		}
	}
	return mean, nil
}

func encodeVector(v []float32) string {
	data := make([]byte, 0, 4*len(v))
	for _, e := range v {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(e))
	}
	return base64.StdEncoding.EncodeToString(data)
}

// decodeVector reports whether text is a usable vector of dim numbers.
func decodeVector(text string, dim int) ([]float32, bool) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) != 4*dim {
		return nil, false
	}
	v := make([]float32, dim)
	nonZero := false
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		if math.IsNaN(float64(v[i])) || math.IsInf(float64(v[i]), 0) {
			return nil, false
		}
		nonZero = nonZero || v[i] != 0
	}
	return v, nonZero
}
