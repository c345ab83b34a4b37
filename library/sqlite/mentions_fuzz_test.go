package sqlite_test

import (
	"strings"
	"testing"

	"descry/library/cataloguetest"
	"descry/library/sqlite"
)

// FuzzMentions has any text be plain words: nothing in it is an operator.
func FuzzMentions(f *testing.F) {
	for _, seed := range []string{"", `"`, `a"b`, "a OR b", "NEAR(a b)", "^a", "a*", "{a}:b", "a:b", "(", "a\x00b", "\xff", "-a", "+", "東京a1B2",
		"½ ㎒ ﬁ", "\ue000", "\x1f", "é", "👨‍👩‍👧", strings.Repeat("a ", 1000), "กำ", "'s", "AAa"} {
		f.Add(seed, seed)
	}
	s := openStore(f, f.TempDir()+"/catalogue.db", sqlite.Options{})
	written(f, s, cataloguetest.Letters()...)
	f.Fuzz(func(t *testing.T, text, phrase string) {
		cataloguetest.Mentioned(t, s, text, 10, phrase)
	})
}
