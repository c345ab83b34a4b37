package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"descry/library"
	"descry/ui/theme"
)

// Measures of the panel in Fyne units.
const (
	detailsPad    float32 = 12
	previewHeight float32 = 256 // at most, for an upright photo
)

// details is the panel that tells what is known of the selected photo.
type details struct {
	root    *panel
	body    *fyne.Container
	scroll  *container.Scroll
	preview *canvas.Image
	heat    *canvas.Image // laid over the preview
	why     *whyView      // nil while there is none
	whyRoom *fyne.Container
	words   fyne.CanvasObject // tags and caption, see tagPanel
	summary *line             // of several photos
	keys    keySink
	actions photoActions
	photo   library.Photo // on show; zero ID when none
}

// photoActions are what can be done with a photo, from the panel, the menus and
// the viewer alike.
type photoActions struct {
	view     func(id library.PhotoID)
	similar  func(id library.PhotoID)
	like     func(id library.PhotoID, negative bool)
	judges   func() bool // the photos are answers that can be judged: then with these three
	liked    func(ids []library.PhotoID) bool
	good     func(ids []library.PhotoID)
	bad      func(ids []library.PhotoID)
	heat     func(part string) // show where it is, or no longer
	open     func(path string)
	reveal   func(path string)
	copyText func(what, text string)
}

func newDetails(keys keySink, actions photoActions) *details {
	d := &details{keys: keys, actions: actions, body: container.NewVBox()}
	d.preview = canvas.NewImageFromImage(nil)
	d.preview.FillMode = canvas.ImageFillContain
	d.preview.ScaleMode = canvas.ImageScaleSmooth
	d.heat = canvas.NewImageFromImage(nil)
	d.heat.FillMode, d.heat.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	d.heat.Hide()
	d.whyRoom = container.NewVBox()
	d.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(detailsPad, detailsPad, detailsPad, detailsPad), d.body))
	d.root = newPanel(theme.ColorNamePanel, d.scroll)
	d.words = container.NewWithoutLayout()
	d.showNone("Select a photo to see what is known about it.")
	return d
}

// showNone shows a sentence in place of a photo.
func (d *details) showNone(text string) {
	d.photo = library.Photo{}
	d.preview.Image = nil
	d.replace(wrapped(text))
}

// showMany sums up a selection of several photos.
func (d *details) showMany(n int, copyPaths func()) {
	d.photo = library.Photo{}
	d.preview.Image = nil
	d.summary = newHeading(Plural(n, "photo", "photos"))
	d.replace(d.summary, newButton(d.keys, "Copy paths", copyPaths), d.words)
}

// setSummary says what several photos have in common.
func (d *details) setSummary(text string) {
	if d.summary != nil {
		d.summary.setText(text)
	}
}

// showPhoto shows all that is known of a photo.
func (d *details) showPhoto(p library.Photo) {
	if p.ID != d.photo.ID {
		d.preview.Image = nil
	}
	d.photo, d.why = p, nil
	d.whyRoom.Objects = nil
	d.whyRoom.Hide()
	objects := []fyne.CanvasObject{d.previewBox(p)}
	if len(p.Files) > 0 {
		name := newHeading(baseName(p.Files[0].Path))
		name.middle = true
		objects = append(objects, name, d.whyRoom, d.buttons(p))
	}
	objects = append(objects, d.words)
	for _, f := range photoFacts(p) {
		objects = append(objects, d.factView(f))
	}
	objects = append(objects, d.positionView(p)...)
	objects = append(objects, d.filesView(p)...)
	d.replace(objects...)
}

// setPreview puts the picture in once it is there.
func (d *details) setPreview(id library.PhotoID, img image.Image) {
	if id == d.photo.ID {
		d.preview.Image = img
		d.preview.Refresh()
	}
}

// setWhy tells why the photo is among the results.
func (d *details) setWhy(why Why) {
	d.why = newWhyView(why, detailsWidth-2*detailsPad, d.actions.heat)
	d.whyRoom.Objects = []fyne.CanvasObject{d.why.root}
	d.whyRoom.Show()
	d.body.Refresh()
	d.scroll.Refresh()
}

