package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"descry/ui/kit"
)

func (p *modelsPage) Parts() []kit.Part {
	var parts []kit.Part
	for _, r := range p.packs {
		parts = append(parts, r)
	}
	for _, r := range p.onOffer {
		parts = append(parts, r)
	}
	return append(parts, p.form)
}

func (p *modelsPage) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(p.device, p.closing), p.card.stops()}
	for _, part := range p.Parts() {
		rows = append(rows, part.Stops()...)
	}
	return slices.DeleteFunc(rows, func(r []fyne.Focusable) bool { return len(r) == 0 })
}

func (r *modelRow) Buttons() []*kit.Button {
	return []*kit.Button{r.verify, r.measure, r.remove, r.use, r.work.cancel}
}

func (r *modelRow) Stops() [][]fyne.Focusable {
	return [][]fyne.Focusable{kit.Usable(r.verify, r.measure, r.remove, r.use), kit.Usable(kit.Within(r.work.root, r.work.cancel)...)}
}

func (r *offerRow) Buttons() []*kit.Button {
	return append([]*kit.Button{r.get, r.start, r.not, r.choice.button, r.work.cancel}, r.links...)
}

func (r *offerRow) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(r.get), kit.Usable(kit.Within(r.work.root, r.work.cancel)...)}
	if r.ask.Visible() {
		for _, link := range r.links {
			rows = append(rows, kit.Usable(link))
		}
		rows = append(rows, kit.Usable(r.choice.button), kit.Usable(r.start, r.not))
	}
	return rows
}

func (f *importForm) Buttons() []*kit.Button {
	return append([]*kit.Button{f.open, f.start, f.not, f.choice.button, f.work.cancel}, f.choose...)
}

func (f *importForm) Stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{kit.Usable(f.open), kit.Usable(kit.Within(f.work.root, f.work.cancel)...)}
	if f.asks.Visible() {
		rows = append(rows, []fyne.Focusable{f.vision, f.choose[0]}, []fyne.Focusable{f.text, f.choose[1]},
			kit.Usable(f.choice.button), []fyne.Focusable{f.name}, kit.Usable(f.start, f.not))
	}
	return rows
}
