package embedded

import "descry/library/container"

// walkWebP goes through the chunks of the RIFF file.
func walkWebP(s container.Source, b *Blocks) error {
	const head = 12 // "RIFF", a size and "WEBP"
	chunks, err := s.Part(head, s.Size()-head)
	if err != nil {
		return err
	}
	for c, err := range chunks.RIFFChunks() {
		if err != nil {
			return err
		}
		if c.Kind != "EXIF" && c.Kind != "XMP " {
			continue
		}
		if err := wholeChunk(c); err != nil {
			return err
		}
		if err := b.take(c.Body.Size()); err != nil {
			return err
		}
		data, err := block(c.Body)
		if err != nil {
			return err
		}
		if c.Kind == "EXIF" {
			b.setTIFF(data)
		} else {
			b.addXMP(data)
		}
	}
	return nil
}
