package query_test

import (
	"strings"
	"testing"

	"descry/library/query"
)

// A paragraph with filters is what the window parses at every pause of typing.
func BenchmarkParse(b *testing.B) {
	source := strings.Repeat("A man in a red cap eats a chip, while a woman looks on. ", 5) + `"red lanterns"^2 without people date:2019-07..2019-09 tag:a,b`
	for b.Loop() {
		if _, err := query.Parse(source, thursday); err != nil {
			b.Fatal(err)
		}
	}
}

// The longest sources, made to be slow.
func BenchmarkParseHostile(b *testing.B) {
	for _, part := range []string{"a. ", "ab cd, ", "» ", `"a`, `tag:,`, "without a ", "(a) ", "tag: ", "cxmera:x ", "sans ", "without the ", "2015 ", "summer 2015 x ", "has:x ", "tag:.", "a and the ", `=“`} {
		source := strings.Repeat(part, 64<<10/len(part))
		b.Run(part, func(b *testing.B) {
			for b.Loop() {
				_, _ = query.Parse(source, thursday)
			}
		})
	}
}
