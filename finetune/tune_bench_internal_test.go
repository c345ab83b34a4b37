package finetune

import (
	"context"
	"testing"
)

// BenchmarkTrain1000x50 is the whole way from vectors to a guarded, measured head, for 1,000
// photos with 50 tags. The benchmark reports the time as a ratio to the ten seconds that two
// cores may take: below 1 is within.
func BenchmarkTrain1000x50(b *testing.B) {
	w := newWorld(1, 512)
	train, _ := w.tagged(50, 20, 0)
	g := w.guard(500)
	for b.Loop() {
		got, err := Tune(context.Background(), Job{Pack: "p", Train: train, Guard: g})
		if err != nil || got.Head == nil {
			b.Fatal(err, got.Report.Refused)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/10, "of-10-s")
}
