package models

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"descry/app/config"
	"descry/app/notice"
	"descry/internal/power"
	"descry/internal/throttle"
	"descry/ml/adapter"
	"descry/ml/ort"
)

// Waits are what the user is told while indexing waits for the graphics card.
var Waits = map[throttle.Reason]notice.Notice{
	throttle.ForOthers: notice.New("indexing-waits-for-others", nil),
	throttle.ForMains:  notice.New("indexing-waits-for-mains", nil),
}

// onBattery reports that the machine runs on its battery.
func (m *Encoder) onBattery() bool {
	if m.Battery != nil {
		return m.Battery()
	}
	return power.OnBattery()
}

// NewPacer paces the bulk work of a model on the device that the model was opened with. It is
// nil on the CPU.
func (m *Encoder) NewPacer(s config.Settings, use DeviceUse) *throttle.Throttle {
	if len(use.Providers) < 2 {
		return nil
	}
	o := throttle.Options{Share: s.GPUShare, Battery: throttle.Battery(s.GPUOnBattery), OnBattery: m.onBattery,
		Free: func(ctx context.Context) { _ = m.ReleaseImages(ctx) }} // a tower that can't be freed fails when it is used
	if use.Card.Slot != "" {
		watch := adapter.NewWatch(use.Card)
		watch.Leave("descry", "descry-encoder")
		if program, err := os.Executable(); err == nil {
			watch.Leave(filepath.Base(program)) // however the program was installed
		}
		o.Others = func(ctx context.Context) (float64, error) {
			share, _, err := watch.Others(ctx)
			return share, err
		}
	}
	return throttle.New(o)
}

// CardUseOf is how much of a graphics card the settings have indexing take.
func CardUseOf(s config.Settings) CardUse {
	return CardUse{Share: cmp.Or(s.GPUShare, 100), OnBattery: OnBattery(cmp.Or(s.GPUOnBattery, string(throttle.Full))),
		HasBattery: power.HasBattery()}
}

// SetCardUse saves how much of a graphics card indexing is to take. The whole process follows
// at once, work under way included.
func (e *Manager) SetCardUse(use CardUse) error {
	if err := cmp.Or(config.CheckShare(use.Share), config.CheckOnBattery(string(use.OnBattery))); err != nil {
		return err
	}
	if err := e.settingsRight(); err != nil {
		return err
	}
	before := CardUseOf(e.CurrentSettings())
	if use.Share != before.Share {
		if err := config.SetSetting(e.Paths.Settings, "gpu_share", strconv.Itoa(use.Share)); err != nil {
			return err
		}
	}
	if use.OnBattery != before.OnBattery {
		if err := config.SetSetting(e.Paths.Settings, "gpu_on_battery", strconv.Quote(string(use.OnBattery))); err != nil {
			return err
		}
	}
	e.mu.Lock()
	e.settings.GPUShare, e.settings.GPUOnBattery = use.Share, string(use.OnBattery)
	settings := e.settings
	e.mu.Unlock()
	for _, m := range e.usedModels() {
		m.repace(settings)
	}
	return nil
}

// OffersCard reports that there is a graphics card of which indexing can take a share: a card
// that the user has chosen, a card that may be found faster, or a card that a provider was
// installed for.
func (m *Encoder) OffersCard(setting string, adapters []adapter.Adapter) bool {
	if !isAutomatic(setting) {
		return !strings.EqualFold(strings.TrimSpace(setting), string(ort.CPU))
	}
	if o, _ := m.OpenedWith(); o != nil && m.choiceNow() == nil {
		return true
	}
	return slices.ContainsFunc(adapters, func(a adapter.Adapter) bool { return a.Usable() && a.Kind != adapter.Software })
}

// pace has a batch of bulk work wait for its time on a graphics card. The CPU needs no pacing,
// since the system lets other programs go first there.
func (m *Encoder) pace(ctx context.Context, o *ort.Model, work func() error) error {
	pacer := m.pacerNow()
	if pacer == nil || o.ImageDevice() == ort.CPU.String() || m.choiceNow() != nil && m.imagesOnCard() != o {
		return work()
	}
	return pacer.Do(ctx, work)
}

// repace takes other settings of how much of a card indexing takes, from now on and with
// what is loaded.
func (m *Encoder) repace(s config.Settings) {
	m.mu.Lock()
	m.settings.GPUShare, m.settings.GPUOnBattery = s.GPUShare, s.GPUOnBattery
	pacer, choice := m.pacer, m.cards
	m.mu.Unlock()
	if choice != nil {
		pacer = choice.repace(s)
	}
	if pacer != nil {
		pacer.Change(s.GPUShare, throttle.Battery(s.GPUOnBattery))
	}
}

// repace changes the pacer of the card and returns it, nil while the card isn't known.
func (c *cardChoice) repace(s config.Settings) *throttle.Throttle {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settings.GPUShare, c.settings.GPUOnBattery = s.GPUShare, s.GPUOnBattery
	return c.pacer
}

// pacerNow is the pacer of the card that the model was opened with or has chosen since, nil
// where there is none.
func (m *Encoder) pacerNow() *throttle.Throttle {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.cards != nil {
		return m.cards.pacerNow()
	}
	return m.pacer
}

// pacerNow is the pacer of the card, nil while the card isn't known.
func (c *cardChoice) pacerNow() *throttle.Throttle {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.pacer
}

// waits says why indexing waits, the zero Notice if it doesn't.
func (m *Encoder) waits() notice.Notice {
	pacer := m.pacerNow()
	if pacer == nil {
		return notice.Notice{}
	}
	return Waits[pacer.Waits()]
}
