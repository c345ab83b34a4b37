package learning

import (
	"context"
	"fmt"
	"time"

	"descry/app/internal/npy"
	"descry/app/notice"
	"descry/app/service/models"
	"descry/assets"
	"descry/finetune"
	"descry/library"
	"descry/library/sqlite"
)

// Learn trains a head on the job of a [Trainer]. progress is called after each step on the
// caller's goroutine, and may be nil.
func Learn(ctx context.Context, job finetune.Job, o finetune.Options, progress func(finetune.Progress)) (finetune.Result, error) {
	job.Options, job.Now, job.Progress = o, time.Now(), progress
	return finetune.Tune(ctx, job)
}

// Trainer encodes texts and photos for a dataset and tells how far it is.
type Trainer struct {
	Model *models.Encoder
	heads *Heads
	tell  func(notice.Notice)
}

func (t Trainer) catalogue() *sqlite.Store { return t.heads.models.Catalogue }

func (t Trainer) builtIn() string { return t.heads.models.Packs.BuiltIn.ID }

// texts encodes sentences, each different one once.
func (t Trainer) texts(ctx context.Context, texts []string) ([][]float32, error) {
	vectors := make([][]float32, len(texts))
	known := map[string][]float32{}
	for i, text := range texts {
		v := known[text]
		if v == nil {
			var err error
			if v, _, err = t.Model.EncodeText(ctx, text); err != nil {
				return nil, fmt.Errorf("encode %.80q: %w", text, err)
			}
			known[text] = v
		}
		vectors[i] = v
		t.tell(notice.New("learning-reading-texts", notice.Params{"Done": i + 1, "Total": len(texts)}))
	}
	return vectors, nil
}

// tags encodes the sentences about tags.
func (t Trainer) tags(ctx context.Context, tags []library.Tag, templates []string) ([]finetune.Tag, error) {
	var prompts []string
	ends := make([]int, len(tags))
	for i, tag := range tags {
		list, err := promptsOf(tag, templates)
		if err != nil {
			return nil, err
		}
		prompts = append(prompts, list...)
		ends[i] = len(prompts)
	}
	vectors, err := t.texts(ctx, prompts)
	if err != nil {
		return nil, err
	}
	out, from := make([]finetune.Tag, len(tags)), 0
	for i, tag := range tags {
		out[i] = finetune.Tag{Name: tag.Name, Prompts: vectors[from:ends[i]]}
		from = ends[i]
	}
	return out, nil
}

// guard is what general search is measured with before the user has written anything: the
// vectors that come with the built-in pack. Another pack has none.
func (t Trainer) guard() (finetune.Guard, error) {
	if t.Model.Pack.ID != t.builtIn() {
		return finetune.Guard{}, nil
	}
	return builtInGuard()
}

// builtInGuard reads the vectors that come with the built-in pack. The neighbours of their
// photos are measured as well, until a library has photos of its own for that.
func builtInGuard() (g finetune.Guard, err error) {
	images, texts := assets.Guard()
	if g.Photos, err = npy.Float16(images); err != nil {
		return g, fmt.Errorf("read the guard: %w", err)
	}
	if g.Texts, err = npy.Float16(texts); err != nil {
		return g, fmt.Errorf("read the guard: %w", err)
	}
	for i := range g.Texts {
		g.PhotoOf = append(g.PhotoOf, i/assets.GuardCaptions)
	}
	g.Untagged = g.Photos
	return g, nil
}

// Remaining is how long a training will take if the rest is as fast as what is done.
func Remaining(spent time.Duration, p finetune.Progress) time.Duration {
	if p.Step == 0 {
		return 0
	}
	return time.Duration(float64(spent) * float64(p.Total-p.Step) / float64(p.Step))
}