// markPart shows which part the heat map is of, and says a word about it.
func (d *details) markPart(part, note string) {
	if d.why != nil {
		d.why.mark(part, note)
		d.body.Refresh()
	}
}

// setHeat lays a map over the preview, nil takes it away.
func (d *details) setHeat(img image.Image) {
	d.heat.Image = img
	setVisible(d.heat, img != nil)
	d.heat.Refresh()
}

// resized places the parts anew when one of them has another height.
func (d *details) resized() {
	d.body.Refresh()
	d.scroll.Refresh()
}

func (d *details) replace(objects ...fyne.CanvasObject) {
	d.body.Objects = objects
	d.body.Refresh()
	d.scroll.ScrollToTop()
	d.scroll.Refresh()
}

// previewBox has the photo's proportions from the start, so that nothing jumps
// when the picture comes.
func (d *details) previewBox(p library.Photo) fyne.CanvasObject {
	width, height := detailsWidth-2*detailsPad, float32(170)
	if p.Width > 0 && p.Height > 0 {
		height = min(width*float32(p.Height)/float32(p.Width), previewHeight)
	}
	d.preview.SetMinSize(fyne.NewSize(width, height))
	return newTappable(container.NewStack(d.preview, d.heat), func() { d.actions.view(p.ID) })
}

func (d *details) buttons(p library.Photo) fyne.CanvasObject {
	path := p.Files[0].Path
	open := newButton(d.keys, "Open", func() { d.actions.open(path) })
	reveal := newButton(d.keys, "Show in file manager", func() { d.actions.reveal(path) })
	if !p.Files[0].Online {
		open.Disable()
		reveal.Disable()
	}
	similar := newButton(d.keys, "Find similar", func() { d.actions.similar(p.ID) })
	copyPath := newButton(d.keys, "Copy path", func() { d.actions.copyText("path", path) })
	more, less := d.exampleButtons(p.ID)
	return container.NewVBox(container.NewBorder(nil, nil, similar, copyPath, open), container.NewGridWithColumns(2, more, less), reveal)
}

// positionView shows where the photo was taken, for pasting into a map.
func (d *details) positionView(p library.Photo) []fyne.CanvasObject {
	text := formatPosition(p.GPS)
	if text == "" {
		return nil
	}
	return []fyne.CanvasObject{d.copyable("Place", "coordinates", text)}
}

// filesView lists every place where the photo lies.
func (d *details) filesView(p library.Photo) []fyne.CanvasObject {
	var views []fyne.CanvasObject
	for i, f := range p.Files {
		name := "Path"
		if i > 0 {
			name = "Same photo at"
		}
		if !f.Online {
			name += " (offline)"
		}
		views = append(views, d.copyable(name, "path", f.Path))
	}
	return views
}

// factView shows a fact; words that someone wrote can be selected.
func (d *details) factView(f fact) fyne.CanvasObject {
	if !f.Written {
		return factView(f)
	}
	width := detailsWidth - 2*detailsPad
	return container.New(&factLayout{quotationInset}, newHint(f.Name), newQuotation(d.keys, d.scroll, f.Value, fyne.TextWrapWord, width))
}

// copyable is a fact with a button that copies it.
func (d *details) copyable(name, what, text string) fyne.CanvasObject {
	button := newQuietButton(d.keys, "", fynetheme.ContentCopyIcon(), func() { d.actions.copyText(what, text) })
	width := detailsWidth - 2*detailsPad
	value := newQuotation(d.keys, d.scroll, text, fyne.TextWrapBreak, width-button.MinSize().Width-quotationInset)
	return container.NewBorder(nil, nil, nil, container.NewVBox(button), container.New(&factLayout{quotationInset}, newHint(name), value))
}

// factView shows a fact as a small name above its value.
func factView(f fact) fyne.CanvasObject {
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
