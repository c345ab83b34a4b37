package models

import (
	"path/filepath"
	"testing"

	"descry/app/config"
	"descry/app/internal/apptest"
	"descry/ml"
	"descry/ml/adapter"
)

func TestSpareMemory(t *testing.T) {
	const gb = 1 << 30
	card := adapter.Adapter{Kind: adapter.Discrete, MemoryBytes: 8 * gb}
	inside := adapter.Adapter{Kind: adapter.Integrated, MemoryBytes: 4 * gb}
	nothing := adapter.Adapter{Kind: adapter.Integrated}
	used := func(total, others int64) *adapter.Budget {
		return &adapter.Budget{TotalBytes: total, OthersBytes: others}
	}
	for name, c := range map[string]struct {
		a         adapter.Adapter
		budget    *adapter.Budget
		available int64
		want      int64
	}{
		"a card":                   {card, used(8*gb, 4*gb), 16 * gb, 3 * gb},
		"a card, other system":     {card, used(8*gb, 4*gb), 0, 3 * gb},
		"a card with nothing left": {card, used(8*gb, 9*gb), 16 * gb, 1 << 20},
		"a card that doesn't tell": {card, nil, 16 * gb, 4 * gb},
		"in the processor":         {inside, used(6*gb, 2*gb), 16 * gb, 2 * gb},
		"there, and doesn't tell":  {inside, nil, 16 * gb, 2 * gb},
		"there, memory is short":   {inside, used(6*gb, 0), 1 * gb, gb / 2},
		"there, with no number":    {nothing, nil, 4 * gb, 2 * gb},
		"there, on another system": {inside, used(6*gb, 0), 0, 0},
		"nothing at all is known":  {nothing, nil, 0, 0},
	} {
		var budget adapter.Budget
		if c.budget != nil {
			budget = *c.budget
		}
		if got := spareMemory(c.a, budget, c.budget != nil, c.available); got != c.want {
			t.Errorf("%s: %d MB, want %d", name, got>>20, c.want>>20)
		}
	}
}

func TestAvailableMemory(t *testing.T) {
	for text, want := range map[string]int64{
		"MemTotal:       24689044 kB\nMemFree:        13951968 kB\nMemAvailable:   23281132 kB\nBuffers: 1 kB\n": 23281132 << 10,
		"MemTotal: 24689044 kB\n": 0, "": 0, "MemAvailable: -3 kB\n": 0, "MemAvailable: 99999999999999999 kB\n": 0,
		"MemAvailable: many kB\n": 0, "MemAvailable: 7 pages\n": 0,
	} {
		path := filepath.Join(t.TempDir(), "meminfo")
		apptest.MustWrite(t, path, text)
		if got := availableMemory(path); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	if got := availableMemory(filepath.Join(t.TempDir(), "none")); got != 0 {
		t.Errorf("without a file: %d", got)
	}
}

// TestMemoryOfAnAdapter: what the adapter can spare is the bound unless the user set one.
func TestMemoryOfAnAdapter(t *testing.T) {
	card := apptest.Radeon
	card.Kind, card.BufferBytes = adapter.Discrete, 2<<30
	use, err := UseOf("webgpu", false, func() (AdapterList, error) {
		return AdapterList{Adapters: []adapter.Adapter{card}, Budgets: map[string]adapter.Budget{card.Name: {TotalBytes: 8 << 30, OthersBytes: 4 << 30}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for set, want := range map[int]int{0: 3072, 500: 500} {
		o := modelOptions(config.Settings{GPUMemoryMB: set}, &ml.Pack{}, use)
		if o.MemoryMB != want || o.Image.BufferMB != 2048 || o.Text.BufferMB != 2048 {
			t.Errorf("%d MB set: %d, in pieces of %d and %d", set, o.MemoryMB, o.Image.BufferMB, o.Text.BufferMB)
		}
	}
}
