package models

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
)

// FixedTexts returns the tower's own vectors of texts that come with the program. The texts
// are encoded once for a library, since a large model takes a minute for some hundred. The
// catalogue keeps the vectors under key, which must differ for other texts and other models.
func (e *Manager) FixedTexts(ctx context.Context, m *Encoder, key string, texts []string) ([][]float32, error) {
	stored, err := e.Catalogue.Value(ctx, key)
	if err != nil {
		return nil, err
	}
	if vectors, ok := decodeVectors(stored, len(texts), m.Pack.JointDim); ok {
		return vectors, nil
	}
	vectors, err := m.EncodeTexts(ctx, texts)
	if err != nil {
		return nil, err
	}
	return vectors, e.Remember(ctx, key, encodeVectors(vectors))
}

// EncodeTexts gives the vector of each text.
func (m *Encoder) EncodeTexts(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	for i, text := range texts {
		v, _, err := m.EncodeText(ctx, text)
		if err != nil {
			return nil, fmt.Errorf("encode %q: %w", text, err)
		}
		vectors[i] = v
	}
	return vectors, nil
}

// encodeVectors is the form in which the catalogue keeps vectors: one after the other,
// little-endian float32, base64.
func encodeVectors(vectors [][]float32) string {
	var data []byte
	for _, v := range vectors {
		for _, e := range v {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(e))
		}
	}
	return base64.StdEncoding.EncodeToString(data)
}

// decodeVectors reports whether text holds count vectors of dim numbers each, all finite and
// no vector all zero.
func decodeVectors(text string, count, dim int) ([][]float32, bool) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) != 4*dim*count {
		return nil, false
	}
	vectors := make([][]float32, count)
	nonZero := false
	for i := range vectors {
		vectors[i] = make([]float32, dim)
		for j := range vectors[i] {
			x := math.Float32frombits(binary.LittleEndian.Uint32(data[4*(i*dim+j):]))
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return nil, false
			}
			vectors[i][j] = x
			nonZero = nonZero || x != 0
		}
	}
	return vectors, nonZero
}
