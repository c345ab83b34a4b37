package models

import (
	"cmp"
	"context"
	"strings"

	"descry/app/notice"
	"descry/internal/throttle"
	"descry/ml/ort"
)

// TowerUse is what a tower computes on, and why.
type TowerUse struct {
	Device string        `json:"device"` // "AMD Radeon 780M", "CPU", "CUDA"; "" while the device isn't known
	Why    notice.Notice `json:"why,omitzero"`
}

// Says is the device, with the reason in brackets.
func (u TowerUse) Says() notice.Notice {
	device := notice.AsItIs(u.Device)
	if device.IsZero() {
		device = notice.New("device-unknown", nil)
	}
	if u.Why.IsZero() {
		return device
	}
	return notice.New("device-because", notice.Params{"Device": device, "Why": u.Why})
}

func (u TowerUse) same(other TowerUse) bool {
	return u.Device == other.Device && u.Why.Same(other.Why)
}

// chosen is the reason of a device that the user named.
var chosen = notice.New("device-chosen", nil)

// RunsOn is what a model computes on, for the window and the commands.
type RunsOn struct {
	Images     TowerUse        `json:"images"`
	Text       TowerUse        `json:"text"`
	PassedOver []notice.Notice `json:"passed_over,omitempty"` // adapters that "auto" doesn't take, and why
}

// Short is the devices alone, for the status bar. Short is the zero Notice while no device is
// known.
func (r RunsOn) Short() notice.Notice {
	device := r.Images.Device
	switch {
	case r.Text.Device != "" && device != "" && r.Text.Device != device:
		return notice.New("device-text-on", notice.Params{"Images": device, "Text": r.Text.Device})
	case device == "" && r.Text.Device == "":
		return notice.Notice{}
	}
	return notice.AsItIs(cmp.Or(device, r.Text.Device))
}

// Says is the devices and the reasons, without what was passed over.
func (r RunsOn) Says() notice.Notice {
	if r.Images.same(r.Text) {
		return r.Images.Says()
	}
	return notice.New("device-photos-and-text", notice.Params{"Images": r.Images.Says(), "Text": r.Text.Says()})
}

// Why is what Short leaves out, in clauses that make a sentence each. A device that the user
// chose has no clause, since the choice is shown beside it.
func (r RunsOn) Why() (clauses []notice.Notice) {
	switch {
	case r.Images.Why.Same(chosen) && r.Text.Why.Same(chosen):
	case r.Images.Why.Same(r.Text.Why):
		if !r.Images.Why.IsZero() {
			clauses = append(clauses, r.Images.Why)
		}
	default:
		if !r.Images.Why.IsZero() {
			clauses = append(clauses, notice.New("device-photos-because", notice.Params{"Why": r.Images.Why}))
		}
		if !r.Text.Why.IsZero() {
			clauses = append(clauses, notice.New("device-text-because", notice.Params{"Why": r.Text.Why}))
		}
	}
	if len(r.PassedOver) > 0 {
		clauses = append(clauses, r.passedOver())
	}
	return clauses
}

// Besides is r without what the notice n tells already.
func (r RunsOn) Besides(n notice.Notice) RunsOn {
	for _, use := range []*TowerUse{&r.Images, &r.Text} {
		if use.Why.Same(clauseOf(n)) {
			use.Why = notice.Notice{}
		}
	}
	return r
}

func (r RunsOn) passedOver() notice.Notice {
	return notice.New("device-adapters-passed-over", notice.Params{"Adapters": r.PassedOver})
}

// Lines are the lines that commands print.
func (r RunsOn) Lines() []notice.Notice {
	lines := []notice.Notice{notice.New("device-runs-on", notice.Params{"Device": r.Says()})}
	if len(r.PassedOver) > 0 {
		lines = append(lines, r.passedOver())
	}
	return lines
}

// sentenceOf makes a sentence of a clause.
func sentenceOf(clause notice.Notice) notice.Notice {
	return notice.New("device-sentence", notice.Params{"Clause": clause})
}

// clauseOf is the clause of a notice that may be a sentence.
func clauseOf(n notice.Notice) notice.Notice {
	if clause, ok := n.Params["Clause"].(notice.Notice); ok {
		return clause
	}
	return n
}

