package media_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"descry/internal/cputime"
	"descry/library/media"
)

// BenchmarkDecodeHEIF decodes photos of 12 and 19 megapixels, reduced for the encoder and in
// full. cpu-ms/op is the CPU time of this process and, on Linux, of the child that decodes.
// Package heif has a benchmark of what the library takes by itself.
func BenchmarkDecodeHEIF(b *testing.B) {
	for _, name := range []string{"heic/iphone-11-exif-at-eof.heic", "avif/canon-70d.avif"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "photos", "formats", name))
		if err != nil {
			b.Skipf("the shared test files are not here: %v", err)
		}
		for _, side := range []int{448, 0} {
			b.Run(fmt.Sprintf("%s/%d", filepath.Ext(name)[1:], side), func(b *testing.B) {
				decode := func() {
					if _, err := media.Decode(b.Context(), data, media.Options{MinSide: side}); err != nil {
						b.Fatal(err)
					}
				}
				decode() // starts the child
				before := cputime.Used()
				for b.Loop() {
					decode()
				}
				b.ReportMetric(float64((cputime.Used()-before).Microseconds())/1e3/float64(b.N), "cpu-ms/op")
			})
		}
	}
}
