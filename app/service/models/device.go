package models

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"descry/app/config"
	"descry/app/problem"
	"descry/ml/adapter"
	"descry/ml/ort"
)

// Automatic stands among the devices for the setting "auto".
const Automatic = "Automatic"

// DeviceChoices are the devices that the window offers, and the one that a setting means. An
// adapter is listed in the place of the provider that computes on it. The provider stays in
// the list for a user who has chosen it.
func DeviceChoices(setting string, adapters []adapter.Adapter) (chosen string, all []string) {
	setting = strings.TrimSpace(setting)
	chosen, all = Automatic, []string{Automatic}
	for _, a := range adapters {
		all = append(all, a.String())
		if strings.EqualFold(a.Name, setting) {
			chosen = a.String()
		}
	}
	if name := config.NamedAdapter(setting); name != "" && chosen == Automatic {
		chosen = name // the adapter was unplugged, or its driver doesn't list it today
		all = append(all, chosen)
	}
	for _, p := range ort.Providers() {
		same := strings.EqualFold(string(p), setting)
		if p == ort.WebGPU && len(adapters) > 0 && !same {
			continue
		}
		if all = append(all, p.String()); same {
			chosen = p.String()
		}
	}
	return chosen, all
}

// deviceSetting is the setting for what the window offers or the user wrote.
func deviceSetting(choice string, adapters []adapter.Adapter) string {
	choice = strings.TrimSpace(choice)
	i := slices.IndexFunc(adapters, func(a adapter.Adapter) bool {
		return strings.EqualFold(a.String(), choice) || strings.EqualFold(a.Name, choice)
	})
	switch {
	case i >= 0:
		return adapters[i].Name
	case strings.EqualFold(choice, Automatic):
		return "auto"
	case config.NamedAdapter(choice) != "":
		return choice
	}
	return strings.ToLower(choice)
}

// CurrentSettings are the settings as they are now. The window can change settings.
func (e *Manager) CurrentSettings() config.Settings {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.settings
}

// SetDevice saves what encoders are to run on, and makes the whole process use it from the
// next call on.
func (e *Manager) SetDevice(ctx context.Context, device string) error {
	var list AdapterList
	if config.NamedAdapter(device) != "" {
		var err error
		if list, err = e.Adapters.Get(ctx); ctx.Err() != nil {
			return err
		} // otherwise the name is taken as it is, and a failure shows when it is used
	}
	device = deviceSetting(device, list.Adapters)
	if err := config.CheckDevice(device); err != nil {
		return err
	}
	if err := e.settingsRight(); err != nil {
		return err
	}
	if err := config.SetSetting(e.Paths.Settings, "device", strconv.Quote(device)); err != nil {
		return err
	}
	e.mu.Lock()
	e.settings.Device = device
	settings := e.settings
	e.mu.Unlock()
	var errs []error
	for _, m := range e.usedModels() {
		errs = append(errs, m.apply(ctx, settings))
	}
	return errors.Join(errs...)
}

// settingsRight reports a mistake in the settings' file. The file is left as it is until the
// user has corrected the mistake.
func (e *Manager) settingsRight() error {
	if _, err := config.LoadSettings(e.Paths.Settings); err != nil {
		return problem.Wrap("settings-left", nil, err)
	}
	return nil
}
