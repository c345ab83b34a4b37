package worker

import "testing"

// BenchmarkStart starts a child, until it is ready.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		startOwn(b, pictures).End()
	}
}
