package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"path/filepath"
	"slices"
	"syscall"

	"descry/internal/leave"
	"descry/library"
	"descry/library/media"
	"descry/library/metadata"
	"descry/library/metadata/xmp"
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
	if err := r.readMetadata(ctx, photo, it.result.File.Path, c); err != nil {
		return err
	}
	if err := r.o.Thumbnails.Put(string(photo.Hash), img.Pix); err != nil {
		return &fatalError{err}
	}
	return nil
}

// readMetadata adds what the file and its sidecar say. Broken metadata is no reason to refuse
// a photo: the readable rest counts.
func (r *run) readMetadata(ctx context.Context, p *library.Photo, path string, c *Content) error {
	m, err := metadata.Read(c.reader(ctx))
	if err != nil {
		r.o.Log.Debug("metadata", "path", path, "err", err)
	}
	if err := mergeSidecar(ctx, &m, path, r.o.Log); err != nil {
		return err
	}
	fillMetadata(p, m)
	return nil
}

// mergeSidecar lets the XMP file beside a photo win over what the photo itself says.
func mergeSidecar(ctx context.Context, m *metadata.Metadata, path string, log *slog.Logger) error {
	s, _, err := findSidecar(ctx, path, log)
	if err == nil {
		m.Merge(s.says, s.present)
	}
	return err
}

// findSidecar reads the XMP file beside a photo that is about the photo. Without such a file,
// all results are zero.
func findSidecar(ctx context.Context, path string, log *slog.Logger) (found sidecar, candidate string, err error) {
	dir, name := filepath.Split(path)
	for _, candidate := range metadata.SidecarNames(name) {
		s, err := leave.Behind(ctx, func() (sidecar, error) { return readSidecar(filepath.Join(dir, candidate)) })
		switch {
		case ctx.Err() != nil:
			return sidecar{}, "", ctx.Err()
		case unreadSidecar(err), unreadSidecar(s.err):
			return sidecar{}, "", fmt.Errorf("the sidecar %s: %w", candidate, plainError(cmp.Or(err, s.err)))
		case err != nil: // there is none
			continue
		case s.err != nil:
			log.Debug("sidecar", "path", filepath.Join(dir, candidate), "err", s.err)
		}
		if s.present == (metadata.Present{}) && s.err != nil {
			continue // nothing in the file could be read
		}
		if s.present.Fits(name) {
			return s, filepath.Join(dir, candidate), nil
		}
	}
	return sidecar{}, "", nil
}

// ReadFields tells all that a photo's file and the sidecar beside it say, field by field, as
// indexing reads them. sidecar is the path of the sidecar, "" without one. An error concerns
// the fields that could not be read.
func ReadFields(ctx context.Context, path string, c *Content) (fields []metadata.Field, sidecar string, err error) {
	s, sidecar, err := findSidecar(ctx, path, slog.New(slog.DiscardHandler))
	fields, ferr := metadata.ReadFields(c.reader(ctx), s.says, s.present)
	return fields, sidecar, errors.Join(err, ferr)
}

// failing are errors by which the system failed to give a file that is there. After any other
// error, such as those of a socket or of permissions, the file can't be a sidecar.
var failing = []error{
	syscall.EIO, syscall.ESTALE, syscall.ETIMEDOUT, syscall.ENOTCONN, syscall.EHOSTDOWN,
	syscall.ENOMEM, syscall.EMFILE, syscall.ENFILE, errShort,
}

// unreadSidecar says whether a sidecar that failed may be read another time. The photo waits
// until then, since nothing in an indexed photo would tell that the sidecar's content is
// missing.
func unreadSidecar(err error) bool {
	return slices.ContainsFunc(failing, func(e error) bool { return errors.Is(err, e) })
}

// sidecar is what an XMP file says, and what is wrong with the file.
type sidecar struct {
	says    metadata.Metadata
	present metadata.Present
	err     error
}

func readSidecar(path string) (s sidecar, err error) {
	f, info, err := openRegular(path)
	if err != nil {
		return s, err
	}
	defer f.Close()
	s.says, s.present, s.err = metadata.ReadSidecar(f)
	// A file that ends before its size is short, not broken. Reading further to see whether it
	// ends there would say nothing: what failed by chance may go well a moment later.
	if at, err := f.Seek(0, io.SeekCurrent); err == nil && at < min(info.Size(), xmp.MaxSize+1) {
		return s, errShort
	}
	return s, nil
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
