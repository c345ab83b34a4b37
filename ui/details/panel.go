package details

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
	"descry/ui/theme"
)

// previewHeight is how high the preview of an upright photo is at most, in Fyne units.
const previewHeight float32 = 256

// PreviewPause is how long a selection rests before the panel wants what may mean decoding the
// photo's file: a sharper preview, and how the file is read. Walking through photos shows
// thumbnails.
const PreviewPause = 200 * time.Millisecond

// Backend is what the panel needs of the program. All methods may be called from any
// goroutine, may take as long as a disk takes, and return when ctx ends. Errors carry one
// sentence for the user, to be shown as it is.
type Backend interface {
	// Thumbnail returns at most 256 px on the longer side.
	Thumbnail(ctx context.Context, id library.PhotoID) (image.Image, error)
	// LargeThumbnail returns at most 1,024 px on the longer side, made from the file if fresh
	// and there is none yet.
	LargeThumbnail(ctx context.Context, id library.PhotoID, fresh bool) (image.Image, error)
	// LayOpen reads a photo's file and tells how the file is read. For an offline photo,
	// LayOpen tells what the library knows.
	LayOpen(ctx context.Context, id library.PhotoID) (service.LaidOpen, error)
	// Why tells how well one photo satisfies each part of a query. Parts is empty for a query
	// of filters alone. Without heat maps Why takes a few milliseconds.
	Why(ctx context.Context, ask service.Ask, id library.PhotoID) (service.Why, error)
	// Heat tells where in a photo a part of a query is seen. Heat runs the vision tower, which
	// takes tens of milliseconds to seconds. The Heat has no Values when the model in use has
	// no such output.
	Heat(ctx context.Context, id library.PhotoID, part string) (service.Heat, error)
}

// Shell is what the panel needs of its window. The window and the panel call each other on the
// goroutine of the widgets.
type Shell interface {
	kit.KeySink
	// Cached returns the thumbnail of a photo that is in memory, nil when there is none.
	Cached(id library.PhotoID) image.Image
	// Answered tells the question that the photos on show answer, and the answer. ranked is
	// false unless the photos are ranked by a description.
	Answered() (ask service.Ask, answer service.Answer, ranked bool)
	// View opens the viewer on a photo.
	View(id library.PhotoID)
	// FindSimilar searches for photos that are like one.
	FindSimilar(id library.PhotoID)
	// AddExample makes a photo an example of what is sought, or of what isn't.
	AddExample(id library.PhotoID, negative bool)
	// Judges reports that the photos on show are answers that can be judged. The panel then
	// offers Like and Reject in place of AddExample.
	Judges() bool
	// Liked reports that a photo is judged a right answer.
	Liked(id library.PhotoID) bool
	// Like judges a photo a right answer, or takes the judgement back.
	Like(id library.PhotoID)
	// Reject calls a photo a wrong answer.
	Reject(id library.PhotoID)
	// OpenFile opens a file with the system's program for it.
	OpenFile(path string)
	// RevealFile shows a file in the file manager.
	RevealFile(path string)
	// CopyText puts text on the clipboard and shows a sentence that says so.
	CopyText(sentence, text string)
	// CopyPaths copies the paths of all selected photos.
	CopyPaths()
}

// Options is what a panel needs. All fields must be set.
type Options struct {
	Backend Backend
	Shell   Shell
	Tasks   *kit.Tasks
	// After calls fn on the goroutine of the widgets when d has passed, unless stop is
	// called before.
	After func(d time.Duration, fn func()) (stop func())
}

// Panel shows the details of the selected photo. The methods are for the goroutine of the
// widgets.
type Panel struct {
	Options
	root    *kit.Panel
	body    *fyne.Container
	scroll  *container.Scroll
	preview *canvas.Image
	heatMap *canvas.Image // laid over the preview
	picture *kit.Tappable // preview and heat map, nil without a photo
	viewing bool          // the viewer shows the photo
	heat    heating
	why     *whyView // nil while there is none
	whyRoom *fyne.Container
	tags    fyne.CanvasObject
	laid    *fyne.Container // how the file is read
	summary *kit.Line       // of several photos
	photo   library.Photo   // on show; zero ID when none
}

// New makes a panel without a photo.
func New(o Options) *Panel {
	p := &Panel{Options: o, body: container.NewVBox(), tags: container.NewWithoutLayout()}
	p.preview = canvas.NewImageFromImage(nil)
	p.preview.FillMode = canvas.ImageFillContain
	p.preview.ScaleMode = canvas.ImageScaleSmooth
	p.heatMap = canvas.NewImageFromImage(nil)
	p.heatMap.FillMode, p.heatMap.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
	p.heatMap.Hide()
	p.whyRoom, p.laid = container.NewVBox(), container.NewVBox()
	const pad = kit.DetailsPad
	p.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(pad, pad, pad, pad), p.body))
	p.root = kit.NewSolidPanel(theme.ColorNamePanel, p.scroll)
	p.ShowNone()
	return p
}

// Root is what the window shows of the panel.
func (p *Panel) Root() *kit.Panel { return p.root }

