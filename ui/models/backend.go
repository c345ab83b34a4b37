package models

import (
	"context"

	"descry/app/notice"
	"descry/app/service/models"
)

// Backend is what the Models page needs of the program. All methods may be called from any
// goroutine, may take as long as a disk takes, and return when ctx ends. Errors carry one
// sentence for the user. A progress function is called on any goroutine, as often as there is
// progress, and must return at once. A total of 0 is unknown.
type Backend interface {
	// Models describes the packs, the offers, and the device that models run on.
	Models(ctx context.Context) (models.Page, error)
	// UseModel makes a pack the one that searches: at once when its vectors are there,
	// otherwise after they were filled in the background. UseModel returns when that has
	// begun, not when it is done. Status tells the rest.
	UseModel(ctx context.Context, id string) error
	// KeepModel gives up the switch in progress. Vectors that were filled are kept.
	KeepModel(ctx context.Context) error
	// VerifyModel compares the pack's files with their checksums. progress counts bytes. The
	// error names the file and the damage.
	VerifyModel(ctx context.Context, id string, progress func(done, total int64)) error
	// MeasureModel measures how fast the pack is on this machine. Models returns the result.
	MeasureModel(ctx context.Context, id string) error
	// DeleteModel deletes the pack's files and its vectors. The active and the built-in pack
	// can't be deleted.
	DeleteModel(ctx context.Context, id string) error
	// DeleteVectors deletes the pack's vectors of the photos, but not the pack. The active
	// pack's vectors can't be deleted.
	DeleteVectors(ctx context.Context, id string) error
	// ImportModel makes a pack of downloaded checkpoints and returns its ID. progress counts
	// bytes. A mistake in one part is a *models.FieldError.
	ImportModel(ctx context.Context, r models.ImportRequest, progress func(done, total int64)) (id string, err error)
	// DownloadModel fetches an offer, imports it and returns the pack's ID. stage names what
	// is under way. done and total are bytes of that stage. Ending ctx keeps what was fetched
	// for the next time.
	DownloadModel(ctx context.Context, offer, quantize string,
		progress func(stage notice.Notice, done, total int64)) (id string, err error)
	// SetDevice chooses one of models.Page.Devices and remembers it.
	SetDevice(ctx context.Context, device string) error
	// SetCardUse changes how much of a graphics card indexing takes, from now on, and
	// remembers it.
	SetCardUse(ctx context.Context, use models.CardUse) error
}
