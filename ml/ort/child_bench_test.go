package ort

import (
	"slices"
	"testing"
	"time"

	"descry/internal/childprocess"
)

// BenchmarkChild has the CPU compute the built-in image tower in this process and in a
// child by turns: what the child takes more is what a graphics card's process costs.
func BenchmarkChild(b *testing.B) {
	const n = 16
	rt, p := openChild(b, Child{Args: []string{"unlimited-encoder"}}), starterPack(b)
	var models [2]*Model
	for i := range models {
		var err error
		if models[i], err = OpenModel(rt, p, ModelOptions{Image: Options{inChild: i == 1}}); err != nil {
			b.Fatal(err)
		}
		defer models[i].Close()
	}
	pictures := noise(n * models[0].Preprocessor().TensorLen())
	var took [2][]time.Duration
	encode := func(which int) time.Duration {
		began := time.Now()
		if _, err := models[which].EncodeImages(b.Context(), pictures, n); err != nil {
			b.Fatal(err)
		}
		return time.Since(began)
	}
	encode(0)
	encode(1)
	b.ResetTimer()
	for i := range b.N {
		for _, which := range []int{i % 2, 1 - i%2} {
			took[which] = append(took[which], encode(which))
		}
	}
	for i := range took {
		slices.Sort(took[i])
	}
	here, there := took[0][b.N/2], took[1][b.N/2]
	b.ReportMetric(n/here.Seconds(), "images/s-here")
	b.ReportMetric(n/there.Seconds(), "images/s-child")
	b.ReportMetric(there.Seconds()/here.Seconds(), "child/here")
}

// BenchmarkChildStart is what the first photo waits for beside its driver.
func BenchmarkChildStart(b *testing.B) {
	own, err := childprocess.OwnProgram()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w, err := (Child{Path: own, Args: []string{"encoder-process"}}).start(b.Context(), nil)
		if err != nil {
			b.Fatal(err)
		}
		w.end(ErrClosed)
	}
}
