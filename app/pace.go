package app

import (
	"context"
	"os"
	"path/filepath"

	"descry/internal/pace"
	"descry/internal/power"
	"descry/ml/adapter"
	"descry/ml/ort"
)

// What the owner is told while indexing waits for the graphics card.
const (
	waitsForOthers = "Indexing waits while other programs use the graphics card."
	waitsForMains  = "Indexing waits while the computer runs on its battery."
)

// onBattery reports that the machine runs on its battery.
func (m *model) onBattery() bool {
	if m.battery != nil {
		return m.battery()
	}
	return power.OnBattery()
}

// newPacer paces the bulk work of a model on what it was opened with, nil on the CPU.
func (m *model) newPacer(s Settings, use deviceUse) *pace.Pacer {
	if len(use.providers) < 2 {
		return nil
	}
	o := pace.Options{Share: s.GPUShare, Battery: pace.Battery(s.GPUOnBattery), OnBattery: m.onBattery,
		Free: func(ctx context.Context) { _ = m.releaseImages(ctx) }} // what fails to be freed fails when it is used
	if use.card.Slot != "" {
		watch := adapter.NewWatch(use.card)
		watch.Leave("descry", "descry-encoder")
		if program, err := os.Executable(); err == nil {
			watch.Leave(filepath.Base(program)) // in whatever way it was installed
		}
		o.Others = func(ctx context.Context) (float64, error) {
			share, _, err := watch.Others(ctx)
			return share, err
		}
	}
	return pace.New(o)
}

// pace has a batch of bulk work wait for its time on a graphics card. The CPU needs no
// pacing: the system has others go first there.
func (m *model) pace(ctx context.Context, o *ort.Model, work func() error) error {
	pacer := m.pacerNow()
	if pacer == nil || o.ImageDevice() == ort.CPU.String() || m.choiceNow() != nil && m.imagesOnCard() != o {
		return work()
	}
	return pacer.Do(ctx, work)
}

// pacerNow is that of the card which the model was opened with or has chosen since, nil
// where there is none.
func (m *model) pacerNow() *pace.Pacer {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.choice != nil {
		return m.choice.pacerNow()
	}
	return m.pacer
}

// pacerNow is that of the card, nil while it isn't known.
func (c *cardChoice) pacerNow() *pace.Pacer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pacer
}

// waits says why indexing waits, "" if it doesn't.
func (m *model) waits() string {
	pacer := m.pacerNow()
	if pacer == nil {
		return ""
	}
	return map[pace.Reason]string{pace.ForOthers: waitsForOthers, pace.ForMains: waitsForMains}[pacer.Waits()]
}
