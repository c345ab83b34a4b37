package index

import (
	"context"
	"errors"
	"log/slog"
	"math"

	"descry/library"
	"descry/library/media"
	"descry/library/metadata"
	"descry/library/thumbnail"
)

// describe fills the result from the file's bytes, and the encoder's input unless the encoder
// has met the photo already. What the catalogue knows is not read again.
func (r *run) describe(ctx context.Context, it *item, c *Content) error {
	photo := &it.result.Photo
	var err error
	if photo.Hash, err = c.hash(ctx); err != nil {
		return err
	}
	id, done, err := r.o.Store.PhotoByHash(ctx, photo.Hash, r.enc.Model())
	if err != nil {
		return &fatalError{err}
	}
	photo.ID = id
	known := id != 0 && r.o.Thumbnails.Has(string(photo.Hash))
	if known {
		o, err := r.outsideOf(ctx, it.result.File.Path)
		if err != nil {
			return err
		}
		it.result.Sidecars = map[library.FileID]int64{it.result.File.ID: o.hash}
	}
	if known && done {
		return nil
	}
	img, err := c.Decode(ctx, media.Options{MinSide: r.enc.MinSide()})
	if err != nil {
		return err
	}
	if !known {
		if err := r.acquaint(ctx, it, img, c); err != nil {
			return err
		}
	}
	if done {
		return nil
	}
	it.input, err = r.enc.Prepare(img.Pix)
	return err
}

// acquaint fills in all but the vector, and makes the thumbnail.
func (r *run) acquaint(ctx context.Context, it *item, img *media.Image, c *Content) error {
	photo := &it.result.Photo
	it.result.Decoding = media.Version
	photo.Format, photo.Bytes = string(img.Format), c.size
	photo.Width, photo.Height = img.Width, img.Height
	colour := thumbnail.DominantColour(img.Pix)
	photo.Colour = uint32(colour.R)<<16 | uint32(colour.G)<<8 | uint32(colour.B)
	if err := r.readMetadata(ctx, it, c); err != nil {
		return err
	}
	if err := r.o.Thumbnails.Put(string(photo.Hash), img.Pix); err != nil {
		return &fatalError{err}
	}
	return nil
}

// readMetadata adds what the file says, and what is said outside of the file. Broken metadata
// is no reason to refuse a photo: the readable rest counts.
func (r *run) readMetadata(ctx context.Context, it *item, c *Content) error {
	path := it.result.File.Path
	m, err := metadata.Read(c.reader(ctx))
	if err != nil {
		r.o.Log.Debug("metadata", "path", path, "err", err)
	}
	o, err := r.outsideOf(ctx, path)
	if err != nil {
		return err
	}
	m.Complete(o.says)
	fillMetadata(&it.result.Photo, m)
	it.result.Metadata = metadata.Version
	it.result.Sidecars = map[library.FileID]int64{it.result.File.ID: o.hash}
	return nil
}

// outsideOf reads what is said outside of a file.
func (r *run) outsideOf(ctx context.Context, path string) (outside, error) {
	beside, err := r.neighbours.of(ctx, path)
	if err != nil {
		return outside{}, err
	}
	return readOutside(ctx, path, beside, r.o.Log)
}

// ReadFields tells all that a photo's file and the files beside it say, field by field, as
// indexing reads them. sidecars are the paths of the files beside it. An error concerns the
// fields that could not be read.
func ReadFields(ctx context.Context, path string, c *Content) (fields []metadata.Field, sidecars []string, err error) {
	beside, err := new(neighbours).of(ctx, path)
	var o outside
	if err == nil {
		o, err = readOutside(ctx, path, beside, slog.New(slog.DiscardHandler))
	}
	fields, ferr := metadata.ReadFields(c.reader(ctx), o.says)
	return fields, o.files, errors.Join(err, ferr)
}

func fillMetadata(p *library.Photo, m metadata.Metadata) {
	p.Captured = library.CaptureTime{
		Local: m.Captured.Clock(), Precision: m.Captured.Precision,
		HasOffset: m.Captured.HasOffset, Offset: m.Captured.OffsetSeconds, From: string(m.Captured.From),
	}
	p.Camera = library.Camera{
		Make: m.Make, Model: m.Model, Lens: m.Lens, ISO: m.ISO, FNumber: m.FNumber,
		ExposureSeconds: m.ExposureSeconds, FocalLength: m.FocalLength,
	}
	if m.HasGPS {
		p.GPS = &library.Position{Latitude: m.Latitude, Longitude: m.Longitude}
	}
	if m.HasRating {
		p.Rating = int(math.Round(m.Rating))
	}
	p.Title, p.Caption = m.Title, m.Description
	p.Keywords, p.People = keywords(m), m.People
}
