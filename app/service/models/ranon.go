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

// ranOn is what a model computed on when it last did, and by what setting: asking the
// drivers takes a process and up to seconds, which "descry status" has not.
type ranOn struct {
	Setting string `json:"setting"`
	RunsOn  RunsOn `json:"runs_on"`
}

// RanOnValue names in the catalogue where that of a model is kept.
func RanOnValue(model string) string { return "devices." + model }

// undecided is why it isn't known what a model computes on, or would.
var undecided = notice.New("device-undecided", nil)

// RememberDevices keeps what the models of this process compute on, if that is another now.
// What was only opened, or is just being measured, decides nothing.
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
		e.ranOn[m.Pack.ID] = string(text) // a failure is no reason to try each second
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

// settled is what a model computes on, and the setting that it goes by, once it has computed
// and nothing about it is open.
func (m *Encoder) settled() (setting string, runs RunsOn, ok bool) {
	o, _ := m.OpenedWith()
	if o == nil {
		return "", RunsOn{}, false
	}
	m.mu.Lock()
	setting = m.Settings.Device
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

// settled reports that it is known which card there is, and that none is being measured.
func (c *cardChoice) settled() bool {
	select {
	case <-c.looked:
	default:
		return false
	}
	return !c.measuring()
}

// RanOnLast is what a model computed on when it last did with the settings as they are, by
// whatever process, without opening it. Where that isn't known, it is what the settings
// name, or that it is decided later.
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

// CantWrite reports that the folders or the catalogue can't be written: the disk is
// full or read-only, or the user may not.
func CantWrite(err error) bool {
	switch problem.Reason(err) {
	case problem.DiskFull, problem.ReadOnlyCatalogue, problem.ReadOnlyDisk, problem.NotAllowed:
		return true
	}
	return false
}

// Remember keeps in the catalogue what can be worked out again, so it is no failure
// where nothing can be written.
func (e *Manager) Remember(ctx context.Context, name, value string) error {
	err := e.Catalogue.SetValue(ctx, name, value)
	if CantWrite(err) {
		e.Log.Warn("not remembered", "name", name, "err", err)
		return nil
	}
	return err
}
