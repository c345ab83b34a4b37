package models

import (
	"fyne.io/fyne/v2"

	"descry/app/message"
	"descry/app/service/models"
	"descry/ui/kit"
)

// quantizations are the ways to store a model, with the ids of the messages that name and
// explain them.
var quantizations = []struct{ value, name, about string }{
	{models.QuantizeInt8, "models-int8", "models-int8-about"},
	{models.QuantizeInt4, "models-int4", "models-int4-about"},
	{models.QuantizeNone, "models-float", "models-float-about"},
}

// quantizeChoice lets the user choose a quantization, with a line that explains the choice.
type quantizeChoice struct {
	root   *fyne.Container
	button *kit.Button
	text   *kit.Prose
	value  string
}

func newQuantizeChoice(p *Page) *quantizeChoice {
	c := &quantizeChoice{text: kit.NewProse("")}
	c.button = kit.NewDropDown(p, "", func(below fyne.CanvasObject) { p.shell.DropDown(below, c.items(p)...) })
	c.button.OnFocus = p.Reveal
	c.root = kit.NewField(message.Text("models-stored-in", nil), kit.NewColumn(0, kit.NewLeading(c.button), kit.NewInset(kit.Inset{Left: kit.LabelInset}, c.text)))
	c.set(quantizations[0].value)
	return c
}

func (c *quantizeChoice) items(p *Page) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, q := range quantizations {
		item := fyne.NewMenuItem(message.Text(q.name, nil), func() {
			c.set(q.value)
			p.refit()
		})
		item.Checked = q.value == c.value
		items = append(items, item)
	}
	return items
}

func (c *quantizeChoice) set(value string) {
	for _, q := range quantizations {
		if q.value == value {
			c.value = value
			c.button.SetText(message.Text(q.name, nil))
			c.text.SetText(message.Text(q.about, nil))
		}
	}
}
