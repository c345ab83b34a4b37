package container_test

import (
	"fmt"
	"slices"
	"testing"

	"descry/library/container"
)

// resources lists the resources of Photoshop as text.
func resources(t *testing.T, s container.Source) []string {
	t.Helper()
	list := []string{}
	for r, err := range s.Resources() {
		if err != nil {
			list = append(list, "error")
			continue
		}
		body, err := r.Body.All()
		if err != nil {
			t.Errorf("resource %+v: %v", r, err)
		}
		list = append(list, fmt.Sprintf("%d=%s", r.ID, body))
	}
	return list
}

func TestResources(t *testing.T) {
	const iim, named = "8BIM\x04\x04\x00\x00\x00\x00\x00\x03odd\x00", "MeSa\x00\x07\x04name\x00\x00\x00\x00\x02xy"
	for data, want := range map[string][]string{
		iim + named + iim:                         {"1028=odd", "7=xy", "1028=odd"},
		iim[:len(iim)-1]:                          {"1028=odd"},
		iim[:len(iim)-2]:                          {"error"},
		named + "8BIM\x04\x04\x00\x00":            {"7=xy"},
		named + "none of these":                   {"7=xy", "error"},
		"8BIM\x04\x04\xff\x00\x00\x00\x00\x03odd": {"error"},
		"8BIM\x04\x04\x00\x00\xff\xff\xff\xffcut": {"error"},
		"": {},
	} {
		for name, s := range both([]byte(data)) {
			if got := resources(t, s); !slices.Equal(got, want) {
				t.Errorf("%q in %s: %q", data, name, got)
			}
		}
	}
}

// FuzzResources says that resources end, and that it doesn't matter where their bytes lie.
func FuzzResources(f *testing.F) {
	f.Add([]byte("8BIM\x04\x04\x00\x00\x00\x00\x00\x03odd\x00MeSa\x00\x07\x04name\x00\x00\x00\x00\x02xy"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var seen []string
		for name, s := range both(data) {
			list := resources(t, s)
			if seen != nil && !slices.Equal(seen, list) {
				t.Errorf("%s: %q, else %q", name, list, seen)
			}
			seen = list
		}
	})
}
