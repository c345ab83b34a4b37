package ui

import (
	"context"
	"image"

	"descry/app/message"
	"descry/library"
)

// heating is the heat map on show or waited for.
type heating struct {
	photo  library.PhotoID
	part   string // "" none
	turn   int
	cancel context.CancelFunc
}

// explain asks why a photo is among the results and shows it in the details; turn
// is of the details' lookup.
func (w *Window) explain(ctx context.Context, turn int, id library.PhotoID) {
	w.stopHeat()
	p := w.listed.Place
	if p.Kind != searching || !w.listed.Ranked {
		return
	}
	w.tasks.Run(func(context.Context) {
		why, err := w.backend.Why(ctx, p.ask(), id)
		if err != nil || len(why.Parts)+len(why.Written) == 0 {
			return // the photo is shown without
		}
		w.tasks.Apply(func() {
			if turn == w.looking.turn && w.details.photo.ID == id {
				w.details.setWhy(why, whyTitle(why.Match, w.listed.Answer))
			}
		})
	})
}

// stopHeat takes the heat map away and drops one that is waited for.
func (w *Window) stopHeat() {
	if w.heat.cancel != nil {
		w.heat.cancel()
	}
	w.heat = heating{turn: w.heat.turn + 1}
	w.details.setHeat(nil)
	w.details.markPart("", "")
}

// toggleHeat shows where in the photo a part is seen, or takes that away again.
func (w *Window) toggleHeat(part string) {
	before, photo := w.heat, w.details.photo
	w.stopHeat()
	if before.part == part && before.photo == photo.ID || photo.ID == 0 {
		return
	}
	ctx, cancel := context.WithCancel(w.tasks.Ctx)
	turn := w.heat.turn
	w.heat.photo, w.heat.part, w.heat.cancel = photo.ID, part, cancel
	w.details.markPart(part, "Looking where it is…")
	w.tasks.Run(func(context.Context) {
		defer cancel()
		heat, err := w.backend.Heat(ctx, photo.ID, part)
		var img image.Image
		if err == nil {
			img = drawHeat(heat, photo.Width, photo.Height)
		}
		w.tasks.Apply(func() {
			if turn == w.heat.turn {
				w.showHeat(part, img, err)
			}
		})
	})
}

func (w *Window) showHeat(part string, img image.Image, err error) {
	switch {
	case err != nil:
		w.details.markPart(part, message.OfError(err))
	case img == nil:
		w.details.markPart(part, "The model in use can't tell where in the photo it is.")
	default:
		w.details.markPart(part, "Bright areas match best.")
	}
	w.details.setHeat(img)
}
