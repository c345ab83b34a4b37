package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Fact is one line of the details panel: a name and a value.
type Fact struct {
	Name, Value string
	Written     bool // by a person, and worth copying
	Muted       bool // the value stands in for an unknown one
}

// FactView shows a fact as a small name above its value.
func FactView(f Fact) fyne.CanvasObject {
	if f.Muted {
		return container.New(&FactLayout{LabelInset}, NewHint(f.Name), Wrapped(f.Value))
	}
	return container.New(&FactLayout{LabelInset}, NewHint(f.Name), NewParagraph(f.Value))
}

// Wrapped is a paragraph of secondary text.
func Wrapped(text string) fyne.CanvasObject {
	p := NewProse(text)
	p.Words.Style.SizeName = fynetheme.SizeNameText
	return NewInset(Inset{LabelInset, LabelInset, LabelInset, LabelInset, 0}, p)
}

// SheetInset is how far text in the body of a sheet stands from the body's edge, in Fyne
// units: below the title.
const SheetInset = sheetPad / 2

// NewSheetText is a paragraph that stands below the title of a sheet.
func NewSheetText(text string) fyne.CanvasObject {
	return NewInset(Inset{Left: SheetInset - LabelInset, Right: SheetInset - LabelInset}, Wrapped(text))
}

// InSheet puts what a sheet says below its title.
func InSheet(o fyne.CanvasObject) fyne.CanvasObject {
	return NewInset(Inset{Left: SheetInset, Right: SheetInset}, o)
}

// FactLayout takes away the padding around a label, which would part a name from its value.
type FactLayout struct{ Inset float32 }

// LabelInset is how far a label keeps its text from its edge, in Fyne units.
const LabelInset float32 = 8 // Fyne pads labels with the theme's inner padding

// Layout is for Fyne.
func (f *FactLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, value := objects[0], objects[1]
	high := name.MinSize().Height
	Put(name, 0, 0, size.Width, high)
	Put(value, -f.Inset, high-f.Inset, size.Width+2*f.Inset, value.MinSize().Height)
}

// MinSize is for Fyne.
func (f *FactLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height+objects[1].MinSize().Height-2*f.Inset+4)
}
