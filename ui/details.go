package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// previewHeight is how high the preview of an upright photo is at most, in Fyne units.
const previewHeight float32 = 256

// details is the panel that tells what is known of the selected photo.
type details struct {
	root    *kit.Panel
	body    *fyne.Container
	scroll  *container.Scroll
	preview *canvas.Image
	heat    *canvas.Image // laid over the preview
	picture *kit.Tappable // both of them, nil without a photo
	viewing bool          // the viewer shows the photo
	why     *whyView      // nil while there is none
	whyRoom *fyne.Container
	words   fyne.CanvasObject // tags and caption, see tagPanel
	laid    *fyne.Container   // how its file is read, see layOpen
	summary *kit.Line         // of several photos
	keys    kit.KeySink
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

func newDetails(keys kit.KeySink, actions photoActions) *details {
	d := &details{keys: keys, actions: actions, body: container.NewVBox()}
	d.preview = canvas.NewImageFromImage(nil)
	d.preview.FillMode = canvas.ImageFillContain
	d.preview.ScaleMode = canvas.ImageScaleSmooth
	d.heat = canvas.NewImageFromImage(nil)
	d.heat.FillMode, d.heat.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	d.heat.Hide()
	d.whyRoom, d.laid = container.NewVBox(), container.NewVBox()
	d.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(kit.DetailsPad, kit.DetailsPad, kit.DetailsPad, kit.DetailsPad), d.body))
	d.root = kit.NewPanel(theme.ColorNamePanel, d.scroll)
	d.words = container.NewWithoutLayout()
	d.showNone("Select a photo to see what is known about it.")
	return d
}

// showNone shows a sentence in place of a photo.
func (d *details) showNone(text string) {
	d.photo = library.Photo{}
	d.preview.Image = nil
	d.replace(kit.Wrapped(text))
}

// showMany sums up a selection of several photos.
func (d *details) showMany(n int, copyPaths func()) {
	d.photo = library.Photo{}
	d.preview.Image = nil
	d.summary = kit.NewHeading(message.Plural(n, "photo", "photos"))
	d.replace(d.summary, kit.NewButton(d.keys, "Copy paths", copyPaths), d.words)
}

// setSummary says what several photos have in common.
func (d *details) setSummary(text string) {
	if d.summary != nil {
		d.summary.SetText(text)
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
	d.laid.Objects = nil
	d.laid.Hide()
	objects := []fyne.CanvasObject{d.previewBox(p)}
	if len(p.Files) > 0 {
		name := kit.NewHeading(message.BaseName(p.Files[0].Path))
		name.Middle = true
		objects = append(objects, name, d.whyRoom, d.buttons(p))
	}
	objects = append(objects, d.words)
	for _, f := range photoFacts(p) {
		objects = append(objects, d.factView(f))
	}
	objects = append(objects, d.positionView(p)...)
	objects = append(objects, d.filesView(p)...)
	objects = append(objects, d.laid)
	d.replace(objects...)
}

// setPreview puts the picture in once it is there.
func (d *details) setPreview(id library.PhotoID, img image.Image) {
	if id == d.photo.ID {
		d.preview.Image = img
		d.preview.Refresh()
	}
}

// setWhy tells why the photo is among the results, and in title what it is worth.
func (d *details) setWhy(why service.Why, title string) {
	d.why = newWhyView(why, title, kit.DetailsWidth-2*kit.DetailsPad, d.actions.heat)
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
	kit.SetVisible(d.heat, img != nil)
	d.heat.Refresh()
	d.showPicture()
	d.resized()
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
