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

// NameTitle is the title of naming wherever naming is offered. The sheet that comes then has
// no dots behind its title.
const NameTitle = "Name this person or thing…"

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
			problem.Say("Give it a name.", true)
			return
		}
		busy = true
		p.shell.ChangeWords(func(ctx context.Context) (service.Change, error) {
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
	name.SetPlaceHolder("Bella")
	noun.SetPlaceHolder("dog, person, bike; may be left out")
	below := func(o fyne.CanvasObject) fyne.CanvasObject { return kit.NewInset(kit.Inset{Left: kit.SheetInset}, o) }
	body := kit.NewColumn(8, kit.NewSheetText(namingText(len(ids))), below(kit.NewField("Name", name)), below(kit.NewField("What is it?", noun)), kit.InSheet(problem))
	form = p.shell.OpenSheet(strings.TrimSuffix(NameTitle, "…"), fyne.NewSize(480, 0), body,
		kit.NewButton(p.shell, "Cancel", func() { p.shell.CloseSheet(form) }), kit.NewMainButton(p.shell, "Name it", confirm))
	p.shell.Canvas().Focus(name)
}

// namingText says what a name does and how many photos a name takes.
func namingText(photos int) string {
	text := "Searches understand the name from now on. "
	if photos < fewPhotos {
		return text + "Three photos or more work best; you chose " + message.FormatCount(photos) + "."
	}
	return text + message.Plural(photos, "photo gets", "photos get") + " this tag."
}

// lastLevel is the name of a tag without the levels above it.
func lastLevel(name string) string { return name[strings.LastIndex(name, "/")+1:] }
