package xmp_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"descry/library/metadata/internal/build"
	"descry/library/metadata/xmp"
)

func parse(t *testing.T, packet string) xmp.Props {
	t.Helper()
	p, err := xmp.Parse([]byte(packet))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParseForms(t *testing.T) {
	for name, packet := range map[string]string{
		"element":   build.XMP(`<xmp:Rating>3</xmp:Rating>`),
		"attribute": strings.Replace(build.XMP(""), `rdf:about=""`, `rdf:about="" xmp:Rating="3"`, 1),
		"qualified": build.XMP(`<xmp:Rating rdf:parseType="Resource"><rdf:value>3</rdf:value><dc:x>q</dc:x></xmp:Rating>`),
		"described": build.XMP(`<xmp:Rating><rdf:Description rdf:value="3"/></xmp:Rating>`),
		"padded":    "\uFEFF\n" + build.XMP(`<xmp:Rating> 3 </xmp:Rating>`) + "  \n\x00\x00",
		"xap":       strings.ReplaceAll(build.XMP(`<xmp:Rating>3</xmp:Rating>`), "xmp:", "xap:") + "rubbish & <",
	} {
		name, packet := name, strings.ReplaceAll(packet, "xap:Rating", "xmp:Rating")
		if got := parse(t, packet).Text(xmp.Rating); got != "3" {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestParseUTF16(t *testing.T) {
	units := utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + build.XMP(`<dc:title>Zürich</dc:title>`)))
	for _, mark := range []string{"", "\xFE\xFF"} {
		b := []byte(mark)
		for _, u := range units {
			b = append(b, byte(u>>8), byte(u))
		}
		if got := parse(t, string(b)).Text(xmp.Title); got != "Zürich" {
			t.Errorf("mark %q: got %q", mark, got)
		}
	}
}

func TestParseLatin1(t *testing.T) {
	packet := `<?xml version="1.0" encoding="ISO-8859-1"?>` + build.XMP("<dc:title>Z\xfcrich</dc:title>")
	if got := parse(t, packet).Text(xmp.Title); got != "Zürich" {
		t.Errorf("got %q", got)
	}
}

func TestStrings(t *testing.T) {
	p := parse(t, build.XMP(`<dc:subject><rdf:Bag><rdf:li>b</rdf:li><rdf:li> </rdf:li><rdf:li>a &amp; c</rdf:li></rdf:Bag></dc:subject>`+
		`<lr:hierarchicalSubject>A|B</lr:hierarchicalSubject>`))
	if got := p.Strings(xmp.Subject); !slices.Equal(got, []string{"b", "a & c"}) {
		t.Errorf("subject %q", got)
	}
	if got := p.Strings(xmp.Hierarchical); !slices.Equal(got, []string{"A|B"}) {
		t.Errorf("hierarchical %q", got)
	}
}

func TestDefaultLanguage(t *testing.T) {
	alt := func(items string) string {
		return build.XMP(`<dc:title><rdf:Alt>` + items + `</rdf:Alt></dc:title>`)
	}
	for want, packet := range map[string]string{
		"falcon": alt(`<rdf:li xml:lang="de">Falke</rdf:li><rdf:li xml:lang="x-default">falcon</rdf:li>`),
		"Falke":  alt(`<rdf:li xml:lang="de">Falke</rdf:li><rdf:li xml:lang="fr">faucon</rdf:li>`),
		"":       alt(`<rdf:li xml:lang="x-repair">damaged</rdf:li>`),
		"plain":  build.XMP(`<dc:title>plain</dc:title>`),
	} {
		if got := parse(t, packet).Default(xmp.Title); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPeople(t *testing.T) {
	p := parse(t, build.XMP(`<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>`+
		`<rdf:li rdf:parseType="Resource"><mwg-rs:Name>Ada</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li>`+
		`<rdf:li><rdf:Description mwg-rs:Name="Bo" mwg-rs:Type="Face"><mwg-rs:Area/></rdf:Description></rdf:li>`+
		`<rdf:li rdf:parseType="Resource"><mwg-rs:Name>Rex</mwg-rs:Name><mwg-rs:Type>Pet</mwg-rs:Type></rdf:li>`+
		`</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>`+
		`<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag><rdf:li MPReg:PersonDisplayName="Cy"/></rdf:Bag></MPRI:Regions></MP:RegionInfo>`+
		`<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Di</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>`))
	if got := p.People(); !slices.Equal(got, []string{"Ada", "Bo", "Cy", "Di"}) {
		t.Errorf("got %q", got)
	}
}

func TestParseRefuses(t *testing.T) {
	bag := func(n int) string {
		return `<dc:subject><rdf:Bag>` + strings.Repeat(`<rdf:li>k</rdf:li>`, n) + `</rdf:Bag></dc:subject>`
	}
	for name, packet := range map[string]string{
		"empty":          "",
		"NULs":           "\x00\x00\x00\x00\x00",
		"no XML":         "hello",
		"no RDF":         "<a><b/></a>",
		"unclosed":       build.XMP("")[:200],
		"entities":       `<!DOCTYPE x [<!ENTITY a "aaaa">]>` + build.XMP(`<dc:title>&a;</dc:title>`),
		"unknown entity": build.XMP(`<dc:title>&a;</dc:title>`),
		"deep skipped":   build.XMP(strings.Repeat("<q>", 3000) + strings.Repeat("</q>", 3000)),
		"deep kept":      build.XMP("<dc:title>" + strings.Repeat("<q>", 3000) + strings.Repeat("</q>", 3000) + "</dc:title>"),
		"many items":     build.XMP(bag(10_001)),
		"many values":    build.XMP("<dc:title>" + strings.Repeat("<q/>", 70_000) + "</dc:title>"),
		"many attrs":     build.XMP("<q" + strings.Repeat(" a='b'", 110_000) + "/>"),
		"invalid UTF-8":  build.XMP("<dc:title>\xff\xfe</dc:title>"),
		"coding":         `<?xml version="1.0" encoding="EBCDIC"?>` + build.XMP(""),
		"too large":      build.XMP(strings.Repeat(" ", xmp.MaxSize)),
	} {
		if _, err := xmp.Parse([]byte(packet)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestParseKeepsWhatCameBefore(t *testing.T) {
	p, err := xmp.Parse([]byte(build.XMP(`<xmp:Rating>3</xmp:Rating><dc:title>&bad;</dc:title>`)))
	if err == nil || p.Text(xmp.Rating) != "3" {
		t.Errorf("got %v, error %v", p, err)
	}
}

func TestNumber(t *testing.T) {
	for s, want := range map[string]float64{"2.8": 2.8, "28/10": 2.8, " 1/250 ": 0.004} {
		if got, err := xmp.Number(s); err != nil || got != want {
			t.Errorf("Number(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "1/0", "x/2", "2/x", "many"} {
		if v, err := xmp.Number(s); err == nil {
			t.Errorf("Number(%q) = %v", s, v)
		}
	}
}

func TestCoordinate(t *testing.T) {
	for s, want := range map[string]float64{
		"47,22.15N": 47 + 22.15/60, "47,22,9S": -(47 + 22./60 + 9./3600), "26.5": 26.5, "-26.5": -26.5, "0,0n": 0,
	} {
		if got, err := xmp.Coordinate(s, "NS", 90); err != nil || math.Abs(got-want) > 1e-12 {
			t.Errorf("Coordinate(%q) = %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "N", "91N", "NaN", "Inf", "1,2,3,4N", "10,xE", "10E"} {
		if v, err := xmp.Coordinate(s, "NS", 90); err == nil {
			t.Errorf("Coordinate(%q) = %v", s, v)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(build.XMP(`<xmp:Rating>3</xmp:Rating><dc:subject><rdf:Bag><rdf:li>k</rdf:li></rdf:Bag></dc:subject>`)))
	f.Add([]byte(build.XMP(`<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList/></mwg-rs:Regions>`)))
	f.Add([]byte("\xFF\xFE<\x00a\x00/\x00>\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _ := xmp.Parse(data)
		p.People()
		p.Default(xmp.Title)
		p.Strings(xmp.Subject)
	})
}

func FuzzCoordinate(f *testing.F) {
	f.Add("47,22.15N")
	f.Fuzz(func(t *testing.T, s string) {
		if v, err := xmp.Coordinate(s, "NS", 90); err == nil && !(math.Abs(v) <= 90) {
			t.Errorf("Coordinate(%q) = %v", s, v)
		}
	})
}
