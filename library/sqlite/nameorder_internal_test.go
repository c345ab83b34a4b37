package sqlite

import (
	"slices"
	"strings"
	"testing"
)

func TestNameOrder(t *testing.T) {
	for _, want := range [][]string{
		{"apple.jpg", "Ärger.jpg", "scan1.jpg", "scan2.jpg", "scan10.jpg", "scan11.jpg", "Zoo.jpg"},
		{"1.jpg", "02.jpg", "3.jpg", "10.jpg", "a.jpg"},
		{"IMG_0009.jpg", "IMG_0010.jpg", "IMG_0010a.jpg", "IMG_10000.jpg"},
		{"20190704_1.jpg", "20190704_2.jpg", "20190704_10.jpg", "20190705_1.jpg"},
		{"a", "a1b2", "a1b10", "a2b1"},
		{"", "0", "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortStableFunc(got, func(a, b string) int { return strings.Compare(nameOrder(a), nameOrder(b)) })
		if !slices.Equal(got, want) {
			t.Errorf("%q", got)
		}
	}
}

func TestDirOrder(t *testing.T) {
	want := []string{"a/b/z.jpg", "a/x.jpg", "a-b/x.jpg", "trip 2/1.jpg", "trip 10/1.jpg", "b.jpg"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int {
		return strings.Compare(dirOrder(dirName(a))+nameOrder(baseName(a)), dirOrder(dirName(b))+nameOrder(baseName(b)))
	})
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
