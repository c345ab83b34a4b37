package exif

import (
	"fmt"
	"math"

	"descry/library/container"
)

// The tags that are read. The ratings and the tags with XP are Microsoft's. 700 and the tags up to 34377 hold packets.
const (
	tagDescription     = 0x010E
	tagMake            = 0x010F
	tagModel           = 0x0110
	tagOrientation     = 0x0112
	tagXMP             = 0x02BC
	tagRating          = 0x4746
	tagRatingPercent   = 0x4749
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
	tagShutterSpeed    = 0x9201
	tagAperture        = 0x9202
	tagFocalLength     = 0x920A
	tagMakerNote       = 0x927C
	tagUserComment     = 0x9286
	tagSubSecOriginal  = 0x9291
	tagSubSecDigitized = 0x9292
	tagXPTitle         = 0x9C9B
	tagXPComment       = 0x9C9C
	tagXPKeywords      = 0x9C9E
	tagXPSubject       = 0x9C9F
	tagLensModel       = 0xA434
)

// collect takes the values of a table. Values that are already there stay, so the first of
// several tables and the first of several equal tags wins.
func (d *decoder) collect(table container.Directory) {
	for _, e := range table.Entries {
		if p := d.textField(e.Tag); p != nil {
			d.setText(p, e, d.text)
		} else if p := d.wideTextField(e.Tag); p != nil {
			d.setText(p, e, d.wideText)
		} else if e.Tag == tagUserComment {
			d.setText(&d.tags.UserComment, e, d.comment)
		} else if p := d.floatField(e.Tag); p != nil {
			d.setFloat(p, e)
		} else if e.Tag == tagShutterSpeed || e.Tag == tagAperture {
			d.setApex(e)
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

// wideTextField is for the tags with text in UTF-16.
func (d *decoder) wideTextField(tag uint16) *string {
	t := &d.tags
	switch tag {
	case tagXPTitle:
		return &t.XPTitle
	case tagXPComment:
		return &t.XPComment
	case tagXPKeywords:
		return &t.XPKeywords
	case tagXPSubject:
		return &t.XPSubject
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

func (d *decoder) setText(p *string, e container.Entry, read func(container.Entry) (string, error)) {
	if *p != "" {
		return
	}
	s, err := read(e)
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

// setApex takes the aperture or the exposure from a number of steps.
func (d *decoder) setApex(e container.Entry) {
	v, err := d.floats(e)
	d.note(err, fmt.Sprintf("read tag %#04x", e.Tag))
	if len(v) == 0 {
		return
	}
	switch t := &d.tags; {
	case e.Tag == tagAperture && v[0] > 0 && v[0] < 20:
		fill(&t.ApexFNumber, math.Round(10*math.Exp2(v[0]/2))/10)
	case e.Tag == tagShutterSpeed && math.Abs(v[0]) < 30:
		fill(&t.ApexSeconds, math.Exp2(-v[0]))
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
	case tagOrientation, tagRating, tagRatingPercent, tagISO, tagRecommendedEI, tagISOSpeed:
	default:
		return
	}
	v, ok := d.uint(e)
	if !ok || v > math.MaxInt32 {
		return
	}
	t := &d.tags
	switch e.Tag {
	case tagOrientation:
		fill(&t.Orientation, int(v))
	case tagRating:
		if !t.HasRating {
			t.Rating, t.HasRating = int(v), true
		}
	case tagRatingPercent:
		fill(&t.RatingPercent, int(v))
	default:
		// 65535 in the 16-bit ISO tag refers to the 32-bit tags behind.
		if t.ISO == 0 || t.ISO == math.MaxUint16 {
			t.ISO = int(v)
		}
	}
}
