package message

import (
	"maps"
	"slices"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"

	"descry/assets/languages"
	"descry/assets/translation"
)

// TestMessagesOneByOne reads each message alone and compares it with the one of the file as a
// whole.
func TestMessagesOneByOne(t *testing.T) {
	for _, tag := range languages.Spoken() {
		data, err := translation.Files.ReadFile(tag.String() + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		var whole map[string]map[string]string
		if err := toml.Unmarshal(data, &whole); err != nil {
			t.Fatal(err)
		}
		cut := cut(string(data))
		if got, want := slices.Sorted(maps.Keys(cut)), slices.Sorted(maps.Keys(whole)); !slices.Equal(got, want) {
			t.Fatalf("%v: %d messages, want %d", tag, len(got), len(want))
		}
		for id, want := range whole {
			var one map[string]map[string]string
			if err := toml.Unmarshal([]byte(cut[id]), &one); err != nil {
				t.Errorf("%v, %s: %v", tag, id, err)
			}
			if len(one) != 1 || !maps.Equal(one[id], want) {
				t.Errorf("%v, %s: %v, want %v", tag, id, one, want)
			}
		}
	}
}

func TestCut(t *testing.T) {
	got := cut("# all\n\n# unreviewed\n[a]\nother = \"\"\"\n[DIR…]\n\"\"\"\n\n[b-c]\none = '[x]'\n")
	if len(got) != 2 || got["a"] != "[a]\nother = \"\"\"\n[DIR…]\n\"\"\"\n\n" || got["b-c"] != "[b-c]\none = '[x]'\n" {
		t.Errorf("%q", got)
	}
}

// BenchmarkFirstMessages asks a new table for its first message, and beside it reads the file
// as a whole.
func BenchmarkFirstMessages(b *testing.B) {
	data, err := translation.Files.ReadFile("en.toml")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("cut", func(b *testing.B) {
		for b.Loop() {
			cut(string(data))
		}
	})
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			bundle := i18n.NewBundle(languages.Spoken()[0])
			bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
			if _, err := bundle.ParseMessageFileBytes(data, "en.toml"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
