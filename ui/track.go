package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/ui/theme"
)

// visibleTrack is the present theme with a slider's track in the colour of chips:
// Fyne draws it like the ground of a text field, which can't be told from a
// white window.
type visibleTrack struct{}

// Color is for Fyne.
func (visibleTrack) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == fynetheme.ColorNameInputBackground {
		name = theme.ColorNameChip
	}
	return current().Color(name, variant)
}

// Font is for Fyne.
func (visibleTrack) Font(style fyne.TextStyle) fyne.Resource { return current().Font(style) }

// Icon is for Fyne.
func (visibleTrack) Icon(name fyne.ThemeIconName) fyne.Resource { return current().Icon(name) }

// Size is for Fyne.
func (visibleTrack) Size(name fyne.ThemeSizeName) float32 { return current().Size(name) }

func current() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }
