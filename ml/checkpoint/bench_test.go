package checkpoint_test

import (
	"fmt"
	"testing"

	"descry/ml/checkpoint"
)

// BenchmarkRead reads 16 million numbers from a file in the page cache.
func BenchmarkRead(b *testing.B) {
	const n = 16 << 20
	for dtype, size := range map[string]int64{"F32": 4, "F16": 2, "BF16": 2} {
		header := fmt.Sprintf(`{"a":{"dtype":%q,"shape":[%d],"data_offsets":[0,%d]}}`, dtype, n, n*size)
		path := writeSafetensors(b, header, "", n*size)
		b.Run(dtype, func(b *testing.B) {
			f, err := checkpoint.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			b.SetBytes(n * size)
			for b.Loop() {
				if err := f.Read("a", func([]float32) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
