package tags

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// importSheet lists what files and folder names say, to be made the user's own.
type importSheet struct {
	editor  *Editor
	sheet   *kit.Sheet
	model   importModel
	about   *kit.Prose
	list    *importList
	confirm *kit.Button
}

// OpenImport opens the sheet, unless it is open.
func (e *Editor) OpenImport() {
	if e.importing != nil {
		return
	}
	s := &importSheet{editor: e, about: kit.NewProse(message.Text("tags-import-loading", nil))}
	s.list = newImportList(s)
	s.confirm = kit.NewMainButton(e.shell, importText(nil), s.submit)
	s.confirm.Disable()
	head := container.New(layout.NewCustomPaddedLayout(0, 8, 4, 4), s.about)
	body := container.NewBorder(head, nil, nil, nil, s.list)
	s.sheet = e.shell.OpenSheet(message.Text("tags-import-title", nil), fyne.NewSize(620, 560), body,
		kit.NewButton(e.shell, message.Text("cancel", nil), func() { e.shell.CloseSheet(s.sheet) }), s.confirm)
	s.sheet.OnClose = func() { e.importing = nil }
	e.importing = s
	kit.Load(e.tasks, e.backend.ImportOffers, s.show)
}

func (s *importSheet) show(offers []library.ImportOffer, err error) {
	switch {
	case err != nil:
		s.about.Say(message.OfError(err), true)
	case len(offers) == 0:
		s.about.SetText(message.Text("tags-import-none", nil))
	default:
		s.about.SetText(message.Text("tags-import-about", nil))
	}
	s.model = newImportModel(offers)
	s.list.Refresh()
	s.follow()
	s.editor.shell.Focus(s.list)
}

// follow writes on the button what the button does.
func (s *importSheet) follow() {
	chosen := s.model.selected()
	s.confirm.Text = importText(chosen)
	if len(chosen) == 0 {
		s.confirm.Disable()
	} else {
		s.confirm.Enable()
	}
	s.sheet.Refit()
}

func (s *importSheet) toggle(i int) {
	s.model.toggle(i)
	s.list.Refresh()
	s.follow()
}

func (s *importSheet) submit() {
	chosen := s.model.selected()
	if len(chosen) == 0 {
		return
	}
	s.confirm.Disable()
	s.editor.shell.ChangeAnnotations(func(ctx context.Context) (service.Change, error) {
		ctx, end := s.editor.shell.TellProgress(ctx, message.Text("tags-importing-photos", nil))
		defer end()
		return s.editor.backend.Import(ctx, chosen)
	}, func(err error) {
		if err != nil {
			s.about.Say(message.OfError(err), true)
			s.follow()
			return
		}
		s.editor.shell.CloseSheet(s.sheet)
	})
}

// importList is Fyne's list, in which Space puts a mark or takes it away.
type importList struct {
	widget.List
	sheet *importSheet
	at    int // highlighted
}

func newImportList(s *importSheet) *importList {
	l := &importList{sheet: s}
	l.HideSeparators = true
	l.Length = func() int { return len(s.model.rows) }
	l.CreateItem = func() fyne.CanvasObject { return newImportRow() }
	l.UpdateItem = func(i widget.ListItemID, o fyne.CanvasObject) {
		row := o.(*importRow)
		row.onTap = func() { s.toggle(i) }
		row.show(s.model.line(i))
	}
	l.OnHighlighted = func(i widget.ListItemID) { l.at = i }
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey is for Fyne.
func (l *importList) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown:
		l.List.TypedKey(ev)
	case fyne.KeySpace:
		if l.at >= 0 && l.at < len(l.sheet.model.rows) {
			l.sheet.toggle(l.at)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		l.sheet.submit()
	default:
		l.sheet.editor.shell.TypedKey(ev)
	}
}

// TypedRune is for Fyne.
func (l *importList) TypedRune(r rune) {}
