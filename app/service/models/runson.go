package models

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"strings"

	"descry/app/message"
	"descry/app/problem"
	"descry/internal/throttle"
	"descry/ml/ort"
)

// towerUse is what a tower computes on, and why.
type towerUse struct {
	Device string `json:"device"` // "AMD Radeon 780M", "CPU", "CUDA"; "" while that isn't known
	Why    string `json:"why,omitempty"`
}

func (u towerUse) String() string {
	device := cmp.Or(u.Device, "not known yet")
	if u.Why == "" {
		return device
	}
	return device + " (" + u.Why + ")"
}

// chosen is why a tower computes on what the user named.
const chosen = "chosen"

// RunsOn is what a model computes on, as all places say it.
type RunsOn struct {
	Images     towerUse `json:"images"`
	Text       towerUse `json:"text"`
	PassedOver []string `json:"passed_over,omitempty"` // adapters that "auto" doesn't take, and why
}

// Short is for the status bar: the devices alone.
func (r RunsOn) Short() string {
	if r.Text.Device == "" || r.Images.Device == r.Text.Device {
		return r.Images.Device
	}
	if r.Images.Device == "" {
		return r.Text.Device
	}
	return r.Images.Device + ", text on " + r.Text.Device
}

// String says all but what was passed over.
func (r RunsOn) String() string {
	if r.Images == r.Text {
		return r.Images.String()
	}
	return "photos on " + r.Images.String() + ", text on " + r.Text.String()
}

// Why is what short leaves out, "" if that is nothing. Where it stands it is seen what was
// chosen.
func (r RunsOn) Why() string {
	var parts []string
	switch {
	case r.Images.Why == chosen && r.Text.Why == chosen:
	case r.Images.Why == r.Text.Why:
		parts = append(parts, r.Images.Why)
	default:
		for _, p := range []struct{ name, why string }{{"Photos", r.Images.Why}, {"Text", r.Text.Why}} {
			if p.why != "" {
				parts = append(parts, p.name+": "+p.why)
			}
		}
	}
	if len(r.PassedOver) > 0 {
		parts = append(parts, r.passedOver())
	}
	return strings.Trim(strings.Join(parts, ". "), ". ")
}

// Besides is what there is to say where a notice is shown, too.
func (r RunsOn) Besides(notice string) RunsOn {
	for _, use := range []*towerUse{&r.Images, &r.Text} {
		if notice != "" && use.Why == strings.TrimSuffix(notice, ".") {
			use.Why = ""
		}
	}
	return r
}

func (r RunsOn) passedOver() string { return "Passed over: " + strings.Join(r.PassedOver, "; ") }

// Lines are what commands print.
func (r RunsOn) Lines() []string {
	lines := []string{"Runs on: " + r.String()}
	if len(r.PassedOver) > 0 {
		lines = append(lines, r.passedOver())
	}
	for i := range lines {
		lines[i] = problem.Printable(lines[i])
	}
	return lines
}

// Device says what the model runs on, for the status bar: "" before it was opened.
func (m *Encoder) Device() string {
	o, _ := m.OpenedWith()
	if o == nil {
		return ""
	}
	return m.runsNow().Short()
}

// RunsOn opens the model without loading it, has the graphics drivers tell of their cards
// if the setting leaves the choice, and says what the model computes on, or would. It
// waits a few seconds at most; what isn't known by then is said so.
func (m *Encoder) RunsOn(ctx context.Context) (RunsOn, error) {
	if _, err := m.open(); err != nil {
		return RunsOn{}, err
	}
	if c := m.choiceNow(); c != nil {
		if err := c.lookUntil(ctx, lookPatience); err != nil {
			return RunsOn{}, err
		}
	}
	return m.runsNow(), nil
}

// runsNow is runsOn of what is known now, of a model that was opened.
func (m *Encoder) runsNow() RunsOn {
	o, use := m.OpenedWith()
	if o == nil {
		return RunsOn{}
	}
	m.mu.Lock()
	c, setting := m.cards, m.Settings.Device
	m.mu.Unlock()
	if c != nil {
		return RunsOn{c.says(imageTower), c.says(textTower), c.passedOver()}
	}
	named := func(loaded string) towerUse {
		u := towerUse{Device: loaded, Why: chosen}
		if isAutomatic(setting) {
			u.Why = ""
		}
		if u.Device == "" {
			u.Device = o.Device() // of the other tower, or the likely one
		}
		switch {
		case use.Adapter != "" && (u.Device == ort.WebGPU.String() || u.Device == ""):
			u.Device = use.Adapter
		case use.problem != "":
			u.Why = use.problem
		case u.Device == "" && len(use.Providers) > 0:
			u.Device = use.Providers[0].String()
		}
		if notice := strings.TrimSuffix(o.Notice(), "."); notice != "" && u.Device == ort.CPU.String() {
			u.Why = notice
		}
		return u
	}
	return RunsOn{Images: named(o.ImageDevice()), Text: named(o.TextDevice())}
}

func (c *cardChoice) passedOver() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.passed
}

// says is what a tower computes on by choice, and why.
func (c *cardChoice) says(tower string) towerUse {
	looked := false
	select {
	case <-c.looked:
		looked = true
	default:
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	t, cpu := c.towers[tower], ort.CPU.String()
	switch {
	case t.onCard != nil:
		notice := strings.TrimSuffix(t.onCard.Notice(), ".")
		loaded := t.onCard.ImageDevice()
		if tower == textTower {
			loaded = t.onCard.TextDevice()
		}
		if loaded == cpu {
			return towerUse{cpu, cmp.Or(notice, "the graphics card failed")}
		}
		return towerUse{c.card.Name, "measured " + rate(tower, t.result.OnCard) + ", CPU " + rateBeside(tower, t.result.OnCPU)}
	case t.failed != "":
		return towerUse{cpu, c.passes(t)}
	case t.measured:
		return towerUse{cpu, fmt.Sprintf("measured %s, %s %s", rate(tower, t.result.OnCPU), c.card.Name, rateBeside(tower, t.result.OnCard))}
	case t.held == throttle.ForMains:
		return towerUse{cpu, c.card.Name + " is measured when the computer no longer runs on its battery"}
	case t.held == throttle.ForOthers:
		return towerUse{cpu, c.card.Name + " is measured when other programs leave it alone"}
	case t.measuring:
		return towerUse{cpu, c.card.Name + " is being measured"}
	case c.card.Name != "" && tower == imageTower:
		return towerUse{cpu, c.card.Name + " is measured when photos are indexed"}
	case c.card.Name != "":
		return towerUse{cpu, c.card.Name + " is measured after a search in the window"}
	case looked && c.none != "":
		return towerUse{cpu, strings.TrimSuffix(c.none, ".")}
	}
	return towerUse{Device: cpu}
}

// rate says how fast a tower was.
func rate(tower string, perSecond float64) string {
	if tower == textTower {
		return threeDigits(1000/perSecond) + " ms a description"
	}
	return threeDigits(perSecond) + " photos/s"
}

// rateBeside is rate beside one that gives the unit.
func rateBeside(tower string, perSecond float64) string {
	if tower == textTower {
		return threeDigits(1000/perSecond) + " ms"
	}
	return threeDigits(perSecond)
}

// threeDigits writes a number with as many as can be relied on, and never as a power.
func threeDigits(x float64) string {
	if x >= 100 {
		return message.FormatCount(int(math.Round(x)))
	}
	return fmt.Sprintf("%.3g", x)
}
