package config

import (
	"strings"

	"descry/app/problem"
	"descry/ml/ort"
)

// NamedAdapter is the graphics adapter that a setting names, "" if it is anything else:
// an adapter's name is at least two words, what else a setting can be is one.
func NamedAdapter(setting string) string {
	if name := strings.TrimSpace(setting); strings.Contains(name, " ") {
		return name
	}
	return ""
}

// CheckDevice reports what is wrong with a setting. Whether an adapter is there, only its
// driver knows.
func CheckDevice(setting string) error {
	if NamedAdapter(setting) != "" {
		return nil
	}
	if _, err := ort.ParseDevice(setting); err != nil {
		return problem.Wrap("config-device", nil, err)
	}
	return nil
}
