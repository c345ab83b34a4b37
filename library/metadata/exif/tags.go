package exif

import (
	"fmt"
	"math"

	"descry/library/container"
)

// The tags that are read. Rating is Microsoft's. 700 and the tags up to 34377 hold packets.
const (
	tagDescription     = 0x010E
	tagMake            = 0x010F
	tagModel           = 0x0110
	tagOrientation     = 0x0112
	tagXMP             = 0x02BC
	tagRating          = 0x4746
	tagExposureTime    = 0x829A
	tagFNumber         = 0x829D
	tagIPTC            = 0x83BB
	tagPhotoshop       = 0x8649
	tagExifIFD         = 0x8769
	tagGPSIFD          = 0x8825
	tagISO             = 0x8827
	tagRecommendedEI   = 0x8832
	tagISOSpeed        = 0x8833
	tagOriginal        = 0x9003
	tagDigitized       = 0x9004
	tagOffsetOriginal  = 0x9011
	tagOffsetDigitized = 0x9012
	tagFocalLength     = 0x920A
	tagSubSecOriginal  = 0x9291
	tagSubSecDigitized = 0x9292
	tagLensModel       = 0xA434
)

// collect takes the values of a table. Values that are already there stay, so the first of
// several tables and the first of several equal tags wins.
func (d *decoder) collect(table container.Directory) {
	for _, e := range table.Entries {
		if p := d.textField(e.Tag); p != nil {
			d.setText(p, e)
		} else if p := d.floatField(e.Tag); p != nil {
			d.setFloat(p, e)
		} else if p := d.packetField(e.Tag); p != nil {
			d.setPacket(p, e)
		} else {
			d.setInt(e)
		}
	}
}

func (d *decoder) textField(tag uint16) *string {
	t := &d.tags
	switch tag {
	case tagMake:
		return &t.Make
	case tagModel:
		return &t.Model
	case tagLensModel:
		return &t.LensModel
	case tagDescription:
		return &t.Description
	case tagOriginal:
		return &t.Original.Time
	case tagSubSecOriginal:
		return &t.Original.SubSec
	case tagOffsetOriginal:
		return &t.Original.Offset
	case tagDigitized:
		return &t.Digitized.Time
	case tagSubSecDigitized:
		return &t.Digitized.SubSec
	case tagOffsetDigitized:
		return &t.Digitized.Offset
	}
	return nil
}

func (d *decoder) floatField(tag uint16) *float64 {
	switch tag {
	case tagFNumber:
		return &d.tags.FNumber
	case tagExposureTime:
		return &d.tags.ExposureSeconds
	case tagFocalLength:
		return &d.tags.FocalLength
	}
	return nil
}

func (d *decoder) packetField(tag uint16) *[]byte {
	switch tag {
	case tagXMP:
		return &d.tags.XMP
	case tagIPTC:
		return &d.tags.IPTC
	case tagPhotoshop:
		return &d.tags.Photoshop
	}
	return nil
}

func (d *decoder) setText(p *string, e container.Entry) {
	if *p != "" {
		return
	}
	s, err := d.text(e)
	d.note(err, fmt.Sprintf("read tag %#04x", e.Tag))
	*p = s
}

// setFloat takes the first value of an entry if the value is a positive number: cameras write
// 0 or x/0 for "unknown".
func (d *decoder) setFloat(p *float64, e container.Entry) {
	if *p != 0 {
		return
	}
	v, err := d.floats(e)
	d.note(err, fmt.Sprintf("read tag %#04x", e.Tag))
	if len(v) > 0 && v[0] > 0 && !math.IsInf(v[0], 1) {
		*p = v[0]
	}
}

func (d *decoder) setPacket(p *[]byte, e container.Entry) {
	if *p != nil {
		return
	}
	b, err := d.Value(e, maxPacket)
	d.note(err, fmt.Sprintf("read tag %#04x", e.Tag))
	*p = append([]byte(nil), b...)
}

func (d *decoder) setInt(e container.Entry) {
	switch e.Tag {
	case tagOrientation, tagRating, tagISO, tagRecommendedEI, tagISOSpeed:
	default:
		return
	}
	v, ok := d.uint(e)
	if !ok || v > math.MaxInt32 {
		return
	}
	t := &d.tags
	switch {
	case e.Tag == tagOrientation && t.Orientation == 0:
		t.Orientation = int(v)
	case e.Tag == tagRating && !t.HasRating:
		t.Rating, t.HasRating = int(v), true
	// 65535 in the 16-bit ISO tag refers to the 32-bit tags behind.
	case t.ISO == 0 || t.ISO == math.MaxUint16:
		if e.Tag != tagOrientation && e.Tag != tagRating {
			t.ISO = int(v)
		}
	}
}
