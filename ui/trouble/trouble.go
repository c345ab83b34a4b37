// Package trouble is the window that says why Descry can't start, for whoever started
// it from an icon and has no terminal to read.
package trouble

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"descry/app/message"
	"descry/ui/kit"
	"descry/ui/theme"
)

// Report is what the window says.
type Report struct {
	Title  string   // such as "Descry can't start"
	What   string   // one sentence
	Advice []string // what to do, a paragraph each
	Log    string   // path of the log, "" for none
	Folder string   // what Open folder opens, "" for no such button
}

// Text is the report as it is copied, to be sent to somebody who helps.
func (r Report) Text() string {
	paragraphs := append([]string{r.Title, r.What}, r.Advice...)
	if r.Log != "" {
		paragraphs = append(paragraphs, logText(r.Log))
	}
	return strings.Join(paragraphs, "\n\n") + "\n"
}

func logText(path string) string { return message.Text("trouble-log", message.Params{"Path": path}) }

// width of the window in Fyne units: lines as long as people read well.
const width float32 = 540

// New makes the window. openFolder opens a folder in the file manager; what it returns
// is said in the window. Quit closes the window.
func New(app fyne.App, r Report, openFolder func(path string) error) fyne.Window {
	win := app.NewWindow(r.Title)
	title := widget.NewLabelWithStyle(r.Title, fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	title.SizeName = "subHeadingText"
	text := container.NewVBox(title, paragraph(r.What))
	for _, a := range r.Advice {
		text.Add(paragraph(a))
	}
	if r.Log != "" {
		where := widget.NewLabel(logText(r.Log)) // not broken here, so that the path is copied in one piece
		where.Wrapping, where.Selectable = fyne.TextWrapWord, true
		where.Importance = widget.LowImportance
		text.Add(where)
	}
	said := paragraph("")
	said.Hide()
	text.Add(said)
	buttons := container.NewHBox()
	copyAll := func() {
		app.Clipboard().SetContent(r.Text())
		say(said, message.Text("trouble-copied", nil))
	}
	buttons.Add(widget.NewButton(message.Text("copy-button", nil), copyAll))
	if r.Folder != "" {
		buttons.Add(widget.NewButton(message.Text("trouble-open-folder", nil), func() {
			if err := openFolder(r.Folder); err != nil {
				say(said, message.Explain(err))
			}
		}))
	}
	quit := widget.NewButton(message.Text("quit-button", nil), win.Close)
	quit.Importance = widget.HighImportance
	buttons.Add(layout.NewSpacer())
	buttons.Add(quit)
	edge := 2 * theme.Unit
	scroll := container.NewVScroll(text)
	win.SetContent(container.New(layout.NewCustomPaddedLayout(edge, edge, edge, edge), container.NewBorder(nil, buttons, nil, nil, scroll)))
	win.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) {
		switch ev.Name {
		case fyne.KeyEscape, fyne.KeyReturn, fyne.KeyEnter:
			win.Close()
		}
	})
	for _, s := range []fyne.Shortcut{&fyne.ShortcutCopy{}, &desktop.CustomShortcut{KeyName: fyne.KeyC, Modifier: fyne.KeyModifierShortcutDefault}} {
		win.Canvas().AddShortcut(s, func(fyne.Shortcut) { copyAll() })
	}
	text.Resize(fyne.NewSize(width-2*edge, 0)) // paragraphs are as high as their lines, once they have a width
	high := text.MinSize().Height + buttons.MinSize().Height + 4*edge
	win.Resize(fyne.NewSize(width, min(high, 600)))
	win.CenterOnScreen()
	return win
}

func paragraph(text string) *kit.Paragraph {
	p := kit.NewParagraph(text)
	p.Selectable = true
	return p
}

func say(p *kit.Paragraph, text string) {
	p.SetText(text)
	p.Show()
}
