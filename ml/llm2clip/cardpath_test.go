package llm2clip_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"descry/internal/softvulkan"
	"descry/internal/vectormath"
	"descry/ml/golden"
	"descry/ml/llm2clip"
	"descry/ml/ort"
)

// smallTowers are the towers in testdata, one of each family.
var smallTowers = []string{"vision-openai-fp16", "vision-eva02-l224", "vision-siglip2"}

// TestCardsComputeInTheProgram has fixtures be imported and computed as the program does
// it, in its process for graphics cards: pictures and a text have the reference's vectors.
func TestCardsComputeInTheProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("software Vulkan takes seconds for a picture")
	}
	o := ort.Options{Providers: []ort.Provider{ort.WebGPU}}
	for _, v := range softvulkan.Environment(t) {
		if strings.HasPrefix(v, "VK_") || strings.HasPrefix(v, "LD_LIBRARY_PATH=") {
			o.Environment = append(o.Environment, v)
		}
	}
	rt := startForCards(t)
	cases(func(folder string, b bound) {
		if !everyTower && (folder != smallTowers[0] || b.precision != llm2clip.Float32) {
			return // the graphs by themselves are tried elsewhere
		}
		t.Run(folder+" "+cmp.Or(string(b.precision), "float32"), func(t *testing.T) {
			images, text, err := asTheProgram(t.Context(), t, rt, folder, b, o)
			if err != nil {
				t.Fatal(err)
			}
			if t.Logf("lowest cosine of images %.7f, of the text %.7f", images, text); !(images >= b.least) || !(text >= b.least) {
				t.Errorf("lowest cosine of images %.7f, of the text %.7f: want %.4f", images, text, b.least)
			}
		})
	})
}

// asTheProgram imports a fixture and encodes pictures and a text with some options, and
// returns the lowest cosine of either to the reference. An error is returned if the CPU had to
// take the place of a card.
func asTheProgram(ctx context.Context, t *testing.T, rt *ort.Runtime, folder string, b bound, o ort.Options) (images, text float64, err error) {
	t.Helper()
	p := pack(t, folder, llm2clip.Options{Image: b.precision, Text: b.precision})
	m, err := ort.OpenModel(rt, p, ort.ModelOptions{Image: o, Text: o})
	if err != nil {
		return 0, 0, err
	}
	defer m.Close()
	pixels, n := golden.NPY(t, shared(t, folder, "golden", "pixels.npy")), b.pictures()
	vectors, err := m.EncodeImages(ctx, pixels.Data[:n*len(pixels.Row(0))], n)
	if err != nil {
		return 0, 0, err
	}
	images = 1
	want := golden.NPY(t, shared(t, folder, "golden", "image_norm.npy"))
	for i, v := range vectors {
		images = min(images, vectormath.Cosine(v, want.Row(i)))
	}
	var r struct {
		Texts []fixtureText `json:"texts"`
	}
	golden.JSON(t, shared(t, readFixture(t, folder).TextTower, "golden", "texts.json"), &r)
	want = golden.NPY(t, shared(t, folder, "golden", "text_norm.npy"))
	i := slices.IndexFunc(r.Texts, func(text fixtureText) bool { return len(text.IDs) >= 32 && len(text.IDs) <= 60 })
	if i < 0 {
		return 0, 0, errors.New("no text is of the length that is looked for")
	}
	v, _, err := m.EncodeText(ctx, r.Texts[i].Text)
	if err != nil {
		return 0, 0, err
	}
	text = vectormath.Cosine(v, want.Row(i))
	x, err := m.Text(ctx)
	if err != nil {
		return 0, 0, err
	}
	if m.Device() != ort.WebGPU.String() || x.Device() != ort.WebGPU.String() {
		err = fmt.Errorf("images on the %s, texts on the %s: %s", m.Device(), x.Device(), m.Notice())
	}
	return images, text, err
}

// fixtureText is a text of the fixtures with its tokens.
type fixtureText struct {
	Text string  `json:"text"`
	IDs  []int64 `json:"ids"`
}
