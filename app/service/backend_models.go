package service

import (
	"context"
	"maps"
	"slices"
	"strings"

	"descry/app/service/models"
	"descry/app/service/problem"
	"descry/ml"
)

// Models implements ui.Backend.
func (b *Session) Models(ctx context.Context) (models.ModelPage, error) {
	page := models.ModelPage{Folder: b.e.Paths.Models, DeviceNotice: b.e.Searcher().Notice()}
	if runs, err := b.e.Searcher().RunsOn(ctx); err == nil { // what fails is told where the model is used
		page.RunsOn, page.DeviceWhy = runs.Short(), runs.Besides(page.DeviceNotice).Why()
	} else if ctx.Err() != nil {
		return page, err
	}
	adapters, err := b.e.Models.Adapters.Get(ctx)
	if ctx.Err() != nil {
		return page, err
	}
	if err != nil && page.DeviceNotice == "" { // what else there is can be chosen
		page.DeviceNotice = problem.Explain(err)
	}
	settings := b.e.Models.CurrentSettings()
	page.Device, page.Devices = models.DeviceChoices(settings.Device, adapters.Adapters)
	if use := models.CardUseOf(settings); b.e.Searcher().OffersCard(settings.Device, adapters.Adapters) {
		page.Card = &use
	}
	list, err := b.e.Models.ModelList(ctx)
	if err != nil {
		return page, owned(err)
	}
	for _, m := range list {
		page.Models = append(page.Models, modelRow(m))
	}
	page.Offers, err = b.e.Models.Offers()
	return page, owned(err)
}

// originalSuffix marks what was measured of a pack before it was quantised, which is
// not what runs here.
const originalSuffix = "-fp32"

// modelRow is a pack as the window shows it.
func modelRow(m models.ModelJSON) models.Model {
	row := models.Model{ID: m.ID, Name: m.Name, Licence: m.Licence, Bytes: m.Bytes, BuiltIn: m.Path == "",
		Active: m.Active, Next: m.Next, Vectors: m.Vectors, Photos: m.Photos, VectorBytes: m.VectorBytes,
		Problem: m.Problem, Path: m.Path, Languages: models.LanguageNames(m.Languages)}
	if m.Speed != nil {
		row.ImagesPerSecond, row.TextMillis = m.Speed.ImagesPerSecond, m.Speed.TextMillis
	}
	for _, set := range slices.Sorted(maps.Keys(m.Measured)) {
		r := m.Measured[set]
		if r.TextToImage != (ml.RecallFigures{}) && !strings.HasSuffix(set, originalSuffix) {
			row.Measured = append(row.Measured, models.ModelMeasure{Set: set, Images: r.Images,
				R1: r.TextToImage.R1, R5: r.TextToImage.R5, R10: r.TextToImage.R10})
		}
	}
	if p := m.Pack; p != nil {
		row.Description = p.Description
		row.Dim, row.ImageSize, row.MaxTokens = p.JointDim, p.Vision.Size, p.Text.MaxTokens
	}
	if row.Name == "" {
		row.Name = m.ID
	}
	return row
}

// UseModel implements ui.Backend.
func (b *Session) UseModel(ctx context.Context, id string) error {
	p, err := b.e.Models.Packs.Open(id)
	if err == nil {
		_, err = b.e.UseModel(ctx, p, false)
	}
	if err == nil {
		err = b.e.FollowChoice(ctx)
	}
	b.Events.Send(ModelsChanged, StatusChanged)
	return owned(err)
}

// KeepModel implements ui.Backend.
func (b *Session) KeepModel(ctx context.Context) error {
	c, err := b.e.Models.ReadChoice(ctx)
	if err == nil {
		err = b.e.Models.WriteChoice(ctx, models.Choice{Active: c.Active})
	}
	b.Events.Send(ModelsChanged, StatusChanged)
	return owned(err)
}

// VerifyModel implements ui.Backend.
func (b *Session) VerifyModel(ctx context.Context, id string, progress func(done, total int64)) error {
	p, err := b.e.Models.Packs.Open(id)
	if err != nil {
		return owned(err)
	}
	return owned(p.VerifyProgress(ctx, progress))
}

// MeasureModel implements ui.Backend.
func (b *Session) MeasureModel(ctx context.Context, id string) error {
	p, err := b.e.Models.Packs.Open(id)
	if err == nil {
		_, err = b.e.Models.MeasureModel(ctx, p)
	}
	b.Events.Send(ModelsChanged)
	return owned(err)
}

// DeleteModel implements ui.Backend.
func (b *Session) DeleteModel(ctx context.Context, id string) error {
	return b.deleteModel(ctx, id, false)
}

// DeleteVectors implements ui.Backend.
func (b *Session) DeleteVectors(ctx context.Context, id string) error {
	return b.deleteModel(ctx, id, true)
}

func (b *Session) deleteModel(ctx context.Context, id string, vectorsOnly bool) error {
	err := b.e.Models.DeleteModel(ctx, id, vectorsOnly)
	b.Events.Send(ModelsChanged, StatusChanged)
	return owned(err)
}

// ImportModel implements ui.Backend.
func (b *Session) ImportModel(ctx context.Context, r models.ImportRequest, progress func(done, total int64)) (string, error) {
	m, _, err := b.e.Models.ImportModel(ctx, models.ImportOptions{Vision: r.Vision, Text: r.Text, Quantize: r.Quantize,
		Name: r.Name, Progress: progress})
	b.Events.Send(ModelsChanged)
	return m.ID, importProblem(err)
}

// DownloadModel implements ui.Backend.
func (b *Session) DownloadModel(ctx context.Context, offer, quantize string, progress func(stage string, done, total int64)) (string, error) {
	m, _, err := b.e.Models.DownloadModel(ctx, offer, models.ImportOptions{Quantize: quantize}, progress)
	b.Events.Send(ModelsChanged)
	return m.ID, owned(err)
}

// SetDevice implements ui.Backend.
func (b *Session) SetDevice(ctx context.Context, device string) error {
	err := b.e.Models.SetDevice(ctx, device)
	b.Events.Send(ModelsChanged, StatusChanged)
	return owned(err)
}

// SetCardUse implements ui.Backend.
func (b *Session) SetCardUse(_ context.Context, use models.CardUse) error {
	err := b.e.Models.SetCardUse(use)
	b.Events.Send(ModelsChanged, StatusChanged)
	return owned(err)
}
