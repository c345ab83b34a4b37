package xmp

import "encoding/xml"

// Namespaces of the properties that are read.
const (
	nsRDF       = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsXML       = "http://www.w3.org/XML/1998/namespace"
	nsXMP       = "http://ns.adobe.com/xap/1.0/"
	nsNote      = "http://ns.adobe.com/xmp/note/"
	nsMM        = "http://ns.adobe.com/xap/1.0/mm/"
	nsDC        = "http://purl.org/dc/elements/1.1/"
	nsTIFF      = "http://ns.adobe.com/tiff/1.0/"
	nsExif      = "http://ns.adobe.com/exif/1.0/"
	nsExifEX    = "http://cipa.jp/exif/1.0/"
	nsAux       = "http://ns.adobe.com/exif/1.0/aux/"
	nsPhotoshop = "http://ns.adobe.com/photoshop/1.0/"
	nsLightroom = "http://ns.adobe.com/lightroom/1.0/"
	nsDigiKam   = "http://www.digikam.org/ns/1.0/"
	nsRegions   = "http://www.metadataworkinggroup.com/schemas/regions/"
	nsMicrosoft = "http://ns.microsoft.com/photo/1.0/"
	nsMP        = "http://ns.microsoft.com/photo/1.2/"
	nsMPRI      = "http://ns.microsoft.com/photo/1.2/t/RegionInfo#"
	nsMPReg     = "http://ns.microsoft.com/photo/1.2/t/Region#"
	nsIPTCExt   = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
)

// The properties that are read. All other properties of a packet are skipped.
var (
	Rating              = xml.Name{Space: nsXMP, Local: "Rating"}
	RatingPercent       = xml.Name{Space: nsMicrosoft, Local: "Rating"} // Windows'
	CreateDate          = xml.Name{Space: nsXMP, Local: "CreateDate"}
	DateTimeOriginal    = xml.Name{Space: nsExif, Local: "DateTimeOriginal"}
	DateCreated         = xml.Name{Space: nsPhotoshop, Local: "DateCreated"}
	SidecarForExtension = xml.Name{Space: nsPhotoshop, Local: "SidecarForExtension"}
	DerivedFrom         = xml.Name{Space: nsMM, Local: "DerivedFrom"}
	HasExtended         = xml.Name{Space: nsNote, Local: "HasExtendedXMP"}
	Make                = xml.Name{Space: nsTIFF, Local: "Make"}
	Model               = xml.Name{Space: nsTIFF, Local: "Model"}
	Orientation         = xml.Name{Space: nsTIFF, Local: "Orientation"}
	LensModel           = xml.Name{Space: nsExifEX, Local: "LensModel"}
	Lens                = xml.Name{Space: nsAux, Local: "Lens"}
	GPSLatitude         = xml.Name{Space: nsExif, Local: "GPSLatitude"}
	GPSLongitude        = xml.Name{Space: nsExif, Local: "GPSLongitude"}
	ExposureTime        = xml.Name{Space: nsExif, Local: "ExposureTime"}
	FNumber             = xml.Name{Space: nsExif, Local: "FNumber"}
	FocalLength         = xml.Name{Space: nsExif, Local: "FocalLength"}
	ISO                 = xml.Name{Space: nsExif, Local: "ISOSpeedRatings"}
	Sensitivity         = xml.Name{Space: nsExifEX, Local: "PhotographicSensitivity"}
	Title               = xml.Name{Space: nsDC, Local: "title"}
	Description         = xml.Name{Space: nsDC, Local: "description"}
	UserComment         = xml.Name{Space: nsExif, Local: "UserComment"}
	Subject             = xml.Name{Space: nsDC, Local: "subject"}
	Hierarchical        = xml.Name{Space: nsLightroom, Local: "hierarchicalSubject"}
	TagsList            = xml.Name{Space: nsDigiKam, Local: "TagsList"}
	PersonInImage       = xml.Name{Space: nsIPTCExt, Local: "PersonInImage"}

	regions   = xml.Name{Space: nsRegions, Local: "Regions"}
	mpRegions = xml.Name{Space: nsMP, Local: "RegionInfo"}
)

var wanted = func() map[xml.Name]bool {
	m := map[xml.Name]bool{}
	for _, n := range []xml.Name{
		Rating, RatingPercent, CreateDate, DateTimeOriginal, DateCreated, SidecarForExtension, DerivedFrom, HasExtended,
		Make, Model, Orientation, LensModel, Lens, GPSLatitude, GPSLongitude, ExposureTime, FNumber, FocalLength, ISO, Sensitivity,
		Title, Description, UserComment, Subject, Hierarchical, TagsList, PersonInImage, regions, mpRegions,
	} {
		m[n] = true
	}
	return m
}()

func rdf(local string) xml.Name { return xml.Name{Space: nsRDF, Local: local} }
