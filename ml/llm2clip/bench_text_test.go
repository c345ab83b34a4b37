package llm2clip_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	runtime "github.com/yalue/onnxruntime_go"

	"descry/ml"
	"descry/ml/llm2clip"
)

// packVariable names the pack that a process of BenchmarkText1B measures.
const packVariable = "DESCRY_BENCH_PACK"

// BenchmarkText1B loads the text tower of a pack in the size of Llama 3.2 1B in a
// process of its own and asks it for texts of 60 tokens with two threads.
func BenchmarkText1B(b *testing.B) {
	for _, p := range []llm2clip.Precision{llm2clip.Int4, llm2clip.DynamicInt8} {
		b.Run(string(p), func(b *testing.B) {
			dir := filepath.Join(b.TempDir(), "pack")
			from := time.Now()
			writeMade(b, dir, eva02Large(1, 2048), llama1B(16, 128256), llm2clip.Options{Text: p})
			imported := time.Since(from)
			sums := make(map[string]float64)
			for b.Loop() {
				for name, value := range measureText(b, dir) {
					sums[name] += value
				}
			}
			b.ReportMetric(imported.Seconds(), "import-s")
			for name, sum := range sums {
				b.ReportMetric(sum/float64(b.N), name)
			}
		})
	}
}

func measureText(b *testing.B, dir string) (figures map[string]float64) {
	child := exec.CommandContext(b.Context(), os.Args[0], "-test.run", "^TestMeasureText$", "-test.v")
	child.Env = append(os.Environ(), packVariable+"="+dir)
	out, err := child.CombinedOutput()
	if err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "{") {
			if err := json.Unmarshal([]byte(line), &figures); err != nil {
				b.Fatal(err)
			}
		}
	}
	return figures
}

// TestMeasureText is the process that BenchmarkText1B starts. TestMeasureText prints figures.
func TestMeasureText(t *testing.T) {
	dir := os.Getenv(packVariable)
	if dir == "" {
		t.Skip("a part of BenchmarkText1B")
	}
	p, err := ml.OpenPackDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	start(t)
	figures := map[string]float64{"empty-MB": resident(t)["VmRSS"]}
	from := time.Now()
	s := session(t, p)
	figures["load-s"] = time.Since(from).Seconds()
	figures["loaded-MB"] = resident(t)["VmRSS"]
	var took []float64
	for range 7 {
		from := time.Now()
		read(t, s, sixty())
		took = append(took, time.Since(from).Seconds())
	}
	figures["first-s"] = took[0]
	slices.Sort(took)
	figures["query-s"] = took[len(took)/2]
	m := resident(t)
	figures["MB"], figures["own-MB"], figures["mapped-MB"], figures["peak-MB"] = m["VmRSS"], m["RssAnon"], m["RssFile"], m["VmHWM"]
	if err := json.NewEncoder(os.Stdout).Encode(figures); err != nil {
		t.Fatal(err)
	}
}

// queryOptions are those of a session for single queries: two threads that sleep
// while they wait, and no memory kept between calls.
func queryOptions(t testing.TB) *runtime.SessionOptions {
	t.Helper()
	o, err := runtime.NewSessionOptions()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.Destroy() })
	for _, err := range []error{o.SetIntraOpNumThreads(2), o.SetInterOpNumThreads(1), o.SetCpuMemArena(false),
		o.SetMemPattern(false), o.AddSessionConfigEntry("session.intra_op.allow_spinning", "0")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return o
}