// Scroll is what turns with the wheel over any part of the panel.
func (p *Panel) Scroll() fyne.Scrollable { return p.scroll }

// SetTags puts in the part where tags and the caption of the photos are written. The part
// calls Resized when its height changes.
func (p *Panel) SetTags(part fyne.CanvasObject) { p.tags = part }

// Photo is the photo on show, 0 when none or several are.
func (p *Panel) Photo() library.PhotoID { return p.photo.ID }

// ShowNone tells the user to select a photo.
func (p *Panel) ShowNone() { p.showText(message.Text("details-none", nil)) }

// ShowError tells in place of a photo why the photo can't be shown.
func (p *Panel) ShowError(err error) { p.showText(message.OfError(err)) }

// showText shows a sentence in place of a photo.
func (p *Panel) showText(text string) {
	p.photo = library.Photo{}
	p.preview.Image = nil
	p.replace(kit.Wrapped(text))
}

// ShowMany sums up a selection of n photos.
func (p *Panel) ShowMany(n int) {
	p.photo = library.Photo{}
	p.preview.Image = nil
	p.summary = kit.NewHeading(message.Photos(n))
	p.replace(p.summary, kit.NewButton(p.Shell, message.Text("details-copy-paths-button", nil), p.Shell.CopyPaths), p.tags)
}

// SetSummary says what several photos have in common.
func (p *Panel) SetSummary(text string) {
	if p.summary != nil {
		p.summary.SetText(text)
	}
}

// Show shows a photo's details at once, and looks up the rest until ctx ends, which is when
// another photo is wanted.
func (p *Panel) Show(ctx context.Context, photo library.Photo) {
	p.showPhoto(photo)
	p.lookUpPreview(ctx, photo.ID)
	p.explain(ctx, photo.ID)
	p.layOpen(ctx, photo.ID)
}

// showPhoto shows what the library knows of a photo.
func (p *Panel) showPhoto(photo library.Photo) {
	if photo.ID != p.photo.ID {
		p.preview.Image = nil
	}
	p.photo, p.why = photo, nil
	p.whyRoom.Objects = nil
	p.whyRoom.Hide()
	p.laid.Objects = nil
	p.laid.Hide()
	objects := []fyne.CanvasObject{p.previewBox()}
	if len(photo.Files) > 0 {
		name := kit.NewHeading(message.BaseName(photo.Files[0].Path))
		name.Middle = true
		objects = append(objects, name, p.whyRoom, p.buttons())
	}
	objects = append(objects, p.tags)
	for _, f := range photoFacts(photo) {
		objects = append(objects, p.factView(f))
	}
	objects = append(objects, p.positionView()...)
	objects = append(objects, p.filesView()...)
	objects = append(objects, p.laid)
	p.replace(objects...)
}

// lookUpPreview shows the thumbnail at once and a sharper picture after a rest.
func (p *Panel) lookUpPreview(ctx context.Context, id library.PhotoID) {
	if img := p.Shell.Cached(id); img != nil {
		p.setPreview(img)
	} else {
		p.fetchPreview(ctx, func() (image.Image, error) { return p.Backend.Thumbnail(ctx, id) })
	}
	p.After(PreviewPause, func() {
		if ctx.Err() == nil {
			p.fetchPreview(ctx, func() (image.Image, error) { return p.Backend.LargeThumbnail(ctx, id, true) })
		}
	})
}

func (p *Panel) fetchPreview(ctx context.Context, fetch func() (image.Image, error)) {
	p.Tasks.Run(func(context.Context) {
		img, err := fetch()
		if err != nil || img == nil {
			return // the thumbnail or the flat ground stays
		}
		p.Tasks.Apply(func() {
			if ctx.Err() == nil {
				p.setPreview(img)
			}
		})
	})
}

func (p *Panel) setPreview(img image.Image) {
	p.preview.Image = img
	p.preview.Refresh()
}

// Resized places the parts anew when a part has another height.
func (p *Panel) Resized() {
	p.body.Refresh()
	p.scroll.Refresh()
}

func (p *Panel) replace(objects ...fyne.CanvasObject) {
	p.body.Objects = objects
	p.body.Refresh()
	p.scroll.ScrollToTop()
	p.scroll.Refresh()
}

// previewBox has the photo's proportions from the start, so that nothing jumps when the
// picture comes.
func (p *Panel) previewBox() fyne.CanvasObject {
	photo := p.photo
	width, height := kit.DetailsWidth-2*kit.DetailsPad, float32(170)
	if photo.Width > 0 && photo.Height > 0 {
		height = min(width*float32(photo.Height)/float32(photo.Width), previewHeight)
	}
	p.preview.SetMinSize(fyne.NewSize(width, height))
	p.picture = kit.NewTappable(container.NewStack(p.preview, p.heatMap), func() { p.Shell.View(photo.ID) })
	p.showPicture()
	return p.picture
}

// SetViewing tells whether the viewer shows the photo already.
func (p *Panel) SetViewing(viewing bool) {
	p.viewing = viewing
	p.showPicture()
}

