package models

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"descry/app/notice"
	"descry/app/service"
	"descry/app/service/models"
	"descry/ui/kit"
	"descry/ui/kit/kittest"
	"descry/ui/theme"
)

// fakeBackend has three packs and an offer, of which the test moves what changes. What a
// test doesn't set succeeds at once.
type fakeBackend struct {
	useModel  func(id string) error
	verify    func(ctx context.Context, id string, progress func(done, total int64)) error
	importing func(ctx context.Context, r models.ImportRequest, progress func(done, total int64)) (string, error)
	download  func(ctx context.Context, offer, quantize string, progress func(notice.Notice, int64, int64)) (string, error)
	list      func() (models.Page, error) // nil for page
	cardUse   error
	names     []string // folders in /down

	lock   sync.Mutex
	page   models.Page
	stat   service.Status
	calls  []string
	notify func() // something has changed
}

var _ Backend = (*fakeBackend)(nil)

func newBackend() *fakeBackend {
	return &fakeBackend{page: models.Page{
		Device: "Automatic", Devices: []string{"Automatic", "AMD Radeon 780M · Vulkan", "CPU"}, RunsOn: notice.AsItIs("CPU"), Folder: "/models",
		Models: []models.Model{
			{ID: "starter", Name: "Starter model", BuiltIn: true, Active: true, Vectors: 3, Photos: 3},
			{ID: "one", Name: "One", Path: "/models/one", Bytes: 1_640_000_000, Photos: 3, Vectors: 2, VectorBytes: 47_000_000},
			{ID: "two", Name: "Two", Path: "/models/two", Bytes: 2_000_000, Photos: 3},
		},
		Offers: []models.Offer{{ID: "pair", Name: "The pair", Bytes: 5_700_000_000, Pages: []string{"https://huggingface.co/a/b"}}},
	}}
}

// change alters what the backend answers and tells the page.
func (b *fakeBackend) change(fn func()) {
	b.lock.Lock()
	fn()
	notify := b.notify
	b.lock.Unlock()
	notify()
}

func (b *fakeBackend) called(name string) {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.calls = append(b.calls, name)
}

func (b *fakeBackend) count(name string) int {
	b.lock.Lock()
	defer b.lock.Unlock()
	n := 0
	for _, c := range b.calls {
		if c == name {
			n++
		}
	}
	return n
}

func (b *fakeBackend) status() service.Status {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.stat
}

func (b *fakeBackend) Models(context.Context) (models.Page, error) {
	if b.list != nil {
		return b.list()
	}
	b.lock.Lock()
	defer b.lock.Unlock()
	page := b.page
	page.Models = slices.Clone(page.Models)
	return page, nil
}

func (b *fakeBackend) UseModel(_ context.Context, id string) error {
	b.called("UseModel " + id)
	if b.useModel == nil {
		return nil
	}
	return b.useModel(id)
}

func (b *fakeBackend) KeepModel(context.Context) error {
	b.called("KeepModel")
	return nil
}

func (b *fakeBackend) VerifyModel(ctx context.Context, id string, progress func(done, total int64)) error {
	b.called("VerifyModel " + id)
	if b.verify == nil {
		return nil
	}
	return b.verify(ctx, id, progress)
}

func (b *fakeBackend) MeasureModel(_ context.Context, id string) error {
	b.called("MeasureModel " + id)
	return nil
}

func (b *fakeBackend) DeleteModel(_ context.Context, id string) error {
	b.called("DeleteModel " + id)
	return nil
}

func (b *fakeBackend) DeleteVectors(_ context.Context, id string) error {
	b.called("DeleteVectors " + id)
	return nil
}

func (b *fakeBackend) ImportModel(ctx context.Context, r models.ImportRequest, progress func(done, total int64)) (string, error) {
	b.called("ImportModel")
	if b.importing == nil {
		return "", nil
	}
	return b.importing(ctx, r, progress)
}

func (b *fakeBackend) DownloadModel(ctx context.Context, offer, quantize string, progress func(notice.Notice, int64, int64)) (string, error) {
	b.called("DownloadModel " + offer + " " + quantize)
	if b.download == nil {
		return "", nil
	}
	return b.download(ctx, offer, quantize, progress)
}

func (b *fakeBackend) SetDevice(_ context.Context, device string) error {
	b.called("SetDevice " + device)
	return nil
}

func (b *fakeBackend) SetCardUse(_ context.Context, use models.CardUse) error {
	b.called(fmt.Sprintf("SetCardUse %d %s", use.Share, use.OnBattery))
	return b.cardUse
}

// folderNames lists the folders in /down.
func (b *fakeBackend) folderNames(_ context.Context, folder, start string, _ int) ([]string, error) {
	var found []string
	for _, name := range b.names {
		if folder == "/down" && kit.NameBegins(name, start) {
			found = append(found, name)
		}
	}
	return found, nil
}

// fakeShell is a window with nothing but the page: it opens sheets and menus, and keeps
// what it was asked for else.
type fakeShell struct {
	page     *Page
	canvas   fyne.Canvas
	tips     *kit.Tips
	tasks    *kit.Tasks
	sheets   []*kit.Sheet
	said     []string // newest last
	browsed  []string
	handedOn []fyne.KeyName
}

