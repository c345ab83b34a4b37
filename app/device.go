package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"

	"descry/ml/ort"
)

// automatic is how the window names the setting "auto".
const automatic = "Automatic"

// deviceChoices are what the window offers, and which of them a setting is.
func deviceChoices(setting string) (chosen string, all []string) {
	all = []string{automatic}
	for _, p := range ort.Providers() {
		all = append(all, p.String())
	}
	for _, name := range all {
		if strings.EqualFold(name, setting) {
			return name, all
		}
	}
	return automatic, all
}

// currentSettings are the settings as they are now; the window can change them.
func (e *engine) currentSettings() Settings {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.settings
}

// setDevice remembers what encoders are to run on, and makes all of this process use
// it from their next call on.
func (e *engine) setDevice(ctx context.Context, device string) error {
	device = strings.ToLower(device)
	if device == strings.ToLower(automatic) {
		device = "auto"
	}
	if _, err := ort.ParseDevice(device); err != nil {
		return err
	}
	if _, err := LoadSettings(e.paths.Settings); err != nil {
		return fmt.Errorf("the settings are left as they are: %w; correct that first", err)
	}
	if err := setSetting(e.paths.Settings, "device", strconv.Quote(device)); err != nil {
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

// setSetting changes one key of a settings file and leaves the rest, comments and
// all, as the owner wrote it.
func setSetting(path, key, value string) error {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("change the settings: %w", err)
	}
	line := key + " = " + value
	old := regexp.MustCompile(`(?m)^[ \t]*` + regexp.QuoteMeta(key) + `[ \t]*=.*$`)
	text := string(data)
	if at := old.FindStringIndex(text); at != nil {
		text = text[:at[0]] + line + text[at[1]:]
	} else {
		text = line + "\n" + text // in front: behind, it might fall into a table
	}
	return replaceFile(path, []byte(text))
}
