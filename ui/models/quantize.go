package models

import (
	"fyne.io/fyne/v2"

	"descry/app/service/models"
	"descry/ui/kit"
)

// quantizations are the ways to store a model, in words.
var quantizations = []struct{ Value, Name, Text string }{
	{models.QuantizeInt8, "8 bits (int8)", "Small, and nearly as good at finding as full precision. The usual choice."},
	{models.QuantizeInt4, "4 bits (int4)", "The smallest; finds a little less well. For computers with little memory."},
	{models.QuantizeNone, "Full precision", "As published. The largest, and slow without a graphics card."},
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
	c.root = kit.NewField("Stored in", kit.NewColumn(0, kit.NewLeading(c.button), kit.NewInset(kit.Inset{Left: kit.LabelInset}, c.text)))
	c.set(quantizations[0].Value)
	return c
}

func (c *quantizeChoice) items(p *Page) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, q := range quantizations {
		item := fyne.NewMenuItem(q.Name, func() {
			c.set(q.Value)
			p.refit()
		})
		item.Checked = q.Value == c.value
		items = append(items, item)
	}
	return items
}

func (c *quantizeChoice) set(value string) {
	for _, q := range quantizations {
		if q.Value == value {
			c.value = value
			c.button.SetText(q.Name)
			c.text.SetText(q.Text)
		}
	}
}
