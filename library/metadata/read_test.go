package metadata_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"descry/library"
	"descry/library/metadata"
	"descry/library/metadata/internal/build"
)

var order = binary.BigEndian

// jpeg makes a photo of EXIF tags, XMP properties and IPTC data sets.
func jpeg(exif []build.Tag, xmp string, iptc ...[]byte) []byte {
	return build.JPEG(
		build.EXIF(build.TIFF(order, nil, exif, nil)),
		build.XMPSegment(build.XMP(xmp)),
		build.Segment(0xED, "Photoshop 3.0\x00"+string(build.Photoshop(bytes.Join(iptc, nil)))))
}

func read(t *testing.T, data []byte) metadata.Metadata {
	t.Helper()
	m, err := metadata.Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestCapturedOrder removes the source that wins, one after the other.
func TestCapturedOrder(t *testing.T) {
	exif := map[string]build.Tag{
		"2001": build.ASCII(0x9003, "2001:02:03 04:05:06"),
		"2005": build.ASCII(0x9004, "2005:02:03 04:05:06"),
	}
	xmp := map[string]string{
		"2002": "<exif:DateTimeOriginal>2002-02-03T04:05:06</exif:DateTimeOriginal>",
		"2003": "<photoshop:DateCreated>2003-02-03T04:05:06</photoshop:DateCreated>",
		"2006": "<xmp:CreateDate>2006-02-03T04:05:06</xmp:CreateDate>",
	}
	iptc := map[string][]byte{"2004": append(build.Dataset(2, 55, "20040203"), build.Dataset(2, 60, "040506")...)}
	all := []string{"2001", "2002", "2003", "2004", "2005", "2006"}
	for i, want := range all {
		var tags []build.Tag
		var props string
		var sets [][]byte
		for _, year := range all[i:] {
			if tag, ok := exif[year]; ok {
				tags = append(tags, tag)
			}
			props += xmp[year]
			sets = append(sets, iptc[year])
		}
		tags = append(tags, build.ASCII(0x0132, "1999:01:01 00:00:00"))
		if got := read(t, jpeg(tags, props, sets...)).Captured.Local.Format("2006"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestExifDates(t *testing.T) {
	for in, want := range map[string]string{
		"2021:03:28 02:30:15":       "2021-03-28 02:30:15",
		"2021:03:28 02:30:15.25":    "2021-03-28 02:30:15.25",
		"2021:03:28 02:30:15+02:00": "2021-03-28 02:30:15 +02:00",
		"2021-03-28T02:30:15":       "2021-03-28 02:30:15",
		"1936:08:01 15:00:00":       "1936-08-01 15:00:00",
		"0000:00:00 00:00:00":       "", "    :  :     :  :  ": "", "2021:02:30 00:00:00": "",
		"2021:13:01 25:00:00": "", "2021:03:28": "2021-03-28 day", "2021:03:28 02": "2021-03-28 day", "yesterday at noon...": "",
		"9999:12:31 23:59:59": "", "2021:03:28 24:00:00": "2021-03-29 00:00:00", "": "",
	} {
		c := read(t, jpeg([]build.Tag{build.ASCII(0x9003, in)}, "")).Captured
		if got := show(c); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestXMPDates(t *testing.T) {
	for in, want := range map[string]string{
		"2018-06-05T12:34:56.7-07:00": "2018-06-05 12:34:56.7 -07:00",
		"2018-06-05T12:34Z":           "2018-06-05 12:34:00 +00:00",
		"2018:06:05 12:34:56":         "2018-06-05 12:34:56",
		"2018-06-05T12:34:56+99:99":   "2018-06-05 12:34:56",
		"2018":                        "2018-01-01 year", "2018-06": "2018-06-01 month",
		"2018-06-05": "2018-06-05 day", "2018-06-05Tnoon sharp": "2018-06-05 day",
	} {
		c := read(t, jpeg(nil, "<xmp:CreateDate>"+in+"</xmp:CreateDate>")).Captured
		if got := show(c); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func show(c metadata.CaptureTime) string {
	if c.IsZero() {
		return ""
	}
	if c.Precision != library.ToSecond {
		return c.Local.Format(time.DateOnly) + " " + []string{"", "day", "month", "year"}[c.Precision]
	}
	s := c.Local.Format(time.DateTime)
	if c.SubSec != "" {
		s += "." + c.SubSec
	}
	if c.HasOffset {
		s += c.Time().Format(" -07:00")
	}
	return s
}

func TestCaptureTimeIsAMoment(t *testing.T) {
	c := read(t, jpeg([]build.Tag{
		build.ASCII(0x9003, "2021:03:28 02:30:15"), build.ASCII(0x9291, "5"), build.ASCII(0x9011, "+05:45"),
	}, "")).Captured
	if want := time.Date(2021, 3, 27, 20, 45, 15, 5e8, time.UTC); !c.Time().Equal(want) {
		t.Errorf("got %v, want %v", c.Time().UTC(), want)
	}
}

func TestWordsAreJoined(t *testing.T) {
	m := read(t, jpeg(nil,
		`<dc:subject><rdf:Bag><rdf:li>b</rdf:li><rdf:li>a</rdf:li></rdf:Bag></dc:subject>`+
			`<lr:hierarchicalSubject><rdf:Bag><rdf:li>X|Y</rdf:li></rdf:Bag></lr:hierarchicalSubject>`+
			`<digiKam:TagsList><rdf:Seq><rdf:li>X/Y</rdf:li><rdf:li>P/Q</rdf:li></rdf:Seq></digiKam:TagsList>`,
		build.Dataset(2, 25, "c"), build.Dataset(2, 25, "a"), build.Dataset(2, 25, " "), build.Dataset(2, 5, "IPTC title")))
	if !slices.Equal(m.Keywords, []string{"a", "b", "c"}) {
		t.Errorf("keywords %q", m.Keywords)
	}
	if !slices.Equal(m.Hierarchical, []string{"P|Q", "X|Y"}) {
		t.Errorf("hierarchical %q", m.Hierarchical)
	}
	if m.Title != "IPTC title" {
		t.Errorf("title %q", m.Title)
	}
}

func TestRating(t *testing.T) {
	stars := build.Short(order, 0x4746, 2)
	for in, want := range map[string]float64{"3.5": 3.5, "-1": -1, "0": 0, "NaN": 2, "1e308": 2, "-5": 2, "five": 2, "": 2} {
		m, err := metadata.Read(bytes.NewReader(jpeg([]build.Tag{stars}, "<xmp:Rating>"+in+"</xmp:Rating>")))
		if m.Rating != want || !m.HasRating {
			t.Errorf("%q: rating %v %v, want %v", in, m.Rating, m.HasRating, want)
		}
		if (err != nil) != (want == 2 && in != "") {
			t.Errorf("%q: error %v", in, err)
		}
	}
}

// TestFaultsStayApart says that one broken source leaves the others readable.
func TestFaultsStayApart(t *testing.T) {
	data := build.JPEG(
		build.EXIF([]byte("II*\x00\xFF\xFF\xFF\xFF")),
		build.XMPSegment("<not XML"),
		build.XMPSegment(build.XMP("<xmp:Rating>4</xmp:Rating>")),
		build.Segment(0xED, "Photoshop 3.0\x00"+string(build.Photoshop(build.Dataset(2, 25, "kept")))))
	m, err := metadata.Read(bytes.NewReader(data))
	if err == nil || m.Rating != 4 || !slices.Equal(m.Keywords, []string{"kept"}) {
		t.Errorf("got %+v, error %v", m, err)
	}
}

func TestReadExtendedXMP(t *testing.T) {
	id := strings.Repeat("7", 32)
	rest := build.XMP("<dc:title>from the extension</dc:title>")
	ext := fmt.Appendf(nil, "http://ns.adobe.com/xmp/extension/\x00%s", id)
	ext = order.AppendUint32(order.AppendUint32(ext, uint32(len(rest))), 0)
	m := read(t, build.JPEG(
		build.XMPSegment(build.XMP("<xmpNote:HasExtendedXMP>"+id+"</xmpNote:HasExtendedXMP>")),
		build.Segment(0xE1, string(ext)+rest)))
	if m.Title != "from the extension" {
		t.Errorf("title %q", m.Title)
	}
}

// failing panics or fails where a disk would.
type failing struct {
	io.ReadSeeker
	panics bool
}

func (f failing) Read([]byte) (int, error) {
	if f.panics {
		panic("broken reader")
	}
	return 0, errors.New("disk on fire")
}

func TestReadReportsFailures(t *testing.T) {
	for _, panics := range []bool{false, true} {
		r := failing{struct{ io.ReadSeeker }{bytes.NewReader(make([]byte, 100))}, panics}
		if _, err := metadata.Read(r); err == nil {
			t.Errorf("panics %v: no error", panics)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(jpeg([]build.Tag{build.ASCII(0x9003, "2021:03:28 02:30:15")}, "<xmp:Rating>3</xmp:Rating>", build.Dataset(2, 25, "k")))
	f.Add(build.HEIF(build.TIFF(order, nil, nil, nil), build.XMP("<xmp:Rating>3</xmp:Rating>")))
	f.Add(build.GIF(build.XMP("<dc:title>t</dc:title>")))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := metadata.Read(bytes.NewReader(data))
		if err != nil && strings.Contains(err.Error(), "panic") {
			t.Error(err)
		}
		sane(t, "fuzzed", m)
	})
}

func FuzzReadSidecar(f *testing.F) {
	f.Add([]byte(build.XMP("<xmp:Rating>3</xmp:Rating><exif:GPSLatitude>1,2N</exif:GPSLatitude><exif:GPSLongitude>1,2E</exif:GPSLongitude>")))
	f.Add([]byte(build.XMP("<xmp:CreateDate>2018-06-05T12:34:56.7-07:00</xmp:CreateDate>")))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, _, err := metadata.ReadSidecar(bytes.NewReader(data))
		if err != nil && strings.Contains(err.Error(), "panic") {
			t.Error(err)
		}
		sane(t, "fuzzed", m)
	})
}
