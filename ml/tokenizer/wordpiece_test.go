package tokenizer_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"descry/ml/golden"
	"descry/ml/tokenizer"
)

const starterFile = "../../assets/pack/tokenizer.json"

func starter(t testing.TB, maxTokens int) tokenizer.Tokenizer {
	t.Helper()
	data, err := os.ReadFile(starterFile)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := tokenizer.Load(data, maxTokens)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

func TestStarterGolden(t *testing.T) {
	tok := starter(t, 256)
	var texts []golden.Text
	golden.JSON(t, "../testdata/golden/texts.json", &texts)
	for _, want := range texts {
		got, truncated, err := tok.Encode(want.Text)
		if err != nil || !slices.Equal(got, want.IDs) {
			t.Errorf("%.60q: %v, %v, want %v", want.Text, got, err, want.IDs)
		}
		if truncated && len(got) != 256 {
			t.Errorf("%.60q: cut, but only %d tokens", want.Text, len(got))
		}
	}
}

// TestReferenceTokens compares with ids computed by Hugging Face's tokenizers
// 0.23.3 from the same tokenizer.json (512 strings, see their "text").
func TestReferenceTokens(t *testing.T) {
	tok := starter(t, 256)
	compareTokens(t, "testdata/wordpiece-tokens.jsonl", 500, func(text string) []int64 {
		ids, _, err := tok.Encode(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		return ids
	})
}

// compareTokens encodes the texts of a file, of which there must be at least
// some number, and compares the ids.
func compareTokens(t *testing.T, path string, atLeast int, encode func(string) []int64) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	n := 0
	for ; lines.Scan(); n++ {
		var want golden.Text
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		if got := encode(want.Text); !slices.Equal(got, want.IDs) {
			t.Errorf("%q: %v, want %v", want.Text, got, want.IDs)
		}
	}
	if lines.Err() != nil || n < atLeast {
		t.Fatalf("%d strings, %v", n, lines.Err())
	}
}

func TestTruncation(t *testing.T) {
	cases := []struct {
		words, max, want int
		truncated        bool
	}{
		{254, 256, 256, false},
		{255, 256, 256, true},
		{3, 5, 5, false},
		{4, 5, 5, true},
		{1, 2, 2, true},
		{0, 2, 2, false},
		{2_000_000, 256, 256, true},
	}
	for _, c := range cases {
		ids, truncated, err := starter(t, c.max).Encode(strings.Repeat("dog ", c.words))
		if err != nil || len(ids) != c.want || truncated != c.truncated {
			t.Errorf("%d words in %d tokens: %d ids, truncated %t, %v", c.words, c.max, len(ids), truncated, err)
		}
		if ids[0] != 101 || ids[len(ids)-1] != 102 {
			t.Errorf("%d words in %d tokens: begins with %d, ends with %d", c.words, c.max, ids[0], ids[len(ids)-1])
		}
	}
}

func TestUnknown(t *testing.T) {
	tok := starter(t, 256)
	for text, want := range map[string]int{
		"": 0, "a dog on a beach": 0, "a dog ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ": 2, "ꦧꦱ": 1, strings.Repeat("x", 300): 1,
	} {
		ids, _, err := tok.Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := tok.Unknown(ids); got != want {
			t.Errorf("%.40q: %d of %v unknown, want %d", text, got, ids, want)
		}
	}
}

func FuzzEncode(f *testing.F) {
	tok := starter(f, 64)
	for _, s := range []string{"", "a dog", "[CLS] [SEP][MASK]", "İstanbul ǅ ﬃ", "日本の寺", "\x00\xff\xfe a", "👨‍👩‍👧", strings.Repeat("x", 300)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids, truncated, err := tok.Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) < 2 || len(ids) > 64 || ids[0] != 101 || ids[len(ids)-1] != 102 {
			t.Fatalf("ids %v", ids)
		}
		if truncated && len(ids) != 64 {
			t.Fatalf("cut to %d tokens", len(ids))
		}
		again, _, _ := tok.Encode(strings.ToValidUTF8(text, "\uFFFD"))
		if utf8.ValidString(text) && !slices.Equal(ids, again) {
			t.Fatalf("%v, then %v", ids, again)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	tok := starter(b, 256)
	text := "Grandma in a red coat, holding an umbrella, in front of the old town hall while it rains."
	for b.Loop() {
		if _, _, err := tok.Encode(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	data, err := os.ReadFile(starterFile)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := tokenizer.Load(data, 256); err != nil {
			b.Fatal(err)
		}
	}
}
