package ui

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// learnIcon is a mortarboard.
var learnIcon = fynetheme.NewThemedResource(fyne.NewStaticResource("descry-learn.svg", []byte(
	`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">
<path fill="#000000" d="M12 4 L1.5 9.5 L12 15 L20.5 10.5 V16.5 H22.5 V9.5 Z"/>
<path fill="#000000" d="M5.5 13 V17 C7.5 20.2 16.5 20.2 18.5 17 V13 L12 16.6 Z"/>
</svg>`)))
