package service

import (
	"context"
	"maps"
	"slices"
	"strings"

	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service/models"
	"descry/ml"
)

// Models describes the packs, the offers for download, and the devices.
func (b *Session) Models(ctx context.Context) (models.Page, error) {
	page := models.Page{Folder: b.e.Paths.Models, DeviceNotice: b.e.Searcher().Notice()}
	if runs, err := b.e.Searcher().RunsOn(ctx); err == nil { // what fails is told where the model is used
		page.RunsOn, page.DeviceWhy = runs.Short(), runs.Besides(page.DeviceNotice).Why()
	} else if ctx.Err() != nil {
		return page, err
	}
	adapters, err := b.e.Models.Adapters.Get(ctx)
	if ctx.Err() != nil {
		return page, err
	}
	if err != nil && page.DeviceNotice.IsZero() { // what else there is can be chosen
		page.DeviceNotice = problem.Of(err)
	}
	settings := b.e.Models.CurrentSettings()
	page.Device, page.Devices = models.DeviceChoices(settings.Device, adapters.Adapters)
	if use := models.CardUseOf(settings); b.e.Searcher().OffersCard(settings.Device, adapters.Adapters) {
		page.Card = &use
	}
	list, err := b.e.Models.ModelList(ctx)
	if err != nil {
		return page, err
	}
	for _, m := range list {
		page.Models = append(page.Models, modelRow(m))
	}
	page.Offers, err = b.e.Models.Offers()
	return page, err
}

// originalSuffix marks figures that were measured of a pack before it was quantised. The
// quantised pack is what runs here.
const originalSuffix = "-fp32"

// modelRow is a pack as the window shows it.
func modelRow(m models.Installed) models.Model {
	row := models.Model{ID: m.ID, Name: m.Name, Licence: m.Licence, Bytes: m.Bytes, BuiltIn: m.Path == "",
		Active: m.Active, Next: m.Next, Vectors: m.Vectors, Photos: m.Photos, VectorBytes: m.VectorBytes,
		Problem: m.Problem, Path: m.Path, Languages: m.Languages}
	if m.Speed != nil {
		row.ImagesPerSecond, row.TextMillis = m.Speed.ImagesPerSecond, m.Speed.TextMillis
	}
	for _, set := range slices.Sorted(maps.Keys(m.Measured)) {
		r := m.Measured[set]
		if r.TextToImage != (ml.RecallFigures{}) && !strings.HasSuffix(set, originalSuffix) {
			row.Measured = append(row.Measured, models.Measure{Set: set, Images: r.Images,
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

// UseModel makes a pack the one that searches. A pack whose vectors are there searches at
// once, and another after its vectors were filled in the background. UseModel returns when the
// filling has begun. Status tells of its progress.
func (b *Session) UseModel(ctx context.Context, id string) error {
	p, err := b.e.Models.Packs.Open(id)
	if err == nil {
		_, err = b.e.UseModel(ctx, p, false)
	}
	if err == nil {
		err = b.e.FollowChoice(ctx)
	}
	b.Events.Send(ModelsChanged, StatusChanged)
	return err
}

// KeepModel cancels the switch in progress. Vectors that were filled are kept.
func (b *Session) KeepModel(ctx context.Context) error {
	c, err := b.e.Models.ReadChoice(ctx)
	if err == nil {
		err = b.e.Models.WriteChoice(ctx, models.Choice{Active: c.Active})
	}
	b.Events.Send(ModelsChanged, StatusChanged)
	return err
}

// VerifyModel compares the pack's files with their checksums. Progress is in bytes. The error
// names the file that is wrong, and how.
func (b *Session) VerifyModel(ctx context.Context, id string, progress func(done, total int64)) error {
	p, err := b.e.Models.Packs.Open(id)
	if err != nil {
		return err
	}
	return p.VerifyProgress(ctx, progress)
}

// MeasureModel measures how fast the pack is on this machine. Models returns the figures.
func (b *Session) MeasureModel(ctx context.Context, id string) error {
	p, err := b.e.Models.Packs.Open(id)
	if err == nil {
		_, err = b.e.Models.MeasureModel(ctx, p)
	}
	b.Events.Send(ModelsChanged)
	return err
}

// DeleteModel deletes the pack's files and its vectors. The active and the built-in pack can't
// be deleted.
func (b *Session) DeleteModel(ctx context.Context, id string) error {
	return b.deleteModel(ctx, id, false)
}

// DeleteVectors deletes the vectors of a pack, but not the pack. The vectors of the active
// pack can't be deleted.
func (b *Session) DeleteVectors(ctx context.Context, id string) error {
	return b.deleteModel(ctx, id, true)
}

func (b *Session) deleteModel(ctx context.Context, id string, vectorsOnly bool) error {
	err := b.e.Models.DeleteModel(ctx, id, vectorsOnly)
	b.Events.Send(ModelsChanged, StatusChanged)
	return err
}

// ImportModel makes a pack of downloaded checkpoints and returns its ID. Progress is in bytes.
// A fault in one part is a *models.FieldError.
func (b *Session) ImportModel(ctx context.Context, r models.ImportRequest, progress func(done, total int64)) (string, error) {
	m, _, err := b.e.Models.ImportModel(ctx, models.ImportOptions{Vision: r.Vision, Text: r.Text, Quantize: r.Quantize,
		Name: r.Name, Progress: progress})
	b.Events.Send(ModelsChanged)
	return m.ID, importProblem(err)
}

// DownloadModel fetches an offer, imports it and returns the pack's ID. stage names what
// is under way. done and total are bytes of that stage. Ending ctx keeps the fetched bytes for
// the next time.
func (b *Session) DownloadModel(ctx context.Context, offer, quantize string, progress func(stage notice.Notice, done, total int64)) (string, error) {
	m, _, err := b.e.Models.DownloadModel(ctx, offer, models.ImportOptions{Quantize: quantize}, progress)
	b.Events.Send(ModelsChanged)
	return m.ID, err
}

// SetDevice chooses one of models.Page.Devices and saves the setting.
func (b *Session) SetDevice(ctx context.Context, device string) error {
	err := b.e.Models.SetDevice(ctx, device)
	b.Events.Send(ModelsChanged, StatusChanged)
	return err
}

// SetCardUse changes how much of a graphics card indexing takes, from now on, and saves the
// setting.
func (b *Session) SetCardUse(_ context.Context, use models.CardUse) error {
	err := b.e.Models.SetCardUse(use)
	b.Events.Send(ModelsChanged, StatusChanged)
	return err
}
