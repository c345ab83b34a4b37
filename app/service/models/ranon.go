package models

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"descry/app/config"
	"descry/app/notice"
	"descry/app/problem"
	"descry/ml/ort"
)

// ranOn is what a model computed on last, and by which setting. Asking the drivers takes a
// process and up to seconds, for which "descry status" has no time.
type ranOn struct {
	Setting string `json:"setting"`
	RunsOn  RunsOn `json:"runs_on"`
}

// RanOnValue is the name of the catalogue's value that holds a model's ranOn.
func RanOnValue(model string) string { return "devices." + model }

// undecided is the reason while it isn't known what a model computes on.
var undecided = notice.New("device-undecided", nil)

// RememberDevices saves what the models of this process compute on, if that has changed. A
// model that was only opened, or is just being measured, is left out.
func (e *Manager) RememberDevices(ctx context.Context) error {
	for _, m := range e.usedModels() {
		setting, runs, settled := m.settled()
		if !settled {
			continue
		}
		text, err := json.Marshal(ranOn{setting, runs})
		if err != nil {
			return err
		}
		e.mu.Lock()
		known := e.ranOn[m.Pack.ID] == string(text)
		e.ranOn[m.Pack.ID] = string(text) // after a failure the next try would fail each second
		e.mu.Unlock()
		if known {
			continue
		}
		if before, err := e.Catalogue.Value(ctx, RanOnValue(m.Pack.ID)); err == nil && before == string(text) {
			continue
		}
		if err := e.Remember(ctx, RanOnValue(m.Pack.ID), string(text)); err != nil {
			return fmt.Errorf("remember what models run on: %w", err)
		}
	}
	return nil
}

// settled is what a model computes on, and the setting behind that, once the model has
// computed and no measurement is open.
func (m *Encoder) settled() (setting string, runs RunsOn, ok bool) {
	o, _ := m.OpenedWith()
	if o == nil {
		return "", RunsOn{}, false
	}
	m.mu.Lock()
	setting = m.settings.Device
	c := m.cards
	m.mu.Unlock()
	if c != nil && !c.settled() {
		return "", RunsOn{}, false
	}
	computed := false
	for _, o := range append(c.models(), o) {
		computed = computed || o.ImageDevice() != "" || c != nil && o.TextDevice() != ""
	}
	return setting, m.runsNow(), computed
}

// settled reports that the card is known and that no tower is being measured.
func (c *cardChoice) settled() bool {
	select {
	case <-c.looked:
	default:
		return false
	}
	return !c.measuring()
}

// RanOnLast is what a model computed on last with the present settings, in any process,
// without opening the model. Where that isn't known, RanOnLast is the device that the settings
// name, or undecided.
func (e *Manager) RanOnLast(ctx context.Context, m *Encoder) (RunsOn, error) {
	text, err := e.Catalogue.Value(ctx, RanOnValue(m.Pack.ID))
	if err != nil {
		return RunsOn{}, err
	}
	setting := e.CurrentSettings().Device
	var last ranOn
	if json.Unmarshal([]byte(text), &last) == nil && sameDevice(last.Setting, setting) {
		return last.RunsOn, nil
	}
	use := TowerUse{Why: undecided}
	if name := config.NamedAdapter(setting); name != "" {
		use = TowerUse{Device: name, Why: chosen}
	} else if !isAutomatic(setting) {
		providers, err := ort.ParseDevice(setting)
		if err != nil {
			return RunsOn{}, fmt.Errorf("settings: device: %w", err)
		}
		use = TowerUse{Device: providers[0].String(), Why: chosen}
	}
	return RunsOn{Images: use, Text: use}, nil
}

// sameDevice reports that two settings of the device mean the same.
func sameDevice(a, b string) bool {
	return isAutomatic(a) && isAutomatic(b) || strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// CantWrite reports that the folders or the catalogue can't be written, because the disk is
// full or read-only, or the user has no right to.
func CantWrite(err error) bool {
	switch problem.Reason(err) {
	case problem.DiskFull, problem.ReadOnlyCatalogue, problem.ReadOnlyDisk, problem.NotAllowed:
		return true
	}
	return false
}

// Remember saves a value in the catalogue that can be worked out again. So it is no failure
// where nothing can be written.
func (e *Manager) Remember(ctx context.Context, name, value string) error {
	err := e.Catalogue.SetValue(ctx, name, value)
	if CantWrite(err) {
		e.Log.Warn("not remembered", "name", name, "err", err)
		return nil
	}
	return err
}
