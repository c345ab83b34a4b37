// Package theme is the look of Descry: neutral greys that leave the colour to the photos, one
// accent for selection and focus, text of 13 and 12, and an 8 px grid. The theme has a light
// and a dark palette and follows the system by default.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The variants that New knows, as they stand in the settings file.
const (
	System = "system" // the desktop's, followed while running
	Light  = "light"
	Dark   = "dark"
)

// Colours beyond Fyne's own names, looked up like those, for example with
// fynetheme.Color(theme.ColorNamePanel).
const (
	// ColorNamePanel is the ground of sidebar, status bar and details.
	ColorNamePanel fyne.ThemeColorName = "descryPanel"
	// ColorNameMuted is for secondary text: counts, units, hints.
	ColorNameMuted fyne.ThemeColorName = "descryMuted"
	// ColorNameChip is the ground of a filter chip or tag.
	ColorNameChip fyne.ThemeColorName = "descryChip"
	// ColorNameSelected is the ground of values of the selected photos: the accent, so pale
	// that text on it is readable.
	ColorNameSelected fyne.ThemeColorName = "descrySelected"
)

// Measures of the 8 px grid in Fyne units.
const (
	Unit   float32 = 8 // one step of the grid
	Corner float32 = 6 // corner radius of panels; photos have none
)

// Theme is Descry's fyne.Theme. A Theme holds no state beyond its variant, so several may be
// in use at once: the viewer is dark whatever the window is.
type Theme struct {
	variant string
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the theme in the given variant. An unknown variant means System.
func New(variant string) *Theme {
	return &Theme{variant: variant}
}

// Color returns the colour of a name. The variant that Fyne passes counts only
// for System.
func (t *Theme) Color(name fyne.ThemeColorName, system fyne.ThemeVariant) color.Color {
	if c, ok := t.palette(system)[name]; ok {
		return c
	}
	return fynetheme.DefaultTheme().Color(name, t.resolve(system))
}

func (t *Theme) resolve(system fyne.ThemeVariant) fyne.ThemeVariant {
	switch t.variant {
	case Light:
		return fynetheme.VariantLight
	case Dark:
		return fynetheme.VariantDark
	}
	return system
}

func (t *Theme) palette(system fyne.ThemeVariant) map[fyne.ThemeColorName]color.Color {
	if t.resolve(system) == fynetheme.VariantLight {
		return light
	}
	return dark
}

// Font returns Fyne's bundled font, which covers Latin, Greek and Cyrillic. For other scripts
// Fyne falls back to the fonts of the system, and to those of UseCarriedFonts.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	return fynetheme.DefaultTheme().Font(style)
}

// Icon returns Fyne's icon of a name.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// Size returns a measure in Fyne units.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		return s
	}
	return fynetheme.DefaultTheme().Size(name)
}

var sizes = map[fyne.ThemeSizeName]float32{
	fynetheme.SizeNameText:            13,
	fynetheme.SizeNameCaptionText:     12,
	fynetheme.SizeNameSubHeadingText:  15,
	fynetheme.SizeNameHeadingText:     20,
	fynetheme.SizeNameInlineIcon:      18,
	fynetheme.SizeNamePadding:         Unit / 2,
	fynetheme.SizeNameInnerPadding:    Unit,
	fynetheme.SizeNameLineSpacing:     Unit / 2,
	fynetheme.SizeNameInputRadius:     Corner,
	fynetheme.SizeNameButtonRadius:    Corner,
	fynetheme.SizeNameSelectionRadius: Corner,
	fynetheme.SizeNameCardRadius:      Corner,
	fynetheme.SizeNamePopupRadius:     Corner,
	fynetheme.SizeNameMenuRadius:      Corner,
	fynetheme.SizeNameDialogRadius:    Unit,
	// A blurred backdrop costs a full-screen pass per frame and makes the photo
	// behind a dialog look out of focus.
	fynetheme.SizeNameModalBlurRadius: 0,
}
