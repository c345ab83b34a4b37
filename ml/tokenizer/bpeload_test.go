package tokenizer_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"descry/ml/golden"
	"descry/ml/tokenizer"
)

// document is a tokenizer.json as a tree that tests change.
type document map[string]any

func (d document) at(path ...string) document {
	for _, key := range path {
		d = d[key].(map[string]any)
	}
	return d
}

// smallBPE returns a complete tokenizer of 266 tokens, six of them merged.
func smallBPE(t testing.TB) document {
	t.Helper()
	var d document
	golden.JSON(t, "testdata/llama31/tokenizer.json", &d)
	words := d.at("model", "vocab")
	maps.DeleteFunc(words, func(_ string, id any) bool { return id.(float64) >= 262 })
	d.at("model")["merges"] = slices.DeleteFunc(d.at("model")["merges"].([]any), func(m any) bool {
		return words[m.([]any)[0].(string)+m.([]any)[1].(string)] == nil
	})
	d["added_tokens"] = d["added_tokens"].([]any)[:10]
	return d
}

func (d document) bytes(t testing.TB) []byte {
	t.Helper()
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLoadBPERefuses(t *testing.T) {
	list := func(parts ...any) []any { return parts }
	model := func(key string, value any) func(document) {
		return func(d document) { d.at("model")[key] = value }
	}
	part := func(i int, key string, value any) func(document) {
		return func(d document) { d.at("pre_tokenizer")["pretokenizers"].([]any)[i].(map[string]any)[key] = value }
	}
	added := func(key string, value any) func(document) {
		return func(d document) { d["added_tokens"].([]any)[3].(map[string]any)[key] = value }
	}
	cases := map[string]func(document){
		"no vocabulary":          model("vocab", nil),
		"empty vocabulary":       model("vocab", map[string]any{}),
		"vocabulary is a list":   model("vocab", list(list("a", 0))),
		"vocabulary of lists":    model("vocab", map[string]any{"a": list(0)}),
		"id is text":             model("vocab", map[string]any{"a": "1"}),
		"a byte is missing":      func(d document) { delete(d.at("model", "vocab"), "a") },
		"outside the alphabet":   func(d document) { d.at("model", "vocab")["日"] = 300 },
		"empty token":            func(d document) { d.at("model", "vocab")[""] = 300 },
		"one id, two tokens":     func(d document) { d.at("model", "vocab")["a"] = 5 },
		"huge id":                func(d document) { d.at("model", "vocab")["a"] = 1 << 31 },
		"negative id":            func(d document) { d.at("model", "vocab")["a"] = -1 },
		"no merges":              model("merges", nil),
		"merges are numbers":     model("merges", list(1, 2)),
		"merges are an object":   model("merges", map[string]any{"a": "b"}),
		"merge of one":           model("merges", list(list("a"))),
		"merge of three":         model("merges", list(list("a", "b", "c"))),
		"merge without a space":  model("merges", list("ab")),
		"merge with two spaces":  model("merges", list("e n ")),
		"merge of nothing":       model("merges", list(list("", "a"))),
		"merge to nothing known": model("merges", list(list("z", "z"))),
		"merge twice":            model("merges", list(list("e", "n"), list("e", "n"))),
		"dropout":                model("dropout", 0.5),
		"prefix":                 model("continuing_subword_prefix", "##"),
		"suffix":                 model("end_of_word_suffix", "</w>"),
		"byte fallback":          model("byte_fallback", true),
		"normalizer":             func(d document) { d["normalizer"] = map[string]any{"type": "NFC"} },
		"no pre-tokenizer":       func(d document) { d["pre_tokenizer"] = nil },
		"other pattern":          part(0, "pattern", map[string]any{"Regex": `\w+`}),
		"pattern inverted":       part(0, "invert", true),
		"pattern removed":        part(0, "behavior", "Removed"),
		"space in front":         part(1, "add_prefix_space", true),
		"second pattern":         part(1, "use_regex", nil),
		"other post-processor":   func(d document) { d["post_processor"] = map[string]any{"type": "Bert"} },
		"unknown template id":    func(d document) { d["added_tokens"] = list() },
		"added id in vocabulary": added("id", 5),
		"added word, other id":   added("content", "en"),
		"added with options":     added("rstrip", true),
	}
	for name, change := range cases {
		d := smallBPE(t)
		if _, err := tokenizer.LoadBPE(d.bytes(t), 16); err != nil {
			t.Fatal(err)
		}
		change(d)
		if _, err := tokenizer.Load(d.bytes(t), 16); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			t.Logf("%s: %v", name, err)
		}
	}
	if _, err := tokenizer.LoadBPE(smallBPE(t).bytes(t), 0); err == nil {
		t.Error("no tokens: no error")
	}
	if _, err := tokenizer.LoadBPE([]byte(small), 16); err == nil {
		t.Error("WordPiece: no error")
	}
}

