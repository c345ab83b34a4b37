package media_test

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/disintegration/imaging"

	"descry/library/media"
	"descry/library/thumbnail"
)

// reportedCase is a file that people reported to other programs, or one like it, with
// the right values. testdata/cases/cases.json has them with their sources.
type reportedCase struct {
	File   string
	What   string
	Expect struct {
		Decodes    any // true, or "any" where an error is fine and a crash isn't
		Size       []int
		Ref        string    // a PNG of what the thumbnail shows
		Tol        float64   // mean difference from it, in levels
		MeanRGB    []float64 `json:"mean_rgb"`
		MeanTol    float64   `json:"mean_tol"`
		SameVector string    `json:"same_vector"` // a file that must look the same to the encoder
	}
}

const casesFolder = "testdata/cases"

func reportedCases(t testing.TB) []reportedCase {
	t.Helper()
	var list []reportedCase
	if err := json.Unmarshal(read(t, casesFolder, "cases.json"), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestReportedCases(t *testing.T) {
	for _, c := range reportedCases(t) {
		t.Run(c.File, func(t *testing.T) {
			if err := c.check(t); err != nil {
				t.Errorf("%s: %v", c.What, err)
			}
		})
	}
}

// check decodes as the index does: reduced, and then to a thumbnail.
func (c reportedCase) check(t *testing.T) error { return c.checkIn(t, t.Context()) }

// checkIn does so in a context that says which decoders to use.
func (c reportedCase) checkIn(t *testing.T, ctx context.Context) error {
	img, err := media.Decode(ctx, read(t, casesFolder, c.File), media.Options{MinSide: 224})
	if c.Expect.Decodes != true {
		return nil
	}
	if err != nil {
		return err
	}
	if size := []int{img.Width, img.Height}; !slices.Equal(size, c.Expect.Size) && c.Expect.Size != nil {
		return fmt.Errorf("it is of %v pixels, want %v", size, c.Expect.Size)
	}
	small := thumbnail.Scale(img.Pix, thumbnail.MaxSide)
	if c.Expect.SameVector != "" {
		other, err := media.Decode(ctx, read(t, casesFolder, c.Expect.SameVector), media.Options{MinSide: 224})
		if err != nil {
			return err
		}
		if d := difference(img.Pix, other.Pix); d > 1 {
			return fmt.Errorf("it differs from %s by %.1f levels", c.Expect.SameVector, d)
		}
	}
	if c.Expect.Ref != "" {
		ref, err := imaging.Open(filepath.Join(casesFolder, c.Expect.Ref))
		if err != nil {
			return err
		}
		if d := difference(small, thumbnail.Scale(imaging.Clone(ref), thumbnail.MaxSide)); d > c.Expect.Tol {
			return fmt.Errorf("it differs from %s by %.1f levels, %.0f at most are allowed", c.Expect.Ref, d, c.Expect.Tol)
		}
	}
	if c.Expect.MeanRGB != nil {
		for i, v := range meanColour(small) {
			if math.Abs(v-c.Expect.MeanRGB[i]) > c.Expect.MeanTol {
				return fmt.Errorf("its mean colour is %.1f, want %.1f", meanColour(small), c.Expect.MeanRGB)
			}
		}
	}
	return nil
}

// difference is the mean difference of red, green and blue, 255 for other sizes.
func difference(a, b *image.NRGBA) float64 {
	if a.Rect.Size() != b.Rect.Size() {
		return 255
	}
	var sum, n float64
	for y := range a.Rect.Dy() {
		for i := range 4 * a.Rect.Dx() {
			if i%4 < 3 {
				sum += math.Abs(float64(a.Pix[y*a.Stride+i]) - float64(b.Pix[y*b.Stride+i]))
				n++
			}
		}
	}
	return sum / n
}

func meanColour(m *image.NRGBA) []float64 {
	mean := make([]float64, 3)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			for c := range mean {
				mean[c] += float64(m.Pix[y*m.Stride+4*x+c]) / float64(m.Rect.Dx()*m.Rect.Dy())
			}
		}
	}
	return mean
}
