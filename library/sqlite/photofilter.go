package sqlite

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"descry/library"
)

// dateTest compares whole seconds, as in the catalogue's index, of photos with a capture time. A
// date that goes only as far as a day, month or year is met by a span that has all of it.
func dateTest(t library.DateTest) clause {
	from, to := int64(math.MinInt64), int64(math.MaxInt64)
	if !t.From.IsZero() {
		from = wholeSeconds(t.From)
	}
	if !t.To.IsZero() {
		to = wholeSeconds(t.To)
	}
	return sqlf("(p.dated = 1 AND p.taken >= ? AND p.taken + p.captured_span <= ?)", from, to)
}

// wholeSeconds rounds up.
func wholeSeconds(t time.Time) int64 {
	if t.Nanosecond() > 0 {
		return t.Unix() + 1
	}
	return t.Unix()
}

func isoTest(t library.ISOTest) clause {
	if t.Max == 0 {
		t.Max = math.MaxInt
	}
	return sqlf("(p.iso > 0 AND p.iso BETWEEN ? AND ?)", t.Min, t.Max)
}

// tagTest finds a tag and the tags below. A single level may stand anywhere: "dogs" is
// "animals/dogs" as well. A slash is one within a level, too: "B/W" may be a single level, and
// "Music/AC/DC" two.
func tagTest(t library.TagTest) clause {
	name := fold(tagName(t.Name))
	switch {
	case name == "" || !strings.Contains(name, "/") && t.Whole:
		return tagsWith(atOrBelow(name))
	case !strings.Contains(name, "/"):
		return tagsWith(anyLevel(name))
	}
	// The name has to end where a level ends: "Music/AC" isn't above "Music/AC∕DC".
	either := sqlf("instr(replace(folded, ?, '/') || '/', ?) = 1 AND substr(folded || '/', ?, 1) = '/'",
		library.SlashInLevel, name+"/", utf8.RuneCountInString(name)+1)
	if !t.Whole {
		either = or(either, anyLevel(strings.ReplaceAll(name, "/", library.SlashInLevel)))
	}
	inner := sqlf("kind = ? AND instr(folded, ?) > 0", kindTag, library.SlashInLevel)
	return tagsWith(or(atOrBelow(name), sqlf("("+inner.sql+" AND "+either.sql+")", append(inner.args, either.args...)...)))
}

// anyLevel is the condition on tags to have a level, given folded, anywhere.
func anyLevel(level string) clause {
	return sqlf("kind = ? AND instr('/' || folded || '/', ?) > 0", kindTag, "/"+level+"/")
}

func or(a, b clause) clause {
	return sqlf("("+a.sql+" OR "+b.sql+")", append(slices.Clone(a.args), b.args...)...)
}

// atOrBelow is the condition on tags to be one, given folded, or below that one.
func atOrBelow(name string) clause {
	from, to := relRange(name)
	return sqlf("kind = ? AND (folded = ? OR folded > ? AND folded < ?)", kindTag, name, from, to)
}

// tagsWith lists the photos that have one of some tags, photos without a file included.
func tagsWith(which clause) clause {
	return sqlf("SELECT group_concat(photo) FROM photo_tags WHERE origin < 2 AND tag IN (SELECT id FROM tags WHERE "+which.sql+")", which.args...)
}

// nearTest compares the straight lines through the globe.
func nearTest(t library.NearTest) clause {
	if !(t.Kilometres >= 0) || math.IsNaN(t.Latitude+t.Longitude) || math.IsInf(t.Latitude+t.Longitude, 0) {
		return never
	}
	at, reach := earthOf(t.Position), chord(t.Kilometres)
	band := int64(math.Ceil(reach))
	return sqlf("(p.z IS NOT NULL AND p.z BETWEEN ? AND ? AND (p.x-?)*(p.x-?) + (p.y-?)*(p.y-?) + (p.z-?)*(p.z-?) <= ?)",
		at[2]-band, at[2]+band, at[0], at[0], at[1], at[1], at[2], at[2], int64(math.Ceil(reach*reach)))
}

// spellings are other names of formats.
var spellings = map[string]string{"jpg": "jpeg", "tif": "tiff", "heif": "heic", "jp2": "jpeg2000",
	"jpeg 2000": "jpeg2000", "jpeg xl": "jxl", "photoshop": "psd"}

// typeTest takes the usual spellings. All raw formats are recorded as "raw".
func typeTest(t library.TypeTest) clause {
	format := strings.TrimPrefix(fold(oneSpaced(t.Format)), ".")
	if to, ok := spellings[format]; ok {
		format = to
	}
	return sqlf("(p.format = ?)", format)
}

func orientationTest(t library.OrientationTest) (clause, error) {
	switch t.Orientation {
	case library.Landscape:
		return sqlf("(p.width > p.height)"), nil
	case library.Portrait:
		return sqlf("(p.width < p.height)"), nil
	case library.Square:
		return sqlf("(p.width = p.height)"), nil
	}
	return clause{}, fmt.Errorf("unknown orientation %d", t.Orientation)
}

// factSQL are the conditions of library.HasTest. The user's tags have an index of their own.
var factSQL = map[library.Fact]string{
	library.HasCaption: "p.captioned",
	library.HasTag:     ownOr("p.tagged", kindTag),
	library.HasPlace:   "p.x IS NOT NULL",
	library.HasDate:    "p.dated",
	library.HasPerson:  ownOr("p.named", kindPerson),
	library.HasRating:  "p.rating <> 0",
	library.HasCamera:  "p.camera IS NOT NULL",
}

func ownOr(column string, kind int) string {
	return fmt.Sprintf("%s OR p.id IN (SELECT o.photo FROM photo_tags o JOIN tags t ON t.id = o.tag WHERE o.origin = %d AND t.kind = %d)",
		column, originYes, kind)
}

func hasTest(t library.HasTest) (clause, error) {
	sql, ok := factSQL[t.Fact]
	if !ok {
		return clause{}, fmt.Errorf("unknown fact %d", t.Fact)
	}
	return sqlf("(" + sql + ")"), nil
}
