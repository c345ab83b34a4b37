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
