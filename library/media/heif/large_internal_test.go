package heif

import (
	"image"
	"os"
	"path/filepath"
	"testing"

	"descry/internal/figures"
	"descry/library/media/worker"
)

// TestLargeFigures decodes a grid of 201 megapixels, of the tiles of a phone, in bounded memory.
func TestLargeFigures(t *testing.T) {
	figures.Only(t)
	phone, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "photos", "formats", realPhotos[0]))
	if err != nil {
		t.Skipf("the shared test files are not here: %v", err)
	}
	p, err := parsePicture(phone)
	if err != nil {
		t.Fatal(err)
	}
	const columns, rows, side = 32, 24, 512
	items := []madeItem{{}}
	for _, cell := range p.cells {
		items = append(items, cell.item())
	}
	var cells []int
	for i := range columns * rows {
		cells = append(cells, 2+i%len(p.cells))
	}
	items[0] = gridOf(rows, columns, side*columns, side*rows, cells)
	file := madeFile(items...)
	c, err := DecodeConfig(file)
	if err != nil {
		t.Fatal(err)
	}
	eitherWay(t, hevc, func(t *testing.T, d worker.Decoder) {
		before, next := resident(os.Getpid())["VmHWM"], 0
		if _, err := worker.Here(d, file, nil, func(m image.Image) error {
			next = m.Bounds().Max.Y
			return nil
		}); err != nil || next != side*rows {
			t.Errorf("%d rows, %v", next, err)
		}
		took := resident(os.Getpid())["VmHWM"] - before
		if most := float64(max(c.working.native, c.working.wasm)) / (1 << 20); took > most {
			t.Errorf("it took %.0f MB, %.0f were estimated", took, most)
		}
		t.Logf("%.0f MB", took)
	})
}
