package service

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"descry/library"
	"descry/library/index"
	"descry/library/media"
	"descry/library/metadata"
	"descry/library/thumbnail"
)

// PhotoInfo is a photo's file and what the library knows of the photo, in JSON.
type PhotoInfo struct {
	File string `json:"file"`
	Hash string `json:"hash,omitempty"` // of a photo of the library
	// Format, sizes and what follows are of the file as it is now. All of them are empty when
	// the file can't be read, and Problem tells why.
	Format string `json:"format,omitempty"`
	Width  int    `json:"width,omitempty"` // upright
	Height int    `json:"height,omitempty"`
	Bytes  int64  `json:"bytes,omitempty"`
	// The size in pixels of the largest preview in a raw file, which is what there is to see
	// of the file.
	PreviewWidth  int    `json:"preview_width,omitempty"`
	PreviewHeight int    `json:"preview_height,omitempty"`
	Decoder       string `json:"decoder,omitempty"`
	Profile       string `json:"profile,omitempty"`
	Warning       string `json:"warning,omitempty"` // says what part of the picture is damaged, or that a preview is small
	Problem       string `json:"problem,omitempty"`

	Metadata        []infoField `json:"metadata"`
	MetadataProblem string      `json:"metadata_problem,omitempty"` // the rest was read
	Sidecars        []string    `json:"sidecars,omitempty"`         // of Google Photos as well
	Thumbnail       string      `json:"thumbnail,omitempty"`
	Models          []infoModel `json:"models"`
}

// infoField is a field of the metadata with the sources of its value: EXIF, XMP, IPTC,
// sidecar, Takeout or name.
type infoField struct {
	Field string            `json:"field"`
	Value any               `json:"value"`
	From  []metadata.Source `json:"from"`
}

// infoModel is a model that has tried a photo.
type infoModel struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Refused bool   `json:"refused,omitempty"` // the model could not take the photo
}

// Show describes a file, whether or not the file is in the library.
func (e *Library) Show(ctx context.Context, what string) (PhotoInfo, error) {
	id, err := e.photoNamed(ctx, what)
	if err != nil {
		if _, statErr := os.Stat(what); statErr != nil || !notKnown(err) {
			return PhotoInfo{}, err
		}
		return e.lay(ctx, what, nil)
	}
	p, err := e.Store.Photo(ctx, id)
	if err != nil {
		return PhotoInfo{}, err
	}
	path := ""
	if len(p.Files) > 0 {
		path = p.Files[0].Path
	}
	if abs, err := filepath.Abs(what); err == nil { // what may be the path of one of several copies
		for _, f := range p.Files {
			if f.Path == abs {
				path = abs
			}
		}
	}
	return e.lay(ctx, path, &p)
}

func notKnown(err error) bool {
	return errors.Is(err, library.ErrNotFound) || errors.Is(err, errNotAPhoto)
}

// lay describes a file, and what the library knows of its photo p, which may be nil.
func (e *Library) lay(ctx context.Context, path string, p *library.Photo) (PhotoInfo, error) {
	s := PhotoInfo{File: path, Metadata: []infoField{}, Models: []infoModel{}}
	if path == "" {
		s.Problem = "its file is gone"
	} else if err := e.layFile(ctx, path, &s); err != nil {
		return s, err
	}
	if p == nil {
		return s, nil
	}
	s.Hash = string(p.Hash)
	if s.Format == "" {
		s.Format, s.Width, s.Height, s.Bytes = p.Format, p.Width, p.Height, p.Bytes
	}
	if e.thumbs.Has(s.Hash) {
		s.Thumbnail, _ = e.thumbs.Path(s.Hash)
	}
	models, err := e.Store.LookedAtBy(ctx, p.ID)
	for _, m := range models {
		s.Models = append(s.Models, infoModel{m.Model, e.Models.ModelName(m.Model), m.Refused})
	}
	return s, err
}

// layFile reads a file the way indexing does. An error says only that ctx has ended.
func (e *Library) layFile(ctx context.Context, path string, s *PhotoInfo) error {
	photo, err := index.OpenPhoto(path)
	if err != nil {
		s.Problem = err.Error()
		return ctx.Err()
	}
	defer photo.Close()
	s.Bytes = photo.Size()
	if c, err := photo.Probe(); c.Format != "" {
		s.Format, s.Width, s.Height = string(c.Format), c.Width, c.Height
		s.PreviewWidth, s.PreviewHeight = c.PreviewWidth, c.PreviewHeight
	} else if err != nil {
		s.Problem = err.Error()
	}
	img, err := photo.Decode(ctx, media.Options{MinSide: thumbnail.MaxSide})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		s.Problem = err.Error()
	default:
		s.Format, s.Width, s.Height = string(img.Format), img.Width, img.Height
		s.Decoder, s.Profile, s.Warning = img.Decoder, img.Profile, img.Warning
	}
	fields, sidecars, err := index.ReadFields(ctx, path, photo)
	if err != nil {
		s.MetadataProblem = err.Error()
	}
	s.Sidecars = sidecars
	for _, f := range fields {
		s.Metadata = append(s.Metadata, infoField{f.Name, f.Value, f.From})
	}
	return ctx.Err()
}

// LayOpen reads a photo's file and describes how it is read. Of a file that is offline LayOpen
// tells what the library knows.
func (b *Session) LayOpen(ctx context.Context, id library.PhotoID) (LaidOpen, error) {
	p, err := b.e.Store.Photo(ctx, id)
	if err != nil {
		return LaidOpen{}, err
	}
	path := ""
	if len(p.Files) > 0 && p.Files[0].Online {
		path = p.Files[0].Path
	}
	s, err := b.e.lay(ctx, path, &p)
	if err != nil {
		return LaidOpen{}, err
	}
	laid := LaidOpen{Decoder: s.Decoder, Profile: s.Profile, Warning: s.Warning}
	for _, path := range s.Sidecars {
		laid.Sidecars = append(laid.Sidecars, filepath.Base(path))
	}
	for _, f := range s.Metadata {
		laid.Fields = append(laid.Fields, LaidField{Name: f.Field, From: f.From})
	}
	for _, m := range s.Models {
		laid.Models = append(laid.Models, LaidModel{Name: m.Name, Refused: m.Refused})
	}
	return laid, nil
}
