package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// rgb returns an opaque colour from 0xRRGGBB.
func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// veil returns a translucent colour from 0xRRGGBB and an alpha.
func veil(v uint32, alpha uint8) color.NRGBA {
	c := rgb(v)
	c.A = alpha
	return c
}

// The palettes name every colour that Fyne draws with, so that none of Fyne's own blues and
// blacks shows through. A test checks the contrast of text.
var light = map[fyne.ThemeColorName]color.Color{
	ColorNamePanel: rgb(0xf0f0f2),
	ColorNameMuted: rgb(0x5c5c63),
	ColorNameChip:  rgb(0xe2e2e6),

	ColorNameSelected: rgb(0xd9e6f8),

	fynetheme.ColorNameBackground:        rgb(0xfafafa),
	fynetheme.ColorNameForeground:        rgb(0x1d1d1f),
	fynetheme.ColorNamePlaceHolder:       rgb(0x5c5c63),
	fynetheme.ColorNameDisabled:          rgb(0x85858c),
	fynetheme.ColorNameButton:            rgb(0xe8e8eb),
	fynetheme.ColorNameDisabledButton:    rgb(0xf0f0f2),
	fynetheme.ColorNameInputBackground:   rgb(0xffffff),
	fynetheme.ColorNameInputBorder:       rgb(0xc9c9cf),
	fynetheme.ColorNameMenuBackground:    rgb(0xffffff),
	fynetheme.ColorNameOverlayBackground: rgb(0xfafafa),
	fynetheme.ColorNameHeaderBackground:  rgb(0xf0f0f2),
	fynetheme.ColorNameSeparator:         rgb(0xe0e0e4),
	fynetheme.ColorNameShadow:            veil(0x000000, 0x30),
	fynetheme.ColorNameHover:             veil(0x000000, 0x10),
	fynetheme.ColorNamePressed:           veil(0x000000, 0x20),

	fynetheme.ColorNamePrimary:             rgb(0x0b5fd0),
	fynetheme.ColorNameHyperlink:           rgb(0x0b5fd0),
	fynetheme.ColorNameForegroundOnPrimary: rgb(0xffffff),
	fynetheme.ColorNameFocus:               veil(0x0b5fd0, 0x48),
	fynetheme.ColorNameSelection:           veil(0x0b5fd0, 0x38),

	fynetheme.ColorNameScrollBar:           veil(0x000000, 0x70),
	fynetheme.ColorNameScrollBarBackground: veil(0x000000, 0x0c),

	fynetheme.ColorNameError:               rgb(0xb3261e),
	fynetheme.ColorNameForegroundOnError:   rgb(0xffffff),
	fynetheme.ColorNameWarning:             rgb(0x8a5300),
	fynetheme.ColorNameForegroundOnWarning: rgb(0xffffff),
	fynetheme.ColorNameSuccess:             rgb(0x1f6f34),
	fynetheme.ColorNameForegroundOnSuccess: rgb(0xffffff),

	fynetheme.ColorNameInnerWindowBorder:         rgb(0xe0e0e4),
	fynetheme.ColorNameInnerWindowBorderInactive: rgb(0xf0f0f2),
}

var dark = map[fyne.ThemeColorName]color.Color{
	ColorNamePanel: rgb(0x26262a),
	ColorNameMuted: rgb(0xacacb4),
	ColorNameChip:  rgb(0x3a3a40),

	ColorNameSelected: rgb(0x2a3a52),

	fynetheme.ColorNameBackground:        rgb(0x1b1b1d),
	fynetheme.ColorNameForeground:        rgb(0xececee),
	fynetheme.ColorNamePlaceHolder:       rgb(0xacacb4),
	fynetheme.ColorNameDisabled:          rgb(0x7c7c84),
	fynetheme.ColorNameButton:            rgb(0x35353a),
	fynetheme.ColorNameDisabledButton:    rgb(0x29292d),
	fynetheme.ColorNameInputBackground:   rgb(0x141416),
	fynetheme.ColorNameInputBorder:       rgb(0x48484f),
	fynetheme.ColorNameMenuBackground:    rgb(0x2d2d31),
	fynetheme.ColorNameOverlayBackground: rgb(0x26262a),
	fynetheme.ColorNameHeaderBackground:  rgb(0x26262a),
	fynetheme.ColorNameSeparator:         rgb(0x37373c),
	fynetheme.ColorNameShadow:            veil(0x000000, 0x70),
	fynetheme.ColorNameHover:             veil(0xffffff, 0x12),
	fynetheme.ColorNamePressed:           veil(0xffffff, 0x24),

	fynetheme.ColorNamePrimary:             rgb(0x74acff),
	fynetheme.ColorNameHyperlink:           rgb(0x74acff),
	fynetheme.ColorNameForegroundOnPrimary: rgb(0x0b1a30),
	fynetheme.ColorNameFocus:               veil(0x74acff, 0x50),
	fynetheme.ColorNameSelection:           veil(0x74acff, 0x40),

	fynetheme.ColorNameScrollBar:           veil(0xffffff, 0x70),
	fynetheme.ColorNameScrollBarBackground: veil(0xffffff, 0x0c),

	fynetheme.ColorNameError:               rgb(0xff8a80),
	fynetheme.ColorNameForegroundOnError:   rgb(0x33090a),
	fynetheme.ColorNameWarning:             rgb(0xffb74d),
	fynetheme.ColorNameForegroundOnWarning: rgb(0x2b1900),
	fynetheme.ColorNameSuccess:             rgb(0x7fd492),
	fynetheme.ColorNameForegroundOnSuccess: rgb(0x06220e),

	fynetheme.ColorNameInnerWindowBorder:         rgb(0x37373c),
	fynetheme.ColorNameInnerWindowBorderInactive: rgb(0x26262a),
}
