package details

import (
	"context"
	"image"

	"descry/app/message"
	"descry/library"
	"descry/ui/kit"
)

// heating is the heat map on show or waited for.
type heating struct {
	photo  library.PhotoID
	part   string // "" none
	turn   int
	cancel context.CancelFunc
}

// ClearHeat takes the heat map away and drops a map that is still computed. The shell calls
// ClearHeat when another photo is wanted, before that photo is there.
func (p *Panel) ClearHeat() {
	if p.heat.cancel != nil {
		p.heat.cancel()
	}
	p.heat = heating{turn: p.heat.turn + 1}
	p.setHeat(nil)
	p.markPart("", "")
}

// toggleHeat shows where in the photo a part is seen, or takes the map away again.
func (p *Panel) toggleHeat(part string) {
	before, photo := p.heat, p.photo
	p.ClearHeat()
	if before.part == part && before.photo == photo.ID || photo.ID == 0 {
		return
	}
	ctx, cancel := context.WithCancel(p.Tasks.Ctx)
	turn := p.heat.turn
	p.heat.photo, p.heat.part, p.heat.cancel = photo.ID, part, cancel
	p.markPart(part, message.Text("heat-loading", nil))
	p.Tasks.Run(func(context.Context) {
		defer cancel()
		heat, err := p.Backend.Heat(ctx, photo.ID, part)
		var img image.Image
		if err == nil {
			img = drawHeat(heat, photo.Width, photo.Height)
		}
		p.Tasks.Apply(func() {
			if turn == p.heat.turn {
				p.showHeat(part, img, err)
			}
		})
	})
}

func (p *Panel) showHeat(part string, img image.Image, err error) {
	switch {
	case err != nil:
		p.markPart(part, message.OfError(err))
	case img == nil:
		p.markPart(part, message.Text("heat-none", nil))
	default:
		p.markPart(part, message.Text("heat-about", nil))
	}
	p.setHeat(img)
}

// markPart shows which part the heat map is of, with a note.
func (p *Panel) markPart(part, note string) {
	if p.why != nil {
		p.why.mark(part, note)
		p.body.Refresh()
	}
}

// setHeat lays a map over the preview. Nil takes the map away.
func (p *Panel) setHeat(img image.Image) {
	p.heatMap.Image = img
	kit.SetVisible(p.heatMap, img != nil)
	p.heatMap.Refresh()
	p.showPicture()
	p.Resized()
}