// runtimeSays is a text of the runtime as a notice, the zero Notice for "".
func runtimeSays(text string) notice.Notice {
	if clause, sentence := strings.CutSuffix(text, "."); sentence {
		return sentenceOf(notice.AsItIs(clause))
	}
	return notice.AsItIs(text)
}

// Device is what the model runs on, for the status bar, and the zero Notice before the model
// was opened.
func (m *Encoder) Device() notice.Notice {
	o, _ := m.OpenedWith()
	if o == nil {
		return notice.Notice{}
	}
	return m.runsNow().Short()
}

// RunsOn tells what the model computes on, or would compute on. The model is opened without
// being loaded. The graphics drivers are asked for their cards if the setting leaves the
// choice. RunsOn waits a few seconds at most, and tells what isn't known by then.
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

// runsNow is RunsOn of a model that was opened, as far as it is known now.
func (m *Encoder) runsNow() RunsOn {
	o, use := m.OpenedWith()
	if o == nil {
		return RunsOn{}
	}
	m.mu.Lock()
	c, setting := m.cards, m.settings.Device
	m.mu.Unlock()
	if c != nil {
		return RunsOn{c.says(imageTower), c.says(textTower), c.passedOver()}
	}
	named := func(loaded string) TowerUse {
		u := TowerUse{Device: loaded, Why: chosen}
		if isAutomatic(setting) {
			u.Why = notice.Notice{}
		}
		if u.Device == "" {
			u.Device = o.Device() // of the other tower, or the likely one
		}
		switch {
		case use.Adapter != "" && (u.Device == ort.WebGPU.String() || u.Device == ""):
			u.Device = use.Adapter
		case !use.problem.IsZero():
			u.Why = use.problem
		case u.Device == "" && len(use.Providers) > 0:
			u.Device = use.Providers[0].String()
		}
		if says := runtimeSays(o.Notice()); !says.IsZero() && u.Device == ort.CPU.String() {
			u.Why = clauseOf(says)
		}
		return u
	}
	return RunsOn{Images: named(o.ImageDevice()), Text: named(o.TextDevice())}
}

func (c *cardChoice) passedOver() []notice.Notice {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.passed
}

// says is what a tower computes on by choice, and why.
func (c *cardChoice) says(tower string) TowerUse {
	looked := false
	select {
	case <-c.looked:
		looked = true
	default:
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	t, cpu := c.towers[tower], ort.CPU.String()
	card := notice.Params{"Card": c.card.Name}
	switch {
	case t.onCard != nil:
		loaded := t.onCard.ImageDevice()
		if tower == textTower {
			loaded = t.onCard.TextDevice()
		}
		if loaded == cpu {
			why := clauseOf(runtimeSays(t.onCard.Notice()))
			if why.IsZero() {
				why = notice.New("device-card-failed", nil)
			}
			return TowerUse{cpu, why}
		}
		return TowerUse{c.card.Name, measured(tower, t.result.OnCard, cpu, t.result.OnCPU)}
	case !t.failed.IsZero():
		return TowerUse{cpu, c.passes(t)}
	case t.measured:
		return TowerUse{cpu, measured(tower, t.result.OnCPU, c.card.Name, t.result.OnCard)}
	case t.held == throttle.ForMains:
		return TowerUse{cpu, notice.New("device-waits-for-mains", card)}
	case t.held == throttle.ForOthers:
		return TowerUse{cpu, notice.New("device-waits-for-others", card)}
	case t.measuring:
		return TowerUse{cpu, notice.New("device-being-measured", card)}
	case c.card.Name != "" && tower == imageTower:
		return TowerUse{cpu, notice.New("device-measured-at-indexing", card)}
	case c.card.Name != "":
		return TowerUse{cpu, notice.New("device-measured-after-search", card)}
	case looked && !c.none.IsZero():
		return TowerUse{cpu, c.none}
	}
	return TowerUse{Device: cpu}
}

// measured tells how fast a tower was on its device, and how fast on the other.
func measured(tower string, rate float64, other string, otherRate float64) notice.Notice {
	if tower == textTower {
		return notice.New("device-measured-text", notice.Params{"Millis": 1000 / rate, "Other": other, "OtherMillis": 1000 / otherRate})
	}
	return notice.New("device-measured-photos", notice.Params{"Rate": rate, "Other": other, "OtherRate": otherRate})
}
