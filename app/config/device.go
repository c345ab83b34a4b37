package config

import (
	"strings"

	"descry/app/notice"
	"descry/app/problem"
	"descry/ml/ort"
)

// NamedAdapter is the graphics adapter that a setting names, "" for any other setting. The
// name of an adapter has at least two words, and any other setting has one.
func NamedAdapter(setting string) string {
	if name := strings.TrimSpace(setting); strings.Contains(name, " ") {
		return name
	}
	return ""
}

// CheckDevice reports a device setting that can't be. Whether an adapter exists, only its
// driver knows.
func CheckDevice(setting string) error {
	if NamedAdapter(setting) != "" {
		return nil
	}
	if _, err := ort.ParseDevice(setting); err != nil {
		choices := notice.Names{ort.AutomaticSetting}
		for _, p := range ort.Providers() {
			choices = append(choices, string(p))
		}
		return problem.New("config-device", notice.Params{"Setting": problem.Quotable(setting, 40), "Choices": choices})
	}
	return nil
}
