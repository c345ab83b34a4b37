package scan_test

import (
	"fmt"
	"io"
	"os/exec"
	"testing"
	"time"

	"descry/library/scan"
)

// BenchmarkUnchanged100k scans 100,000 unchanged files and compares each with what a catalogue
// in memory knows, next to find printing the same facts. "x-find" is the ratio of the two.
func BenchmarkUnchanged100k(b *testing.B) {
	find, err := exec.LookPath("find")
	if err != nil {
		b.Skip("no find here")
	}
	for _, shape := range []struct {
		name    string
		folders int
	}{{"1000_folders", 1000}, {"1_folder", 1}} {
		b.Run(shape.name, func(b *testing.B) { againstFind(b, find, shape.folders) })
	}
}

func againstFind(b *testing.B, find string, folders int) {
	const files = 100_000
	root := b.TempDir()
	for i := range folders {
		put(b, root, fmt.Sprintf("%02d/%04d/", i%100, i))
	}
	for i := range files {
		f := i % folders
		put(b, root, fmt.Sprintf("%02d/%04d/IMG_%06d.jpg", f%100, f, i))
	}
	known := map[string]scan.Entry{}
	_, err := scan.Walk(b.Context(), root, scan.Options{}, func(e scan.Entry) error { known[e.Rel] = e; return nil })
	must(b, err)
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		cmd := exec.Command(find, root, "-printf", `%p %s %T@\n`)
		cmd.Stdout = struct{ io.Writer }{io.Discard}
		must(b, cmd.Run())
		theirs += time.Since(start)
		start = time.Now()
		same := 0
		_, err := scan.Walk(b.Context(), root, scan.Options{Candidate: jpegOnly}, func(e scan.Entry) error {
			if known[e.Rel] == e {
				same++
			}
			return nil
		})
		must(b, err)
		ours += time.Since(start)
		if same != files {
			b.Fatalf("%d files unchanged, want %d", same, files)
		}
	}
	n := time.Duration(b.N)
	b.ReportMetric(float64((ours / n).Milliseconds()), "scan-ms")
	b.ReportMetric(float64((theirs / n).Milliseconds()), "find-ms")
	b.ReportMetric(float64(ours)/float64(theirs), "x-find")
}
