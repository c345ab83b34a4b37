package llm2clip_test

import (
	"bytes"
	"path/filepath"
	"runtime"
	"testing"

	"descry/ml/llm2clip"
)

// TestMemoryDoesNotGrowWithTheModel writes a pack whose embedding table of 64 MB
// is most of it.
func TestMemoryDoesNotGrowWithTheModel(t *testing.T) {
	const folder = "text-llama32-1b-like"
	large := edited{weights(t, folder), map[string][]int64{"embed_tokens.weight": {1 << 18, 64}}}
	settings := bytes.Replace(config(t, folder), []byte(`"vocab_size": 2256`), []byte(`"vocab_size": 262144`), 1)
	x, err := llm2clip.OpenText(large, settings)
	if err != nil {
		t.Fatal(err)
	}
	v := vision(t, "vision-eva02-l224")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = llm2clip.WritePack(t.Context(), filepath.Join(t.TempDir(), "pack"), v, x, llm2clip.Options{Tokenizer: []byte("{}")})
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 48<<20 {
		t.Errorf("%d MB allocated in all", grown>>20)
	}
}

// TestMemoryDoesNotGrowWithLayers is about quantised layers, whose scales are
// known before they are written.
func TestMemoryDoesNotGrowWithLayers(t *testing.T) {
	for _, p := range []llm2clip.Precision{llm2clip.Int4, llm2clip.DynamicInt8} {
		few, many := liveHeap(t, p, 2), liveHeap(t, p, 12) // 14 million weights each
		if t.Logf("%s: %d KB for 2 layers, %d KB for 12", p, few>>10, many>>10); many > few+2<<20 {
			t.Errorf("%s: %d KB for 2 layers, %d KB for 12", p, few>>10, many>>10)
		}
	}
}

// liveHeap returns the most that is in use while a pack is written.
func liveHeap(t *testing.T, p llm2clip.Precision, layers int64) (most uint64) {
	t.Helper()
	var seen int64
	o := llm2clip.Options{Text: p, Progress: func(done, _ int64) {
		if done-seen > 4<<20 {
			seen = done
			runtime.GC()
			most = max(most, heap())
		}
	}}
	text := llamaSize{layers, 1000, 1024, 256, 4096}.made()
	writeMade(t, filepath.Join(t.TempDir(), "pack"), eva02Large(1, 1024), text, o)
	return most
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkImport8B writes a pack of two of the 32 layers of Llama 3 8B, with its
// table of words and the adapter. The largest heap, garbage included, is that of
// the whole model: nothing of a layer is kept.
func BenchmarkImport8B(b *testing.B) {
	text := llamaSize{2, 128256, 4096, 1024, 14336}.made()
	for _, p := range []llm2clip.Precision{llm2clip.Int4, llm2clip.DynamicInt8} {
		b.Run(string(p), func(b *testing.B) {
			var most uint64
			o := llm2clip.Options{Text: p, Progress: func(int64, int64) { most = max(most, heap()) }}
			for b.Loop() {
				writeMade(b, filepath.Join(b.TempDir(), "pack"), eva02Large(1, 4096), text, o)
			}
			b.ReportMetric(float64(most)/(1<<20), "heap-MB")
			b.ReportMetric(resident(b)["VmHWM"], "peak-MB")
		})
	}
}
