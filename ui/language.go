package ui

import (
	"context"
	"encoding/json"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"descry/app/message"
	"descry/assets/languages"
	"descry/ui/kit"
)

// Languages are what the window needs for its menu of languages. The zero value has no menu.
type Languages struct {
	// Chosen is the tag of the language in the settings, "" for the system's.
	Chosen string
	// Choose keeps another one in the settings and uses the language for all texts made from
	// then on. Choose may be called from any goroutine.
	Choose func(ctx context.Context, name string) error
	// Reopen shows the window anew, with other texts. Reopen is called on the goroutine of the
	// widgets and calls Leave.
	Reopen func()
}

// languageItem is the menu of languages. Each language is named in itself, so that whoever
// can't read the present one finds the way back.
func (w *Window) languageItem() *fyne.MenuItem {
	item := fyne.NewMenuItem(message.Text("menu-language", nil), nil)
	item.ChildMenu = fyne.NewMenu("", w.languageChoice(message.Text("menu-language-system", nil), ""))
	for _, tag := range languages.Spoken() {
		item.ChildMenu.Items = append(item.ChildMenu.Items, w.languageChoice(message.LanguageName(tag), tag.String()))
	}
	return item
}

func (w *Window) languageChoice(label, name string) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, func() { w.setLanguage(name) })
	item.Checked = name == spokenName(w.languages.Chosen)
	return item
}

// spokenName is the tag of the language that is spoken for a name in the settings, such as "zh".
// "" stays the system's.
func spokenName(chosen string) string {
	if tag, ok := languages.Match(chosen); ok && chosen != "" {
		return tag.String()
	}
	return chosen
}

// setLanguage keeps the choice and shows the window in the other language.
func (w *Window) setLanguage(name string) {
	if name == w.languages.Chosen {
		return
	}
	kit.Load(w.tasks, func(ctx context.Context) (struct{}, error) { return struct{}{}, w.languages.Choose(ctx, name) }, func(_ struct{}, err error) {
		if err != nil {
			w.toasts.say(message.OfError(err), "", nil)
			return
		}
		w.languages.Reopen()
	})
}

// toolkitWords are the toolkit's own texts by its keys, with the messages that take their
// place: the menu of text fields and the chooser of files.
func toolkitWords() map[string]string {
	return map[string]string{
		"Cut": message.Text("toolkit-cut", nil), "Copy": message.Text("toolkit-copy", nil), "Paste": message.Text("toolkit-paste", nil),
		"Select all": message.Text("toolkit-select-all", nil), "Undo": message.Text("toolkit-undo", nil), "Redo": message.Text("toolkit-redo", nil),
		"OK": message.Text("toolkit-ok", nil), "Cancel": message.Text("toolkit-cancel", nil), "Error": message.Text("toolkit-error", nil),
		"Open": message.Text("toolkit-open", nil), "File": message.Text("toolkit-file", nil), "Folder": message.Text("toolkit-folder", nil),
		"New Folder": message.Text("toolkit-new-folder", nil), "Create Folder": message.Text("toolkit-create-folder", nil),
		"Show Hidden Files": message.Text("toolkit-hidden-files", nil), "file.name": message.Text("toolkit-name", nil), "file.parent": message.Text("toolkit-parent", nil),
	}
}

// wordToolkit gives the toolkit texts of the language in use. The toolkit always speaks the
// system's language, so these stand in for the texts that it has in that one.
func wordToolkit() error {
	data, err := json.Marshal(toolkitWords())
	if err != nil {
		return err
	}
	return lang.AddTranslationsForLocale(data, fyne.Locale(lang.SystemLocale().LanguageString()))
}
