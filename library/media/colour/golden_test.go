package colour_test

import (
	"slices"
	"testing"

	"descry/library/media/colour"
)

// goldenInput are four pixels by the channels of a device.
var goldenInput = map[int][]byte{
	1: {0, 60, 128, 255},
	3: {0, 0, 0, 200, 100, 50, 30, 90, 160, 250, 250, 240},
	4: {255, 255, 255, 255, 0, 128, 255, 20, 90, 30, 10, 5, 0, 0, 0, 128},
}

// golden is what littleCMS 2.14 makes of them, by the names of profiles.
var golden = map[string][][3]byte{
	"Display P3":            {{0, 0, 0}, {215, 93, 31}, {0, 92, 165}, {250, 250, 239}},
	"P3 by table":           {{0, 0, 0}, {215, 93, 31}, {0, 92, 165}, {250, 250, 239}},
	"P3, small table":       {{0, 0, 0}, {215, 93, 31}, {0, 92, 165}, {250, 250, 239}},
	"ProPhoto":              {{0, 0, 0}, {255, 80, 46}, {0, 118, 184}, {253, 251, 242}},
	"display, mAB":          {{0, 0, 0}, {212, 83, 8}, {0, 82, 160}, {250, 250, 238}},
	"display, mAB, XYZ":     {{0, 0, 0}, {212, 83, 8}, {0, 82, 160}, {250, 250, 238}},
	"display, mAB, bytes":   {{0, 0, 0}, {211, 83, 7}, {0, 83, 160}, {251, 249, 237}},
	"display, mft1":         {{0, 0, 0}, {212, 83, 10}, {0, 83, 161}, {250, 249, 237}},
	"display, mft2":         {{0, 0, 0}, {212, 83, 9}, {0, 83, 160}, {250, 250, 238}},
	"display, mft2, XYZ":    {{0, 0, 0}, {212, 83, 9}, {0, 83, 160}, {250, 250, 238}},
	"display, mft2, fourth": {{0, 0, 0}, {212, 84, 10}, {0, 82, 160}, {250, 250, 238}},
	"grey 1.8":              {{0, 0, 0}, {77, 77, 77}, {146, 146, 146}, {255, 255, 255}},
	"grey, Lab":             {{0, 0, 0}, {43, 43, 43}, {103, 103, 103}, {255, 255, 255}},
	"grey, table":           {{0, 0, 0}, {53, 53, 53}, {113, 113, 113}, {255, 255, 255}},
	"linear":                {{0, 0, 0}, {229, 168, 122}, {96, 160, 208}, {253, 253, 248}},
	"no curve":              {{0, 0, 0}, {229, 168, 122}, {96, 160, 208}, {253, 253, 248}},
	"press, mAB":            {{0, 0, 0}, {236, 154, 53}, {187, 217, 237}, {157, 157, 157}},
	"press, mft1":           {{0, 0, 0}, {236, 154, 56}, {187, 217, 238}, {158, 158, 158}},
	"press, mft2":           {{0, 0, 0}, {235, 154, 55}, {187, 217, 238}, {158, 158, 158}},
	"three curves":          {{0, 0, 0}, {234, 91, 28}, {45, 91, 165}, {252, 250, 239}},
	"type 0":                {{0, 0, 0}, {216, 93, 24}, {0, 91, 167}, {250, 250, 239}},
	"type 1":                {{0, 0, 0}, {212, 74, 0}, {0, 73, 157}, {250, 250, 238}},
	"type 2":                {{0, 0, 0}, {191, 72, 0}, {0, 71, 144}, {224, 224, 213}},
	"type 4":                {{0, 0, 0}, {219, 102, 30}, {0, 100, 173}, {250, 250, 240}},
}

// TestGolden does without littleCMS what TestAgainstLittleCMS does with it.
func TestGolden(t *testing.T) {
	for name, p := range profiles() {
		pixels := fourBytes(goldenInput[p.channels], p.channels)
		c, _ := colour.For(colour.Tags{ICC: p.b.bytes()})
		if c == nil {
			t.Errorf("%s is refused", name)
			continue
		}
		c.Pixels(pixels)
		for i, px := range slices.Collect(slices.Chunk(pixels, 4)) {
			if !near([3]byte(px), golden[name][i], 3) {
				t.Errorf("%s: pixel %d is %v, want %v", name, i, px, golden[name][i])
			}
		}
	}
}

// fourBytes spreads pixels to four bytes each.
func fourBytes(pixels []byte, channels int) []byte {
	if channels == 4 {
		return append([]byte{}, pixels...)
	}
	var all []byte
	for i := 0; i < len(pixels); i += channels {
		all = append(all, pixels[i], pixels[i+min(1, channels-1)], pixels[i+channels-1], 255)
	}
	return all
}
