package heif

import (
	"bytes"
	"encoding/binary"
	"image"
	"testing"

	"descry/library/container"
	"descry/library/media/worker"
)

// TestStreams reads what the reported cases say of themselves.
func TestStreams(t *testing.T) {
	for name, want := range map[string]streamInfo{
		"range/no-colr-0.heic":          {128, 96, 3, 8, Colours{1, 13, 6, false, nil}},
		"hdr/hlg.heic":                  {80, 64, 3, 10, Colours{9, 18, 9, true, nil}},
		"heic/gray-10.heic":             {128, 96, 0, 10, Colours{2, 2, 2, true, nil}},
		"heic/rgb-12-422.heic":          {128, 96, 2, 12, Colours{1, 13, 6, true, nil}},
		"avif/10-444.avif":              {80, 60, 3, 10, Colours{1, 13, 6, true, nil}},
		"avif/12-422.avif":              {80, 60, 2, 12, Colours{1, 13, 6, true, nil}},
		"avif/8-400.avif":               {80, 60, 0, 8, Colours{1, 13, 6, true, nil}},
		"range/no-colr-limited.avif":    {128, 96, 3, 8, Colours{1, 13, 6, false, nil}},
		"avif/animated-track-only.avif": {80, 60, 3, 10, Colours{1, 13, 6, true, nil}},
	} {
		got := reported(t, name).info
		if got.width != want.width || got.height != want.height || got.chroma != want.chroma || got.bits != want.bits {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
		if c := got.colours; c.Primaries != want.colours.Primaries || c.Transfer != want.colours.Transfer ||
			c.Matrix != want.colours.Matrix || c.FullRange != want.colours.FullRange {
			t.Errorf("%s: %+v, want %+v", name, c, want.colours)
		}
	}
}

// TestShortLengths: units whose sizes take 2 bytes are shown as those of 4.
func TestShortLengths(t *testing.T) {
	photo, _, _ := base(t)
	short := *photo
	short.data = nil
	for r := (container.Fields{Data: photo.data}); len(r.Data) > 0; {
		unit := r.Bytes(int(r.Uint(4)))
		short.data = append(binary.BigEndian.AppendUint16(short.data, uint16(len(unit))), unit...)
	}
	short.changeConfig(func(config []byte) { config[21] = config[21]&^3 | 1 })
	eitherWay(t, hevc, func(t *testing.T, d worker.Decoder) {
		same(t, "short", decoded(t, d, madeFile(short.item())), image.Point{}, decoded(t, d, madeFile(photo.item())))
	})
}

// TestColourBoxes: what a box says goes before what the stream says, and a profile
// stands beside it.
func TestColourBoxes(t *testing.T) {
	photo, _, _ := base(t)
	colr := func(body ...byte) []byte { return appendBox(nil, "colr", body) }
	nclx := colr('n', 'c', 'l', 'x', 0, 9, 0, 16, 0, 9, 0)
	item := photo.item()
	item.properties = item.properties[:len(item.properties)-1] // without its own
	for name, c := range map[string]struct {
		boxes [][]byte
		want  Colours
	}{
		"none":      {nil, Colours{1, 13, 6, true, nil}},
		"nclx":      {[][]byte{nclx}, Colours{9, 16, 9, false, nil}},
		"profile":   {[][]byte{colr('p', 'r', 'o', 'f', 1, 2, 3)}, Colours{1, 13, 6, true, []byte{1, 2, 3}}},
		"both":      {[][]byte{colr('r', 'I', 'C', 'C', 4), nclx}, Colours{9, 16, 9, false, []byte{4}}},
		"no matrix": {[][]byte{colr('n', 'c', 'l', 'x', 0, 12, 0, 13, 0, 2, 0x80)}, Colours{12, 13, 6, true, nil}},
		"short":     {[][]byte{colr('n', 'c', 'l', 'x', 0, 9)}, Colours{1, 13, 6, true, nil}},
	} {
		whole := item
		whole.properties = append(item.properties[:len(item.properties):len(item.properties)], c.boxes...)
		grid := gridOf(1, 1, 128, 96, []int{2}, c.boxes...)
		for _, file := range [][]byte{madeFile(whole), madeFile(grid, item)} {
			got, err := DecodeConfig(file)
			if err != nil {
				t.Fatal(err)
			}
			g, w := got.Colours, c.want
			if g.Primaries != w.Primaries || g.Transfer != w.Transfer || g.Matrix != w.Matrix || g.FullRange != w.FullRange || !bytes.Equal(g.ICC, w.ICC) {
				t.Errorf("%s: %+v, want %+v", name, g, w)
			}
		}
	}
}

func FuzzStreamHeads(f *testing.F) {
	for _, name := range []string{"heic/rgb-8.heic", "hdr/hlg.heic", "avif/12-422.avif"} {
		p := reported(f, name)
		f.Add(p.config(), p.data[:min(200, len(p.data))])
	}
	f.Fuzz(func(t *testing.T, config, data []byte) {
		for _, c := range []coding{hevc, av1} {
			p := &picture{stream: stream{codedBy: c, data: data, properties: []box{{"hvcC", config}, {"av1C", config}}}}
			p.setSize(64, 64)
			if err := p.describe(); err != nil {
				continue
			}
			if p.info.chroma < 0 || p.info.chroma > 3 || p.info.bits < 8 || p.info.bits > 16 {
				t.Errorf("impossible: %+v", p.info)
			}
			if w := p.memory(); w.native < 0 || w.wasm < 0 {
				t.Errorf("it takes %+v", w)
			}
			p.units()
			if _, err := parsePicture(p.still(unconverted)); err != nil {
				t.Errorf("its still picture can't be read: %v", err)
			}
		}
	})
}
