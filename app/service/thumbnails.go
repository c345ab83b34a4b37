package service

import (
	"context"
	"image"

	"descry/app/problem"
	"descry/library"
	"descry/library/index"
	"descry/library/media"
	"descry/library/thumbnail"
)

// makeThumbnail decodes a photo's file only to make the thumbnail.
func (e *Library) makeThumbnail(ctx context.Context, p library.Photo) error {
	img, err := decodeFor(ctx, p, thumbnail.MaxSide)
	if err != nil {
		return err
	}
	return e.thumbs.Put(string(p.Hash), img)
}

// largeThumbnail makes the larger thumbnail and returns it. A thumbnail that can't be written,
// on a full disk say, is returned all the same.
func (e *Library) largeThumbnail(ctx context.Context, p library.Photo) (image.Image, error) {
	decoded, err := decodeFor(ctx, p, largeMinSide(p.Width, p.Height))
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil { // the photo was scrolled away
		return nil, err
	}
	img := thumbnail.Scale(decoded, thumbnail.LargeSide)
	if err := e.thumbs.PutLarge(string(p.Hash), img); err != nil {
		e.Log.Warn("larger thumbnail not kept", "photo", p.Hash, "err", err)
		return img, nil
	}
	// The thumbnail is returned as it is read from the cache next time, which takes less
	// memory.
	if kept, err := e.thumbs.DecodeLarge(string(p.Hash)); err == nil {
		return kept, nil
	}
	return img, nil
}

// largeMinSide is the length of the shorter side in pixels at which the longer side is as long
// as that of the larger thumbnail.
func largeMinSide(width, height int) int {
	short, long := min(width, height), max(width, height)
	if short <= 0 {
		return thumbnail.LargeSide
	}
	return (thumbnail.LargeSide*short + long - 1) / long
}

func decodeFor(ctx context.Context, p library.Photo, minSide int) (*image.NRGBA, error) {
	photo, err := index.OpenPhoto(p.Files[0].Path)
	if err != nil {
		return nil, problem.Wrap("photo-not-opened", nil, err)
	}
	defer photo.Close()
	img, err := photo.Decode(ctx, media.Options{MinSide: minSide})
	if err != nil {
		return nil, problem.Wrap("photo-not-read", nil, err)
	}
	return img.Pix, nil
}
