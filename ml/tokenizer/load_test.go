package tokenizer_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"descry/ml/tokenizer"
)

// small is a complete tokenizer. The cases below break one part of small each.
const small = `{"added_tokens":[{"id":1,"content":"[CLS]"},{"id":2,"content":"[SEP]"}],
"normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
"pre_tokenizer":{"type":"BertPreTokenizer"},
"post_processor":{"type":"TemplateProcessing",
"single":[{"SpecialToken":{"id":"[CLS]"}},{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"[SEP]"}}],
"special_tokens":{"[CLS]":{"ids":[1]},"[SEP]":{"ids":[2]}}},
"model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,
"vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"a":3,"dog":4,"##s":5}}}`

func TestLoadSmall(t *testing.T) {
	tok, err := tokenizer.Load([]byte(small), 16)
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := tok.Encode("A dogs[SEP] zebra")
	if want := []int64{1, 3, 4, 5, 2, 0, 2}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

func TestLoadRefuses(t *testing.T) {
	cases := map[string][2]string{ // what is replaced by what
		"cut":                      {`"vocab":{"[UNK]":0,`, "\x00"},
		"vocabulary is a list":     {`{"[UNK]":0,"[CLS]":1,"[SEP]":2,"a":3,"dog":4,"##s":5}`, `[["a",0]]`},
		"empty vocabulary":         {`{"[UNK]":0,"[CLS]":1,"[SEP]":2,"a":3,"dog":4,"##s":5}`, `{}`},
		"one id, two tokens":       {`"dog":4`, `"dog":3`},
		"negative id":              {`"dog":4`, `"dog":-4`},
		"huge id":                  {`"dog":4`, `"dog":2147483647`},
		"id above 64 bits":         {`"dog":4`, `"dog":9223372036854775808`},
		"fractional id":            {`"dog":4`, `"dog":4.5`},
		"empty token":              {`"dog":4`, `"":4`},
		"no unknown token":         {`"[UNK]":0`, `"[OTHER]":0`},
		"no prefix":                {`"##"`, `""`},
		"no word limit":            {`"max_input_chars_per_word":100`, `"max_input_chars_per_word":0`},
		"huge word limit":          {`"max_input_chars_per_word":100`, `"max_input_chars_per_word":1000000`},
		"other model":              {`"WordPiece"`, `"Unigram"`},
		"other normalizer":         {`"BertNormalizer"`, `"NFKC"`},
		"other pre-tokenizer":      {`"BertPreTokenizer"`, `"ByteLevel"`},
		"other post-processor":     {`"TemplateProcessing"`, `"ByteLevel"`},
		"template without text":    {`{"Sequence":{"id":"A"}},`, ``},
		"template with text twice": {`{"Sequence":{"id":"A"}},`, `{"Sequence":{"id":"A"}},{"Sequence":{"id":"A"}},`},
		"template, unknown token":  {`{"SpecialToken":{"id":"[SEP]"}}`, `{"SpecialToken":{"id":"[END]"}}`},
		"template, unknown id":     {`"ids":[2]`, `"ids":[77]`},
		"template, empty piece":    {`{"Sequence":{"id":"A"}}`, `{}`},
		"added token empty":        {`"content":"[SEP]"`, `"content":""`},
		"added token twice":        {`"content":"[SEP]"`, `"content":"[CLS]"`},
		"added id twice":           {`{"id":2,"content"`, `{"id":1,"content"`},
		"added id negative":        {`{"id":2,"content"`, `{"id":-1,"content"`},
		"added token strips":       {`"content":"[SEP]"`, `"content":"[SEP]","lstrip":true`},
	}
	for name, c := range cases {
		broken := strings.Replace(small, c[0], c[1], 1)
		if broken == small {
			t.Fatalf("%s: nothing replaced", name)
		}
		if _, err := tokenizer.Load([]byte(broken), 16); err == nil {
			t.Errorf("%s: no error", name)
		} else {
			t.Logf("%s: %v", name, err)
		}
	}
	if _, err := tokenizer.Load([]byte(small), 1); err == nil {
		t.Error("one token: no error")
	}
	if _, err := tokenizer.Load([]byte(strings.Replace(small, "WordPiece", "BPE", 1)), 16); !errors.Is(err, tokenizer.ErrUnsupported) {
		t.Errorf("another model: %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(small), "a dog")
	f.Add([]byte(strings.Replace(small, `"##"`, `"d"`, 1)), "dogs")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		tok, err := tokenizer.Load(data, 16)
		if err != nil {
			return
		}
		ids, _, err := tok.Encode(text)
		if err != nil || len(ids) > 16 {
			t.Fatalf("%v, %v", ids, err)
		}
	})
}