// TestLoadBPEVariants loads forms that files of the same family have.
func TestLoadBPEVariants(t *testing.T) {
	type ids = []int64
	cases := []struct {
		name   string
		change func(document)
		text   string
		want   ids
	}{
		{"as it is", func(document) {}, "en", ids{2000, 258}},
		{"merges as text", func(d document) { d.at("model")["merges"] = []any{"e n"} }, "enen", ids{2000, 258, 258}},
		{"no merges", func(d document) { d.at("model")["merges"] = []any{} }, "enen", ids{2000, 68, 77, 68, 77}},
		{"no merges, a whole word", func(d document) { d.at("model")["merges"] = []any{} }, "en", ids{2000, 258}},
		{"whole words merged, too", func(d document) {
			d.at("model")["merges"], d.at("model")["ignore_merges"] = []any{}, false
		}, "en", ids{2000, 68, 77}},
		{"no template", func(d document) { d["post_processor"] = nil }, "en", ids{258}},
		{"offsets only", func(d document) { d["post_processor"] = map[string]any{"type": "ByteLevel"} }, "en", ids{258}},
		{"a word of the vocabulary added", func(d document) {
			d["added_tokens"].([]any)[9].(map[string]any)["id"] = 258
			d["added_tokens"].([]any)[9].(map[string]any)["content"] = "en"
		}, "xenx", ids{2000, 87, 258, 87}},
		{"the longest of added tokens", func(d document) {
			d["added_tokens"].([]any)[8].(map[string]any)["content"] = "<|eot"
		}, "<|eot_id|><|eot_", ids{2000, 2009, 2008, 62}},
	}
	for _, c := range cases {
		d := smallBPE(t)
		c.change(d)
		tok, err := tokenizer.Load(d.bytes(t), 16)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got, _, err := tok.Encode(c.text); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}

// TestLoadHostile loads files that are broken in many ways. Two of them only
// become wrong with a prompt and a model, which the caller compares by ID and
// MaxID.
func TestLoadHostile(t *testing.T) {
	dir := golden.Shared(t, "fixtures", "hostile") + "/"
	var cases []struct {
		Path   string `json:"path"`
		Level  string `json:"level"`
		Expect string `json:"expect"`
	}
	golden.JSON(t, dir+"cases.json", &cases)
	n := 0
	for _, c := range cases {
		if c.Level != "tokenizer" {
			continue
		}
		n++
		data, err := os.ReadFile(dir + c.Path)
		if err != nil {
			t.Fatal(err)
		}
		tok, err := tokenizer.LoadBPE(data, 256)
		t.Logf("%s, %s: %v", c.Path, c.Expect, err)
		switch {
		case err != nil && c.Expect == "accept":
			t.Errorf("%s: %v", c.Path, err)
		case err == nil && c.Expect == "refuse":
			if _, ok := tok.ID("<|eot_id|>"); ok && tok.MaxID() == 2255 {
				t.Errorf("%s: no error", c.Path)
			}
		case err == nil:
			if ids, _, err := tok.Encode("a dog <|eot_id|>"); err != nil || len(ids) == 0 {
				t.Errorf("%s: %v, %v", c.Path, ids, err)
			}
		}
	}
	if n < 50 {
		t.Errorf("%d files", n)
	}
}

// FuzzLoadBPE puts any entries behind the vocabulary and any list of merges into
// a tokenizer that is sound otherwise.
func FuzzLoadBPE(f *testing.F) {
	d := smallBPE(f)
	d.at("model")["merges"] = "MERGES"
	plain := string(d.bytes(f))
	f.Add("", `[["e","n"],["\u0120","a"]]`, "a hen")
	f.Add(`,"\u00c3\u0124":300,"\"a":301`, ` [ "e n" , "Ġ a" ] `, "hen ä")
	f.Add(`,"a":-1`, `[["a","b","c"],1,{"a":["\\"]}]`, "")
	f.Fuzz(func(t *testing.T, words, merges, text string) {
		data := strings.Replace(plain, `"MERGES"`, merges, 1)
		data = strings.Replace(data, `"~":93`, `"~":93`+words, 1)
		tok, err := tokenizer.LoadBPE([]byte(data), 16)
		if err != nil {
			return
		}
		ids, _, err := tok.Encode(text)
		if err != nil || len(ids) > 16 || slices.ContainsFunc(ids, func(id int64) bool { return id > tok.MaxID() }) {
			t.Fatalf("%v, %v", ids, err)
		}
	})
}
