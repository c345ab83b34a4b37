package index_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"descry/library/index"
	"descry/library/media"
)

// TestOpenPhotoTooLargeForMemory decodes a photo that isn't read as a whole.
func TestOpenPhotoTooLargeForMemory(t *testing.T) {
	b := []byte("II*\x00\x08\x00\x00\x00")
	fields := [][3]uint32{{256, 4, 600}, {257, 4, 400}, {258, 3, 8}, {262, 3, 1}, {273, 4, 512}}
	b = binary.LittleEndian.AppendUint16(b, uint16(len(fields)))
	for _, f := range fields {
		b = binary.LittleEndian.AppendUint16(b, uint16(f[0]))
		b = binary.LittleEndian.AppendUint16(b, uint16(f[1]))
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, 1), f[2])
	}
	path := filepath.Join(t.TempDir(), "scan.tif")
	must(t, os.WriteFile(path, b, 0o600))
	must(t, os.Truncate(path, index.MaxFileSize+1)) // the rest has no place on the disk
	if _, err := index.ReadPhoto(path); err == nil {
		t.Error("it was read as a whole")
	}
	photo, err := index.OpenPhoto(path)
	must(t, err)
	defer photo.Close()
	img, err := photo.Decode(t.Context(), media.Options{MinSide: 100})
	if err != nil || img.Width != 600 || img.Height != 400 {
		t.Errorf("%+v, %v", img, err)
	}
	must(t, os.WriteFile(path, []byte("\xff\xd8\xff\xe0"), 0o600))
	must(t, os.Truncate(path, index.MaxFileSize+1))
	if _, err := index.OpenPhoto(path); err == nil {
		t.Error("a JPEG of this size was opened")
	}
}
