package ui

import (
	"fyne.io/fyne/v2"

	"descry/ui/kit"
	"descry/ui/models"
)

// modelsPage is the Models page as a page of the window.
type modelsPage struct{ *models.Page }

var _ page = modelsPage{}

func newModelsPage(w *Window) modelsPage {
	return modelsPage{models.New(models.Options{
		Shell: modelsShell{pageShell{w}}, Backend: w.backend, Tasks: w.tasks, Log: w.log, Now: w.now, FolderOffers: w.folderOffers, Chooser: w.chooser,
	})}
}

func (p modelsPage) object() fyne.CanvasObject { return p.Object() }
func (p modelsPage) shown()                    { p.Shown() }
func (p modelsPage) left()                     { p.Left() }
func (p modelsPage) takeRune(rune) bool        { return false }
func (p modelsPage) name() string              { return modelsName() }

func (w *Window) openModels()   { w.openPage(w.models) }
func (w *Window) toggleModels() { w.togglePage(w.models) }

// modelsShown reports whether the Models page is open.
func (w *Window) modelsShown() bool { return w.page == page(w.models) }

// modelsShell implements models.Shell with the window.
type modelsShell struct{ pageShell }

var _ models.Shell = modelsShell{}

func (s modelsShell) PageKeys(of kit.Stopper) kit.PageKeys { return s.newPageKeys(of) }
func (s modelsShell) Focus(on fyne.Focusable)              { s.win.Canvas().Focus(on) }
func (s modelsShell) OpenPage()                            { s.openModels() }
func (s modelsShell) OpenAddress(address string)           { s.openAddress(address) }

func (s modelsShell) DropDown(below fyne.CanvasObject, items ...*fyne.MenuItem) {
	s.dropDown(below, items...)
}