var _ Shell = (*fakeShell)(nil)

func (s *fakeShell) TypedRune(rune)                              {}
func (s *fakeShell) TypedKey(ev *fyne.KeyEvent)                  { s.handedOn = append(s.handedOn, ev.Name) }
func (s *fakeShell) TakeShortcut(fyne.Shortcut) bool             { return false }
func (s *fakeShell) TakeTyped(*widget.Entry, fyne.Shortcut) bool { return false }
func (s *fakeShell) Escape()                                     { s.ClosePage() }
func (s *fakeShell) Hints() *kit.Tips                            { return s.tips }
func (s *fakeShell) Focus(on fyne.Focusable)                     { s.canvas.Focus(on) }
func (s *fakeShell) OpenAddress(address string)                  { s.browsed = append(s.browsed, address) }
func (s *fakeShell) Say(sentence, _ string, _ func())            { s.said = append(s.said, sentence) }
func (s *fakeShell) ShowJobs()                                   { s.page.ShowWork() }
func (s *fakeShell) JobsChanged()                                { s.tasks.Apply(s.ShowJobs) }

func (s *fakeShell) PageKeys(of kit.Stopper) kit.PageKeys {
	return kit.NewPageKeys(s, s.canvas, func() bool { return s.page.open }, of)
}

func (s *fakeShell) OpenPage() {
	s.page.Object().Show()
	s.page.Shown()
	s.ShowJobs()
}

func (s *fakeShell) ClosePage() {
	s.page.Left()
	s.page.Object().Hide()
}

func (s *fakeShell) OpenSheet(title string, size fyne.Size, body fyne.CanvasObject, buttons ...fyne.CanvasObject) *kit.Sheet {
	sheet := kit.NewSheet(s.canvas, title, size, body, buttons, &fyne.Container{}, s.tips.Push())
	s.sheets = append(s.sheets, sheet)
	sheet.Show()
	return sheet
}

func (s *fakeShell) CloseSheet(sheet *kit.Sheet) {
	s.sheets = slices.DeleteFunc(s.sheets, func(open *kit.Sheet) bool { return open == sheet })
	sheet.Pop.Hide()
	s.tips.Pop(sheet.Tips)
}

func (s *fakeShell) DropDown(below fyne.CanvasObject, items ...*fyne.MenuItem) {
	widget.NewPopUpMenu(fyne.NewMenu("", items...), s.canvas).ShowAtRelativePosition(fyne.NewPos(0, below.Size().Height), below)
}

// rig is a page in a window on the test driver. What is to be done on the goroutine of the
// widgets waits until the test does it.
type rig struct {
	*Page
	kittest.View // the whole window
	shell        *fakeShell
	win          fyne.Window
	queue        *kittest.Queue
}

// Names of the rows of newBackend.
var rowNames = []string{"Starter model", "One", "Two", offerName, formName}

const (
	offerName = "The pair · 5.70 GB download"
	formName  = "Files that you downloaded yourself"
)

// row is what the page shows of a pack, an offer or the form.
func (r *rig) row(name string) kittest.View { return r.Part(name, rowNames...) }

func (r *rig) until(t *testing.T, what string, done func() bool) {
	t.Helper()
	r.queue.Until(t, what, done)
}

// said is the newest message.
func (r *rig) said() string {
	if n := len(r.shell.said); n > 0 {
		return r.shell.said[n-1]
	}
	return ""
}

// newRig makes a closed page.
func newRig(t *testing.T, b *fakeBackend) *rig {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(""))
	r := &rig{win: app.NewWindow("Models"), queue: &kittest.Queue{}}
	tasks := kit.NewTasks(r.queue.Dispatch)
	t.Cleanup(tasks.Close)
	after := (&kittest.Clock{}).After // stands still
	r.shell = &fakeShell{canvas: r.win.Canvas(), tips: kit.NewTips(after), tasks: tasks}
	r.Page = New(Options{
		Shell: r.shell, Backend: b, Tasks: tasks, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		FolderOffers: kit.NewFolderOffers(tasks, b.folderNames, r.win.Canvas(), r.shell.tips, after),
		Chooser:      kit.NewChooser(r.win, tasks),
	})
	r.shell.page = r.Page
	b.notify = func() {
		r.Changed()
		tasks.Apply(func() { r.ShowStatus(b.status()) })
	}
	r.View = kittest.Look(t, r.win.Canvas())
	r.win.SetPadded(false)
	r.win.SetContent(container.NewStack(r.Object(), r.shell.tips.Layers[0]))
	r.win.Resize(fyne.NewSize(1000, 700))
	r.win.Canvas().SetOnTypedKey(r.TypedKey)
	r.Object().Hide()
	r.Follow()
	return r
}

// openPage makes a page that is open and has listed the packs.
func openPage(t *testing.T, b *fakeBackend) *rig {
	t.Helper()
	r := newRig(t, b)
	r.shell.OpenPage()
	r.until(t, "the packs", func() bool { return r.Says("Starter model") && r.Says("One") && r.Says("Two") })
	return r
}
