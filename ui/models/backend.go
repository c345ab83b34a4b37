package models

import (
	"context"

	"descry/app/service/models"
)

// Backend is what the Models page asks of the program. The rules of the window's backend
// hold: any goroutine, no hurry, one sentence per error. A progress function is
// called on any goroutine, as often as there is something to tell; it must
// return at once. A total of 0 is not known.
type Backend interface {
	// Models describes the packs, what can be had, and what they run on.
	Models(ctx context.Context) (models.Page, error)
	// UseModel makes a pack the one that searches: at once when its vectors are
	// there, otherwise after they were filled in the background. It returns when
	// that has begun, not when it is done; Status tells of the rest.
	UseModel(ctx context.Context, id string) error
	// KeepModel gives up the switch in progress; what was filled is kept.
	KeepModel(ctx context.Context) error
	// VerifyModel compares the pack's files with their checksums, in bytes. The
	// error says what is wrong with which file.
	VerifyModel(ctx context.Context, id string, progress func(done, total int64)) error
	// MeasureModel finds out how fast the pack is on this machine; Models tells.
	MeasureModel(ctx context.Context, id string) error
	// DeleteModel deletes the pack's files and its vectors; not those of the
	// active nor of the built-in pack.
	DeleteModel(ctx context.Context, id string) error
	// DeleteVectors deletes what the pack knows of the photos, but not the pack;
	// not that of the active one.
	DeleteVectors(ctx context.Context, id string) error
	// ImportModel makes a pack of downloaded checkpoints and returns its ID.
	// Progress is in bytes. What is wrong with one part is a *models.FieldError.
	ImportModel(ctx context.Context, r models.ImportRequest, progress func(done, total int64)) (id string, err error)
	// DownloadModel fetches an offer, imports it and returns the pack's ID. stage
	// is a word for the user ("Downloading", "Converting"), done and total are
	// bytes of that stage. Ending ctx keeps what was fetched for the next time.
	DownloadModel(ctx context.Context, offer, quantize string,
		progress func(stage string, done, total int64)) (id string, err error)
	// SetDevice chooses one of models.Page.Devices and remembers it.
	SetDevice(ctx context.Context, device string) error
	// SetCardUse changes how much of a graphics card indexing takes, from now on, and
	// remembers it.
	SetCardUse(ctx context.Context, use models.CardUse) error
}
