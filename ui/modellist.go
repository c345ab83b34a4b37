package ui

import (
	"context"

	"descry/app/message"
	"descry/app/service"
	"descry/app/service/models"
	"descry/ui/kit"
)

// load asks for the packs anew; the newest answer counts.
func (p *modelsPage) load() {
	p.question++
	turn := p.question
	kit.Load(p.w.tasks, p.w.backend.Models, func(page models.ModelPage, err error) {
		switch {
		case turn != p.question:
		case err != nil:
			p.trouble.Say(message.OfError(err), true)
			p.refit()
		default:
			p.trouble.SetText("")
			p.show(page)
		}
	})
}

// show lists the packs and offers. Rows that stay keep the keyboard.
func (p *modelsPage) show(page models.ModelPage) {
	p.page = page
	p.packs = kit.Arrange(p.packs, page.Models, (*modelRow).id, modelID, func(m models.Model) *modelRow { return newModelRow(p, m) })
	p.onOffer = kit.Arrange(p.onOffer, page.Offers, (*offerRow).id, offerID, func(o models.ModelOffer) *offerRow { return newOfferRow(p, o) })
	p.rows.Objects, p.offers.Objects = nil, nil
	for i, r := range p.packs {
		r.show(page.Models[i])
		r.rule.Hidden = i == 0
		p.rows.Add(r.root)
	}
	for i, r := range p.onOffer {
		r.show(page.Offers[i])
		p.offers.Add(r.root)
	}
	p.showDevice()
	p.showWork()
	p.refit()
	p.KeepFocus()
}

func modelID(m models.Model) string      { return m.ID }
func offerID(o models.ModelOffer) string { return o.ID }

// showWork shows progress everywhere and reports whether heights changed by it.
func (p *modelsPage) showWork() bool {
	changed := false
	for _, r := range p.packs {
		changed = r.showWork() || changed
	}
	for _, r := range p.onOffer {
		changed = r.showWork() || changed
	}
	return p.form.showWork() || changed
}

// showJobs follows the jobs.
func (p *modelsPage) showJobs() {
	before := p.notice.Words.Text
	p.showNotice()
	if p.showWork() || before != p.notice.Words.Text {
		p.refit()
		p.KeepFocus()
	}
}

// active is the name of the pack that searches.
func (p *modelsPage) active() string {
	for _, m := range p.page.Models {
		if m.Active {
			return m.Name
		}
	}
	return ""
}

// updateModels lists the packs anew after a change, if anybody looks.
func (w *Window) updateModels(context.Context) {
	w.tasks.Apply(func() {
		if w.modelsShown() {
			w.models.load()
		}
	})
}

// showModelStatus takes from a new status what concerns models. Something that
// the owner should know is said once and stays on the page.
func (w *Window) showModelStatus(before, s service.Status) {
	if s.News != "" && s.News != before.News {
		w.toasts.say(message.AsSentence(s.News), "", nil)
	}
	if s.ModelNotice != "" && !w.modelsShown() && s.ModelNotice != before.ModelNotice {
		w.toasts.say(message.AsSentence(s.ModelNotice), "Models", w.openModels)
	}
	if s.Filling != before.Filling || s.Model != before.Model || s.Device != before.Device {
		w.modelsChanged.Fire()
	}
	if w.modelsShown() {
		w.models.showJobs()
	}
}
