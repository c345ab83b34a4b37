//go:build !linux

package llm2clip_test

import "testing"

// resident is known on Linux only.
func resident(testing.TB) map[string]float64 { return nil }
