package exif

import (
	"errors"

	"descry/library/container"
)

// ReadTable reads a TIFF structure whose only table is the Exif table, as in CR3 files.
func ReadTable(data []byte) (Tags, error) {
	return readPart(data, (*decoder).collect)
}

// ReadGPS reads a TIFF structure whose only table is the GPS table.
func ReadGPS(data []byte) (Tags, error) {
	return readPart(data, (*decoder).position)
}

func readPart(data []byte, read func(*decoder, container.Directory)) (Tags, error) {
	d, err := open(container.Memory(data))
	if err != nil {
		return Tags{}, err
	}
	table, err := d.Directory(d.First)
	d.note(err, "read table")
	read(d, table)
	return d.tags, errors.Join(d.errs...)
}

// panasonic finds the JPEG that a raw file of Panasonic's keeps as the value of a tag.
func (d *decoder) panasonic(table container.Directory) {
	const version, tagJPEG, tagISO = 0x55, 0x002e, 0x0017
	if d.Version != version {
		return
	}
	if e, ok := table.Find(tagISO); ok && d.tags.ISO == 0 {
		if v, ok := d.uint(e); ok && v < 1<<20 {
			d.tags.ISO = int(v)
		}
	}
	e, ok := table.Find(tagJPEG)
	if !ok || e.Count <= 4 || e.Count > uint64(d.Size()) || e.At > uint64(d.Size()) {
		return
	}
	d.tags.JPEGOffset, d.tags.JPEGSize = int64(e.At), int64(e.Count)
}

// Fill takes from more the values that t lacks. A date is taken whole.
func (t *Tags) Fill(more Tags) {
	fill(&t.Make, more.Make)
	fill(&t.Model, more.Model)
	fill(&t.LensModel, more.LensModel)
	fill(&t.Description, more.Description)
	fill(&t.UserComment, more.UserComment)
	fill(&t.XPTitle, more.XPTitle)
	fill(&t.XPComment, more.XPComment)
	fill(&t.XPSubject, more.XPSubject)
	fill(&t.XPKeywords, more.XPKeywords)
	if t.Original.Time == "" {
		t.Original = more.Original
	}
	if t.Digitized.Time == "" {
		t.Digitized = more.Digitized
	}
	fill(&t.Orientation, more.Orientation)
	if !t.HasRating {
		t.Rating, t.HasRating = more.Rating, more.HasRating
	}
	fill(&t.RatingPercent, more.RatingPercent)
	fill(&t.ISO, more.ISO)
	fill(&t.MakerLens, more.MakerLens)
	fill(&t.MakerISO, more.MakerISO)
	fill(&t.MakerRating, more.MakerRating)
	fill(&t.FNumber, more.FNumber)
	fill(&t.ExposureSeconds, more.ExposureSeconds)
	fill(&t.FocalLength, more.FocalLength)
	fill(&t.ApexFNumber, more.ApexFNumber)
	fill(&t.ApexSeconds, more.ApexSeconds)
	if !t.HasGPS {
		t.Latitude, t.Longitude, t.HasGPS = more.Latitude, more.Longitude, more.HasGPS
	}
	for _, p := range []struct {
		to   *[]byte
		from []byte
	}{{&t.XMP, more.XMP}, {&t.IPTC, more.IPTC}, {&t.Photoshop, more.Photoshop}} {
		if *p.to == nil {
			*p.to = p.from
		}
	}
	fill(&t.JPEGOffset, more.JPEGOffset)
	fill(&t.JPEGSize, more.JPEGSize)
}

func fill[T comparable](to *T, from T) {
	var zero T
	if *to == zero {
		*to = from
	}
}
