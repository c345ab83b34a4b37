package theme_test

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/ui/theme"
)

// luminance is the relative luminance of WCAG 2.2, section 1.4.3.
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// over composes a translucent colour on an opaque ground.
func over(top, ground color.NRGBA) color.NRGBA {
	mix := func(t, g uint8) uint8 {
		return uint8((int(t)*int(top.A) + int(g)*(255-int(top.A))) / 255)
	}
	return color.NRGBA{mix(top.R, ground.R), mix(top.G, ground.G), mix(top.B, ground.B), 255}
}

func TestContrast(t *testing.T) {
	test.NewTempApp(t)
	grounds := []fyne.ThemeColorName{
		fynetheme.ColorNameBackground, theme.ColorNamePanel, fynetheme.ColorNameInputBackground,
		fynetheme.ColorNameMenuBackground, fynetheme.ColorNameOverlayBackground, fynetheme.ColorNameHeaderBackground,
	}
	texts := []fyne.ThemeColorName{
		fynetheme.ColorNameForeground, fynetheme.ColorNamePlaceHolder, theme.ColorNameMuted,
		fynetheme.ColorNamePrimary, fynetheme.ColorNameHyperlink, fynetheme.ColorNameError,
		fynetheme.ColorNameWarning, fynetheme.ColorNameSuccess,
	}
	pairs := [][2]fyne.ThemeColorName{
		{fynetheme.ColorNameForeground, fynetheme.ColorNameButton},
		{fynetheme.ColorNameForeground, theme.ColorNameChip},
		{fynetheme.ColorNameForeground, theme.ColorNameSelected},
		{fynetheme.ColorNameForegroundOnPrimary, fynetheme.ColorNamePrimary},
		{fynetheme.ColorNameForegroundOnError, fynetheme.ColorNameError},
		{fynetheme.ColorNameForegroundOnWarning, fynetheme.ColorNameWarning},
		{fynetheme.ColorNameForegroundOnSuccess, fynetheme.ColorNameSuccess},
	}
	for _, g := range grounds {
		for _, x := range texts {
			pairs = append(pairs, [2]fyne.ThemeColorName{x, g})
		}
	}
	for _, variant := range []string{theme.Light, theme.Dark} {
		th := theme.New(variant)
		for _, p := range pairs {
			if got := contrast(pick(th, p[0]), pick(th, p[1])); got < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f, want at least 4.5", variant, p[0], p[1], got)
			}
		}
		checkTintedGrounds(t, variant, th, grounds)
	}
}

// checkTintedGrounds covers text on a hovered, pressed or selected row.
func checkTintedGrounds(t *testing.T, variant string, th fyne.Theme, grounds []fyne.ThemeColorName) {
	t.Helper()
	tints := []fyne.ThemeColorName{
		fynetheme.ColorNameHover, fynetheme.ColorNamePressed,
		fynetheme.ColorNameSelection, fynetheme.ColorNameFocus,
	}
	for _, g := range grounds {
		for _, tint := range tints {
			ground := over(pick(th, tint), pick(th, g))
			if got := contrast(pick(th, fynetheme.ColorNameForeground), ground); got < 4.5 {
				t.Errorf("%s: foreground on %s over %s has contrast %.2f, want at least 4.5", variant, tint, g, got)
			}
		}
	}
}

func pick(th fyne.Theme, name fyne.ThemeColorName) color.NRGBA {
	return color.NRGBAModel.Convert(th.Color(name, fynetheme.VariantLight)).(color.NRGBA)
}

func TestVariants(t *testing.T) {
	test.NewTempApp(t)
	lightGround, darkGround := color.NRGBA{0xfa, 0xfa, 0xfa, 0xff}, color.NRGBA{0x1b, 0x1b, 0x1d, 0xff}
	tests := []struct {
		variant string
		system  fyne.ThemeVariant
		want    color.NRGBA
	}{
		{theme.System, fynetheme.VariantLight, lightGround},
		{theme.System, fynetheme.VariantDark, darkGround},
		{theme.Light, fynetheme.VariantDark, lightGround},
		{theme.Dark, fynetheme.VariantLight, darkGround},
		{"", fynetheme.VariantDark, darkGround},
		{"sepia", fynetheme.VariantLight, lightGround},
	}
	for _, tt := range tests {
		if got := theme.New(tt.variant).Color(fynetheme.ColorNameBackground, tt.system); got != tt.want {
			t.Errorf("variant %q on system variant %d: ground %v, want %v", tt.variant, tt.system, got, tt.want)
		}
	}
}

func TestSizesAndFallbacks(t *testing.T) {
	test.NewTempApp(t)
	th := theme.New(theme.System)
	if got := th.Size(fynetheme.SizeNameText); got != 13 {
		t.Errorf("text size %v, want 13", got)
	}
	if got := th.Size(fynetheme.SizeNameCaptionText); got != 12 {
		t.Errorf("caption size %v, want 12", got)
	}
	if got := th.Size(fynetheme.SizeNameScrollBar); got <= 0 {
		t.Errorf("a size that the theme does not name is %v, want Fyne's", got)
	}
	if th.Font(fyne.TextStyle{Bold: true}) == nil || th.Icon(fynetheme.IconNameInfo) == nil {
		t.Error("fonts and icons of Fyne are not passed on")
	}
	if th.Color("no such colour", fynetheme.VariantDark) == nil {
		t.Error("an unknown colour has no fallback")
	}
}
