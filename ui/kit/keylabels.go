package kit

import (
	"strings"

	"fyne.io/fyne/v2"

	"descry/app/message"
)

// keyLabels are the messages with what stands on keys that have a word on them.
var keyLabels = map[string]string{
	"Ctrl": "key-label-ctrl", "Shift": "key-label-shift", "Enter": "key-label-enter", "Esc": "key-label-esc", "Tab": "key-label-tab",
	"Space": "key-label-space", "Backspace": "key-label-backspace", "Menu": "key-label-menu", "Home": "key-label-home", "End": "key-label-end",
	"PageUp": "key-label-page-up", "PageDown": "key-label-page-down", "Up": "key-label-up", "Down": "key-label-down",
	"Left": "key-label-left", "Right": "key-label-right",
}

// KeyLabels writes keys by what stands on them on keyboards of the language: "Ctrl+Enter" is
// "Strg+Eingabe" in German. Two spaces stand between keys that do the same. On a Mac, which has
// another key for Ctrl, its sign is written.
func KeyLabels(keys string) string { return keyLabelsOn(keys, onMac()) }

func onMac() bool { return fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper }

func keyLabelsOn(keys string, mac bool) string {
	ways := strings.Split(keys, "  ")
	for i, way := range ways {
		pressed := strings.Split(way, "+")
		for i, key := range pressed {
			if id, ok := keyLabels[key]; ok {
				pressed[i] = message.Text(id, nil)
			}
		}
		ways[i] = strings.Join(pressed, "+")
	}
	text := strings.Join(ways, "  ")
	if mac {
		text = strings.ReplaceAll(text, message.Text("key-label-ctrl", nil)+"+", "⌘")
	}
	return text
}
