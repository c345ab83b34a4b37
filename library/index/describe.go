package index

import (
	"bytes"
	"context"
	"encoding/hex"
	"log/slog"
	"math"
	"path/filepath"

	"github.com/zeebo/blake3"

	"descry/library"
	"descry/library/media"
	"descry/library/metadata"
	"descry/library/thumbnail"
)

// describe fills the result from the file's bytes, and the encoder's input unless
// the encoder has met them already. What the catalogue knows is not found out again.
func (r *run) describe(ctx context.Context, it *item, data []byte) error {
	sum := blake3.Sum256(data)
	photo := &it.result.Photo
	photo.Hash = library.Hash(hex.EncodeToString(sum[:]))
	id, done, err := r.o.Store.PhotoByHash(ctx, photo.Hash, r.enc.Model())
	if err != nil {
		return &fatalError{err}
	}
	photo.ID = id
	known := id != 0 && r.o.Thumbnails.Has(string(photo.Hash))
	if known && done {
		return nil
	}
	img, err := media.Decode(ctx, data, media.Options{MinSide: r.enc.MinSide()})
	if err != nil {
		return err
	}
	if !known {
		if err := r.acquaint(it, img, data); err != nil {
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
func (r *run) acquaint(it *item, img *media.Image, data []byte) error {
	photo := &it.result.Photo
	photo.Format, photo.Bytes = string(img.Format), int64(len(data))
	photo.Width, photo.Height = img.Width, img.Height
	colour := thumbnail.DominantColour(img.Pix)
	photo.Colour = uint32(colour.R)<<16 | uint32(colour.G)<<8 | uint32(colour.B)
	r.readMetadata(photo, it.result.File.Path, data)
	if err := r.o.Thumbnails.Put(string(photo.Hash), img.Pix); err != nil {
		return &fatalError{err}
	}
	return nil
}

// readMetadata adds what the file and its sidecar say. Broken metadata is no
// reason to refuse a photo: what could be read counts.
func (r *run) readMetadata(p *library.Photo, path string, data []byte) {
	m, err := metadata.Read(bytes.NewReader(data))
	if err != nil {
		r.o.Log.Debug("metadata", "path", path, "err", err)
	}
	mergeSidecar(&m, path, r.o.Log)
	fillMetadata(p, m)
}

// mergeSidecar lets the XMP file beside a photo, if there is one, win over what
// the photo itself says.
func mergeSidecar(m *metadata.Metadata, path string, log *slog.Logger) {
	dir, name := filepath.Split(path)
	for _, candidate := range metadata.SidecarNames(name) {
		f, _, err := openRegular(filepath.Join(dir, candidate))
		if err != nil {
			continue
		}
		side, present, err := metadata.ReadSidecar(f)
		f.Close()
		if err != nil {
			log.Debug("sidecar", "path", f.Name(), "err", err)
		}
		if !present.Fits(name) {
			continue
		}
		m.Merge(side, present)
		return
	}
}

func fillMetadata(p *library.Photo, m metadata.Metadata) {
	p.Captured = library.CaptureTime{
		Local: m.Captured.Local, HasOffset: m.Captured.HasOffset, Offset: m.Captured.OffsetSeconds,
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
