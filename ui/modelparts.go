package ui

import (
	"slices"

	"fyne.io/fyne/v2"
)

func (p *modelsPage) parts() []part {
	var parts []part
	for _, r := range p.packs {
		parts = append(parts, r)
	}
	for _, r := range p.onOffer {
		parts = append(parts, r)
	}
	return append(parts, p.form)
}

func (p *modelsPage) stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{usable(p.device, p.closing), p.card.stops()}
	for _, part := range p.parts() {
		rows = append(rows, part.stops()...)
	}
	return slices.DeleteFunc(rows, func(r []fyne.Focusable) bool { return len(r) == 0 })
}

func (r *modelRow) buttons() []*button {
	return []*button{r.verify, r.measure, r.remove, r.use, r.work.cancel}
}

func (r *modelRow) stops() [][]fyne.Focusable {
	return [][]fyne.Focusable{usable(r.verify, r.measure, r.remove, r.use), usable(within(r.work.root, r.work.cancel)...)}
}

func (r *offerRow) buttons() []*button {
	return append([]*button{r.get, r.start, r.not, r.choice.button, r.work.cancel}, r.links...)
}

func (r *offerRow) stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{usable(r.get), usable(within(r.work.root, r.work.cancel)...)}
	if r.ask.Visible() {
		for _, link := range r.links {
			rows = append(rows, usable(link))
		}
		rows = append(rows, usable(r.choice.button), usable(r.start, r.not))
	}
	return rows
}

func (f *importForm) buttons() []*button {
	return append([]*button{f.open, f.start, f.not, f.choice.button, f.work.cancel}, f.choose...)
}

func (f *importForm) stops() [][]fyne.Focusable {
	rows := [][]fyne.Focusable{usable(f.open), usable(within(f.work.root, f.work.cancel)...)}
	if f.asks.Visible() {
		rows = append(rows, []fyne.Focusable{f.vision, f.choose[0]}, []fyne.Focusable{f.text, f.choose[1]},
			usable(f.choice.button), []fyne.Focusable{f.name}, usable(f.start, f.not))
	}
	return rows
}