// showPicture hides the preview where the photo is seen already, unless a heat map lies on the
// preview.
func (p *Panel) showPicture() {
	if p.picture != nil {
		kit.SetVisible(p.picture, !p.viewing || p.heatMap.Visible())
	}
}

// buttons are the actions on the photo, which has a file.
func (p *Panel) buttons() fyne.CanvasObject {
	id, file := p.photo.ID, p.photo.Files[0]
	open := kit.NewButton(p.Shell, message.Text("details-open-button", nil), func() { p.Shell.OpenFile(file.Path) })
	reveal := kit.NewButton(p.Shell, message.Text("show-in-file-manager", nil), func() { p.Shell.RevealFile(file.Path) })
	if !file.Online {
		open.Disable()
		reveal.Disable()
	}
	similar := kit.NewButton(p.Shell, message.Text("details-similar-button", nil), func() { p.Shell.FindSimilar(id) })
	copyPath := kit.NewButton(p.Shell, message.Text("copy-path", nil), func() { p.Shell.CopyText(message.Count("copied-paths", 1, nil), file.Path) })
	more, less := p.exampleButtons(id)
	return container.NewVBox(container.New(&actionRow{}, similar, open, copyPath), container.NewGridWithColumns(2, more, less), reveal)
}

// exampleButtons judge the photo as an answer of a search. Elsewhere they search for photos
// that are like or unlike the photo.
func (p *Panel) exampleButtons(id library.PhotoID) (more, less fyne.CanvasObject) {
	if !p.Shell.Judges() {
		return kit.NewButton(p.Shell, message.Text("details-more-button", nil), func() { p.Shell.AddExample(id, false) }),
			kit.NewButton(p.Shell, message.Text("details-less-button", nil), func() { p.Shell.AddExample(id, true) })
	}
	return kit.NewButton(p.Shell, LikeWord(p.Shell.Liked(id), 1), func() { p.Shell.Like(id) }),
		kit.NewButton(p.Shell, RejectWord(1), func() { p.Shell.Reject(id) })
}

// LikeWord names what Like does with n answers. liked says that all are judged right.
func LikeWord(liked bool, n int) string {
	switch {
	case liked:
		return message.Text("answer-no-longer-right", nil)
	case n > 1:
		return message.Text("answers-right", nil)
	}
	return message.Text("answer-right", nil)
}

// RejectWord names what Reject does with n answers.
func RejectWord(n int) string {
	if n > 1 {
		return message.Text("answers-wrong", nil)
	}
	return message.Text("answer-wrong", nil)
}

// positionView shows where the photo was taken. Every map accepts the copied text.
func (p *Panel) positionView() []fyne.CanvasObject {
	text := readablePosition(p.photo.GPS)
	if text == "" {
		return nil
	}
	return []fyne.CanvasObject{p.copyable(fact{
		name: message.Text("details-place", nil), text: text,
		copyTip: message.Text("details-copy-coordinates-tip", nil), done: message.Text("copied-coordinates", nil), copied: formatPosition(p.photo.GPS),
	})}
}

// filesView lists every place where the photo lies.
func (p *Panel) filesView() []fyne.CanvasObject {
	var views []fyne.CanvasObject
	for i, f := range p.photo.Files {
		views = append(views, p.copyable(fact{
			name: pathName(i > 0, f.Online), text: f.Path,
			copyTip: message.Text("copy-path-tip", nil), done: message.Count("copied-paths", 1, nil), copied: f.Path,
		}))
	}
	return views
}

// pathName names the path of the photo's first file, or of another one.
func pathName(other, online bool) string {
	switch {
	case other && online:
		return message.Text("details-other-path", nil)
	case other:
		return message.Text("details-other-path-offline", nil)
	case online:
		return message.Text("details-path", nil)
	}
	return message.Text("details-path-offline", nil)
}

// factView shows a fact. Text that someone wrote can be selected.
func (p *Panel) factView(f kit.Fact) fyne.CanvasObject {
	if !f.Written {
		return kit.FactView(f)
	}
	width := kit.DetailsWidth - 2*kit.DetailsPad
	return container.New(&kit.FactLayout{Inset: kit.QuotationInset}, kit.NewHint(f.Name), kit.NewQuotation(p.Shell, p.scroll, f.Value, fyne.TextWrapWord, width))
}

// fact is a fact that can be copied.
type fact struct {
	name, text string // as they are shown
	copyTip    string // of the button
	done       string // the sentence once the fact is copied
	copied     string // the text in the form for the clipboard
}

// copyable is a fact whose button copies the fact.
func (p *Panel) copyable(f fact) fyne.CanvasObject {
	button := kit.NewIconButton(p.Shell, fynetheme.ContentCopyIcon(), f.copyTip, func() { p.Shell.CopyText(f.done, f.copied) })
	width := kit.DetailsWidth - 2*kit.DetailsPad
	value := kit.NewQuotation(p.Shell, p.scroll, f.text, fyne.TextWrapBreak, width-button.MinSize().Width-kit.QuotationInset)
	return container.NewBorder(nil, nil, nil, container.NewVBox(button), container.New(&kit.FactLayout{Inset: kit.QuotationInset}, kit.NewHint(f.name), value))
}
