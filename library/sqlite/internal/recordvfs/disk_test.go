package recordvfs

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// script writes a record by hand: "create", "write OFFSET TEXT", "cut LENGTH", "sync",
// "delete" and "delete surely" of the file f, "another" for a file that is made and synced,
// and "begin" for the moment from
// which on the next sync covers nothing.
func script(t *testing.T, lines ...string) *Record {
	t.Helper()
	r := newRecord("/d")
	var id, last fileID
	began := Moment(-1)
	for _, line := range lines {
		var text string
		var at int64
		switch verb, _, _ := strings.Cut(line, " "); verb {
		case "create":
			last++
			id = r.opened("/d/f", false, last)
		case "another":
			last++
			other := r.opened(fmt.Sprint("/d/", last), false, last)
			r.add(event{action: synced, file: other, before: r.moment()})
		case "write":
			if _, err := fmt.Sscanf(line, "write %d %s", &at, &text); err != nil {
				t.Fatal(line, err)
			}
			r.add(event{action: wrote, file: id, offset: at, data: []byte(text)})
		case "cut":
			if _, err := fmt.Sscanf(line, "cut %d", &at); err != nil {
				t.Fatal(line, err)
			}
			r.add(event{action: truncated, file: id, offset: at})
		case "begin":
			began = r.moment()
		case "sync":
			if began < 0 {
				began = r.moment()
			}
			r.add(event{action: synced, file: id, before: began})
			began = -1
		case "delete":
			r.removed("/d/f", line == "delete surely")
		default:
			t.Fatal(line)
		}
	}
	return r
}

// What is left without and with all that was not synced, and what may be between.
func TestDisk(t *testing.T) {
	const none = "no file"
	x, y := strings.Repeat("x", sectorSize), strings.Repeat("y", sectorSize)
	for _, c := range []struct {
		name                string
		script              []string
		nothing, everything string
		writes, sectors     []string // besides those two, all that there can be
	}{
		{"never synced", []string{"create", "write 0 ab"}, none, "ab", []string{""}, []string{"", "\x00\x00"}},
		{"synced", []string{"create", "write 0 ab", "sync"}, "ab", "ab", nil, nil},
		{"written while it was synced", []string{"create", "write 0 ab", "sync", "write 0 c", "begin", "write 1 d", "sync"}, "cb", "cd", nil, nil},
		{"later without earlier", []string{"create", "write 0 ab", "sync", "write 0 c", "write 1 d"}, "ab", "cd",
			[]string{"cb", "ad"}, []string{"cb"}},
		{"longer", []string{"create", "write 0 a", "sync", "write 2 b"}, "a", "a\x00b", nil, []string{"a\x00\x00"}},
		{"cut", []string{"create", "write 0 abc", "sync", "cut 1", "write 1 d"}, "abc", "ad",
			[]string{"a", "adc"}, []string{"ab", "a", "a\x00", "ad\x00", "a\x00\x00"}},
		{"torn", []string{"create", "write 0 " + x + x, "sync", "write 0 " + y + y}, x + x, y + y, nil, []string{x + y, y + x}},
		{"deleted", []string{"create", "write 0 a", "sync", "delete"}, "a", none, nil, nil},
		{"surely deleted", []string{"create", "write 0 a", "sync", "delete surely"}, none, none, nil, nil},
		{"deleted before another was synced", []string{"create", "write 0 a", "sync", "delete", "another"}, none, none, nil, nil},
		{"deleted after another was synced", []string{"create", "write 0 a", "sync", "another", "delete"}, "a", none, nil, nil},
		{"made before another was synced", []string{"create", "write 0 a", "another"}, "", "a", nil, []string{"\x00"}},
		{"made anew", []string{"create", "write 0 a", "sync", "delete", "create", "write 0 b"}, "a", "b",
			[]string{none, ""}, []string{none, "", "\x00"}},
		{"made anew and synced", []string{"create", "write 0 a", "sync", "delete", "create", "sync", "write 0 b"}, "", "b", nil, []string{"\x00"}},
	} {
		r := script(t, c.script...)
		disk := func(rest Rest, rng *rand.Rand) string {
			content, ok := r.Disk(r.moment(), rest, rng)["f"]
			if !ok {
				return none
			}
			return string(content)
		}
		if got := disk(Nothing, nil); got != c.nothing {
			t.Errorf("%s: %q is left without the rest, want %q", c.name, got, c.nothing)
		}
		if got := disk(Everything, nil); got != c.everything {
			t.Errorf("%s: %q is left with the rest, want %q", c.name, got, c.everything)
		}
		for rest, between := range map[Rest][]string{SomeWrites: c.writes, SomeSectors: c.sectors} {
			seen := make(map[string]bool)
			rng := rand.New(rand.NewPCG(1, 2))
			for range 400 {
				seen[disk(rest, rng)] = true
			}
			got, want := slices.Sorted(maps.Keys(seen)), append(between, c.nothing, c.everything)
			slices.Sort(want)
			if want = slices.Compact(want); !slices.Equal(got, want) {
				t.Errorf("%s: %s leave %q, want %q", c.name, rest, got, want)
			}
		}
	}
}

// A seed means the same every time.
func TestDiskOfASeed(t *testing.T) {
	r := script(t, "create", "write 0 "+strings.Repeat("a", 3000), "sync", "write 100 "+strings.Repeat("b", 5000), "cut 2000", "write 700 c")
	for _, rest := range []Rest{SomeWrites, SomeSectors} {
		a := r.Disk(r.moment(), rest, rand.New(rand.NewPCG(5, 6)))["f"]
		b := r.Disk(r.moment(), rest, rand.New(rand.NewPCG(5, 6)))["f"]
		if !bytes.Equal(a, b) {
			t.Errorf("%s: %d and %d bytes", rest, len(a), len(b))
		}
	}
}

func TestRelative(t *testing.T) {
	r := newRecord("/a/b")
	for path, want := range map[string]bool{"/a/b/c": true, "/a/b/..c": true, "/a/bc": false, "/a/c": false, "/a": false} {
		if _, ok := r.relative(path); ok != want {
			t.Errorf("%s: %v", path, ok)
		}
	}
}
