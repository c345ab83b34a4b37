package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"descry/ui/theme"
)

// fact is one line of the details panel: a name and what is known.
type fact struct {
	Name, Value string
	Written     bool // by a person, and worth copying
	Muted       bool // it only stands in for what is not known
}

// factView shows a fact as a small name above its value.
func factView(f fact) fyne.CanvasObject {
	if f.Muted {
		return container.New(&factLayout{labelInset}, newHint(f.Name), wrapped(f.Value))
	}
	value := widget.NewLabel(f.Value)
	value.Wrapping = fyne.TextWrapWord
	return container.New(&factLayout{labelInset}, newHint(f.Name), value)
}

// wrapped is a paragraph of secondary text.
func wrapped(text string) fyne.CanvasObject {
	style := widget.RichTextStyleParagraph
	style.ColorName = theme.ColorNameMuted
	t := widget.NewRichText(&widget.TextSegment{Text: text, Style: style})
	t.Wrapping = fyne.TextWrapWord
	return t
}

// factLayout takes away the padding around a label, which would part a name from
// its value.
type factLayout struct{ inset float32 }

const labelInset float32 = 8 // Fyne pads labels with the theme's inner padding

// Layout is for Fyne.
func (f *factLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, value := objects[0], objects[1]
	high := name.MinSize().Height
	put(name, 0, 0, size.Width, high)
	put(value, -f.inset, high-f.inset, size.Width+2*f.inset, value.MinSize().Height)
}

// MinSize is for Fyne.
func (f *factLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height+objects[1].MinSize().Height-2*f.inset+4)
}
