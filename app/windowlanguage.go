//go:build !headless

package app

import (
	"context"
	"strconv"

	"descry/app/config"
	"descry/app/message"
	"descry/app/service"
	"descry/assets/languages"
	"descry/ui"
)

// window is the program's window, which is made anew when the user chooses another language.
// Widgets take their texts when they are made.
type window struct {
	options ui.Options // without what depends on the language
	library *service.Library
	chosen  string     // the language in the settings, "" for the system's
	shown   *ui.Window // belongs to the goroutine of the widgets
}

func newWindow(o ui.Options, e *service.Library) *window {
	w := &window{options: o, library: e, chosen: config.LanguageInSettings()}
	w.shown = w.make()
	return w
}

func (w *window) make() *ui.Window {
	o := w.options
	o.About = aboutOf(w.library.Paths, w.library.Models.Packs.BuiltIn.Licence)
	o.Languages = ui.Languages{Chosen: w.chosen, Choose: w.choose, Reopen: w.reopen}
	return ui.New(o)
}

// choose keeps a language in the settings and speaks it from now on. name is a tag of
// languages.Spoken, or "" for the system's language.
func (w *window) choose(_ context.Context, name string) error {
	if _, err := config.LoadSettings(w.library.Paths.Settings); err != nil {
		return err
	}
	if err := config.SetSetting(w.library.Paths.Settings, "language", strconv.Quote(name)); err != nil {
		return err
	}
	tag, ok := languages.Match(name)
	if !ok {
		tag = config.SystemLanguage()
	}
	message.Use(tag)
	w.chosen = name
	return nil
}

// reopen shows the window with the texts of the language in use.
func (w *window) reopen() {
	w.options.Window = w.shown.Leave()
	w.options.Remark = ui.Remark{}
	w.shown = w.make()
	w.shown.Show()
}
