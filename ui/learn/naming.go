package learn

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service"
	"descry/library"
	"descry/ui/kit"
)

// NameMenuItem is the text of a menu item that leads to naming.
func NameMenuItem() string { return message.Text("naming-menu-item", nil) }

// NamePhotos lets the user name what photos show, and makes the name a named concept.
func (p *Page) NamePhotos(ids []library.PhotoID) {
	var form *kit.Sheet
	var name, noun *kit.PathEntry
	problem := kit.NewProse("")
	problem.Say("", true)
	busy := false
	confirm := func() {
		tag := library.Tag{Name: strings.TrimSpace(name.Text)}
		kind := strings.TrimSpace(noun.Text)
		if tag.Name == "" || busy {
			problem.Say(message.Text("naming-missing", nil), true)
			return
		}
		busy = true
		p.shell.ChangeAnnotations(func(ctx context.Context) (service.Change, error) {
			return p.backend.NameConcept(ctx, ids, tag, kind)
		}, func(err error) {
			busy = false
			p.Changed()
			if err != nil {
				problem.Say(message.OfError(err), true)
				return
			}
			p.shell.UsedTags([]library.Tag{tag})
			p.shell.CloseSheet(form)
		})
	}
	name, noun = kit.NewPathEntry(p.shell, confirm), kit.NewPathEntry(p.shell, confirm)
	name.SetPlaceHolder(message.Text("naming-name-hint", nil))
	noun.SetPlaceHolder(message.Text("naming-noun-hint", nil))
	below := func(o fyne.CanvasObject) fyne.CanvasObject { return kit.NewInset(kit.Inset{Left: kit.SheetInset}, o) }
	body := kit.NewColumn(8, kit.NewSheetText(namingText(len(ids))), below(kit.NewField(message.Text("naming-name", nil), name)), below(kit.NewField(message.Text("naming-noun", nil), noun)), kit.InSheet(problem))
	form = p.shell.OpenSheet(message.Text("naming-title", nil), fyne.NewSize(480, 0), body,
		kit.NewButton(p.shell, message.Text("cancel", nil), func() { p.shell.CloseSheet(form) }), kit.NewMainButton(p.shell, message.Text("naming-button", nil), confirm))
	p.shell.Canvas().Focus(name)
}

// namingText says what a name does and how many photos a name takes.
func namingText(photos int) string {
	if photos < fewPhotos {
		return message.Count("naming-few-photos", photos, nil)
	}
	return message.Count("naming-photos", photos, nil)
}

// lastLevel is the name of a tag without the levels above it.
func lastLevel(name string) string { return name[strings.LastIndex(name, "/")+1:] }
