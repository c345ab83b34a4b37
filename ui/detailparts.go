package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/library"
	"descry/ui/kit"
)

// previewBox has the photo's proportions from the start, so that nothing jumps
// when the picture comes.
func (d *details) previewBox(p library.Photo) fyne.CanvasObject {
	width, height := kit.DetailsWidth-2*kit.DetailsPad, float32(170)
	if p.Width > 0 && p.Height > 0 {
		height = min(width*float32(p.Height)/float32(p.Width), previewHeight)
	}
	d.preview.SetMinSize(fyne.NewSize(width, height))
	d.picture = kit.NewTappable(container.NewStack(d.preview, d.heat), func() { d.actions.view(p.ID) })
	d.showPicture()
	return d.picture
}

// setViewing tells whether the viewer shows the photo already.
func (d *details) setViewing(viewing bool) {
	d.viewing = viewing
	d.showPicture()
}

// showPicture hides the preview where the photo is seen already, unless a heat map lies
// on it.
func (d *details) showPicture() {
	if d.picture != nil {
		kit.SetVisible(d.picture, !d.viewing || d.heat.Visible())
	}
}

func (d *details) buttons(p library.Photo) fyne.CanvasObject {
	path := p.Files[0].Path
	open := kit.NewButton(d.keys, "Open", func() { d.actions.open(path) })
	reveal := kit.NewButton(d.keys, "Show in file manager", func() { d.actions.reveal(path) })
	if !p.Files[0].Online {
		open.Disable()
		reveal.Disable()
	}
	similar := kit.NewButton(d.keys, "Find similar", func() { d.actions.similar(p.ID) })
	copyPath := kit.NewButton(d.keys, "Copy path", func() { d.actions.copyText("path", path) })
	more, less := d.exampleButtons(p.ID)
	return container.NewVBox(container.NewBorder(nil, nil, similar, copyPath, open), container.NewGridWithColumns(2, more, less), reveal)
}

// positionView shows where the photo was taken; what is copied every map takes.
func (d *details) positionView(p library.Photo) []fyne.CanvasObject {
	text := readablePosition(p.GPS)
	if text == "" {
		return nil
	}
	return []fyne.CanvasObject{d.copyableAs("Place", "coordinates", text, formatPosition(p.GPS))}
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
func (d *details) factView(f kit.Fact) fyne.CanvasObject {
	if !f.Written {
		return kit.FactView(f)
	}
	width := kit.DetailsWidth - 2*kit.DetailsPad
	return container.New(&kit.FactLayout{Inset: kit.QuotationInset}, kit.NewHint(f.Name), kit.NewQuotation(d.keys, d.scroll, f.Value, fyne.TextWrapWord, width))
}

// copyable is a fact with a button that copies it.
func (d *details) copyable(name, what, text string) fyne.CanvasObject {
	return d.copyableAs(name, what, text, text)
}

// copyableAs is a fact whose button copies it in another form than it is read in.
func (d *details) copyableAs(name, what, text, copied string) fyne.CanvasObject {
	button := kit.NewIconButton(d.keys, fynetheme.ContentCopyIcon(), "Copy the "+what, func() { d.actions.copyText(what, copied) })
	width := kit.DetailsWidth - 2*kit.DetailsPad
	value := kit.NewQuotation(d.keys, d.scroll, text, fyne.TextWrapBreak, width-button.MinSize().Width-kit.QuotationInset)
	return container.NewBorder(nil, nil, nil, container.NewVBox(button), container.New(&kit.FactLayout{Inset: kit.QuotationInset}, kit.NewHint(name), value))
}
