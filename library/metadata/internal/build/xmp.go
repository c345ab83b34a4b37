package build

// XMP makes a packet of the given properties, in element form.
func XMP(properties string) string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">` +
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
		` xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"` +
		` xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"` +
		` xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"` +
		` xmlns:digiKam="http://www.digikam.org/ns/1.0/"` +
		` xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"` +
		` xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/"` +
		` xmlns:MP="http://ns.microsoft.com/photo/1.2/"` +
		` xmlns:MPRI="http://ns.microsoft.com/photo/1.2/t/RegionInfo#"` +
		` xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#"` +
		` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">` +
		properties + `</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}
