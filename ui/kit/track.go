package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/ui/theme"
)

// VisibleTrack is the present theme with a slider's track in the colour of chips. Fyne draws
// the track like the ground of a text field, which can't be told from a white window.
type VisibleTrack struct{}

// Color is for Fyne.
func (VisibleTrack) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == fynetheme.ColorNameInputBackground {
		name = theme.ColorNameChip
	}
	return CurrentTheme().Color(name, variant)
}

// Font is for Fyne.
func (VisibleTrack) Font(style fyne.TextStyle) fyne.Resource { return CurrentTheme().Font(style) }

// Icon is for Fyne.
func (VisibleTrack) Icon(name fyne.ThemeIconName) fyne.Resource { return CurrentTheme().Icon(name) }

// Size is for Fyne.
func (VisibleTrack) Size(name fyne.ThemeSizeName) float32 { return CurrentTheme().Size(name) }

// CurrentTheme is the theme of the running program.
func CurrentTheme() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }
