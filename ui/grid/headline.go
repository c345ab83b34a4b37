package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
)

// headline draws a section's title and the number of photos in it.
type headline struct {
	title *canvas.Text
	count *canvas.Text
}

// headlines shows the headings in view. Texts are reused in order of appearance: their
// textures are cached by content, so reuse costs nothing.
func (v *view) headlines(top, height float64) {
	v.used = 0
	for _, h := range v.g.arr.heads {
		if h.y+headHeight <= top {
			continue
		}
		if h.y >= top+height {
			break
		}
		if v.used == len(v.heads) {
			v.heads = append(v.heads, newHeadline())
		}
		v.heads[v.used].set(v.g, h.section, float32(h.y-top))
		v.used++
	}
}

func newHeadline() *headline {
	h := &headline{title: canvas.NewText("", nil), count: canvas.NewText("", nil)}
	h.title.TextStyle.Bold = true
	return h
}

func (h *headline) set(g *Grid, section int, y float32) {
	a := g.arr
	end := len(a.tiles)
	if section+1 < len(a.sections) {
		end = a.sections[section+1].First
	}
	h.title.Text = a.sections[section].Title
	h.title.Color = g.colour(fynetheme.ColorNameForeground)
	h.title.TextSize = g.measure(fynetheme.SizeNameText)
	h.count.Text = ""
	if !a.sections[section].Counted {
		h.count.Text = message.FormatCount(end - a.sections[section].First)
	}
	h.count.Color = g.colour(fynetheme.ColorNamePlaceHolder)
	h.count.TextSize = g.measure(fynetheme.SizeNameCaptionText)

	const below = 8 // between the text and its photos
	width, base := h.title.MinSize(), y+headHeight-below
	h.title.Move(fyne.NewPos(marginLeft, base-width.Height))
	h.count.Move(fyne.NewPos(marginLeft+width.Width+8, base-h.count.MinSize().Height))
	// Fyne leaves out objects that lie outside by their size, and a text without a size would
	// be gone as soon as its upper edge is.
	h.title.Resize(width)
	h.count.Resize(h.count.MinSize())
}
