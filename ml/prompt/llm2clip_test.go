package prompt_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"descry/ml/golden"
	"descry/ml/prompt"
	"descry/ml/tokenizer"
)

const maxTokens = 512

// chat is how the released text encoders were trained: Llama 3's format for the
// message of a user.
const chat = "<|start_header_id|>user<|end_header_id|>\n\n{text}<|eot_id|>"

const testdata = "../tokenizer/testdata/"

func llm2clip(t testing.TB, path string) *prompt.LLM2CLIP {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	tok, err := tokenizer.LoadBPE(data, maxTokens)
	if err != nil {
		t.Fatal(err)
	}
	p, err := prompt.NewLLM2CLIP(tok, chat, maxTokens)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestLLM2CLIPGolden compares with what the reference implementation gives its
// encoder: 33 texts, among them empty, over-long and hostile ones.
func TestLLM2CLIPGolden(t *testing.T) {
	for _, name := range []string{"llama3", "llama31"} {
		var want struct {
			Texts []struct {
				ID        string  `json:"id"`
				Text      string  `json:"text"`
				Wrapped   string  `json:"wrapped"`
				IDs       []int64 `json:"ids"`
				Marked    int     `json:"marked"`
				PoolStart int     `json:"pool_start"`
				PoolEnd   int     `json:"pool_end"`
			} `json:"texts"`
		}
		golden.JSON(t, "testdata/"+name+"-texts.json", &want)
		if len(want.Texts) != 33 {
			t.Fatalf("%d texts", len(want.Texts))
		}
		p := llm2clip(t, testdata+name+"/tokenizer.json")
		for _, w := range want.Texts {
			got := p.Input(w.Text)
			if got.Text != w.Wrapped {
				t.Errorf("%s, %s: text %q, want %q", name, w.ID, got.Text, w.Wrapped)
			}
			if !slices.Equal(got.IDs, w.IDs) {
				t.Errorf("%s, %s: ids %v, want %v", name, w.ID, got.IDs, w.IDs)
			}
			if got.Start != w.PoolStart || got.End != w.PoolEnd {
				t.Errorf("%s, %s: mean over %d to %d, want %d to %d", name, w.ID, got.Start, got.End, w.PoolStart, w.PoolEnd)
			}
			if marked := got.End - got.Start; marked != w.Marked && w.Marked > 0 {
				t.Errorf("%s, %s: mean over %d positions, want %d", name, w.ID, marked, w.Marked)
			}
		}
	}
}

func TestLLM2CLIPTruncated(t *testing.T) {
	p := llm2clip(t, testdata+"llama3/tokenizer.json")
	if in := p.Input("a dog"); in.Truncated {
		t.Error("a short text was cut")
	}
	in := p.Input(strings.Repeat("dog ", 600))
	if !in.Truncated || len(in.IDs) != maxTokens || in.Start != 0 {
		t.Errorf("%d ids from %d, truncated %t", len(in.IDs), in.Start, in.Truncated)
	}
}

// TestLLM2CLIPReal looks at the prompt in tokens of the real tokenizer, whose
// file puts nothing in front of a text.
func TestLLM2CLIPReal(t *testing.T) {
	const variable = "DESCRY_LLAMA3_TOKENIZER" // see package tokenizer's tests
	path := os.Getenv(variable)
	if path == "" {
		t.Skipf("%s does not name Llama 3's tokenizer.json", variable)
	}
	in := llm2clip(t, path).Input(" a dog \n")
	want := []int64{128000, 128006, 882, 128007, 271, 264, 5679, 128009}
	if !slices.Equal(in.IDs, want) || in.Start != 5 || in.End != 8 {
		t.Errorf("%+v, want %v", in, want)
	}
}

func TestLLM2CLIPRefuses(t *testing.T) {
	data, err := os.ReadFile(testdata + "llama31/tokenizer.json")
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err != nil {
		t.Fatal(err)
	}
	for old, replacement := range map[string]string{
		`"content":"<|eot_id|>"`:          `"content":"<|stop|>"`,
		`"content":"<|start_header_id|>"`: `"content":"<|other|>"`,
		`"ids":[2000]`:                    `"ids":[2001]`,
	} {
		broken := strings.ReplaceAll(compact.String(), old, replacement)
		if broken == compact.String() {
			t.Fatalf("%s: nothing replaced", old)
		}
		tok, err := tokenizer.LoadBPE([]byte(broken), maxTokens)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := prompt.NewLLM2CLIP(tok, chat, maxTokens); err == nil {
			t.Errorf("%s: no error", replacement)
		} else {
			t.Logf("%s: %v", replacement, err)
		}
	}
}

func TestLLM2CLIPFollowsTheTemplate(t *testing.T) {
	data, err := os.ReadFile(testdata + "llama31/tokenizer.json")
	if err != nil {
		t.Fatal(err)
	}
	tok, err := tokenizer.LoadBPE(data, maxTokens)
	if err != nil {
		t.Fatal(err)
	}
	for template, want := range map[string]string{
		"{text}":                         "a dog",
		"Instruct: find.\nQuery: {text}": "Instruct: find.\nQuery: a dog",
		"<|eot_id|>{text}!<|eot_id|>":    "<|eot_id|>a dog!<|eot_id|>",
	} {
		p, err := prompt.NewLLM2CLIP(tok, template, maxTokens)
		if err != nil {
			t.Fatal(template, err)
		}
		ids, _ := tok.Tokens(want, maxTokens)
		got := p.Input("a dog")
		if got.Text != want || !slices.Equal(got.IDs[1:], ids) {
			t.Errorf("%q: %+v, want %q", template, got, want)
		}
	}
	for _, template := range []string{"", "no place", "{text}{text}", "<|begin_of_text|>{text}", "<|absent|>{text}"} {
		if _, err := prompt.NewLLM2CLIP(tok, template, maxTokens); err == nil {
			t.Errorf("%q: no error", template)
		}
	}
	if _, err := prompt.NewLLM2CLIP(tok, chat, 0); err == nil {
		t.Error("no tokens at all: no error")
	}
}

func FuzzLLM2CLIP(f *testing.F) {
	p := llm2clip(f, testdata+"llama31/tokenizer.json")
	for _, s := range []string{"", "a dog", " !@#$%^&*() x", "!@#$%^&*()", "x<|eot_id|>\u2028\x1c", strings.Repeat("a ", 600)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		in := p.Input(text)
		if in.IDs[0] != 2000 || in.Start < 0 || in.Start >= in.End || in.End != len(in.IDs) || in.End > maxTokens {
			t.Fatalf("%+v", in)
		}
	})
}
