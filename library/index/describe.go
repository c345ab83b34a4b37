package index

import (
	"log/slog"
	"math"
	"os"
	"path/filepath"

	"descry/library"
	"descry/library/metadata"
)

// mergeSidecar lets the XMP file beside a photo, if there is one, win over what
// the photo itself says.
func mergeSidecar(m *metadata.Metadata, path string, log *slog.Logger) {
	dir, name := filepath.Split(path)
	for _, candidate := range metadata.SidecarNames(name) {
		f, err := os.Open(filepath.Join(dir, candidate))
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
	p.Keywords, p.People = m.Keywords, m.People
}
