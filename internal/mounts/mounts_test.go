package mounts_test

import (
	"slices"
	"strings"
	"testing"

	"descry/internal/mounts"
)

// stacked has a drive with a space in its path, a bind mount of the root's file system, a
// mount over another one, and one that hides what is mounted below it.
const stacked = `22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 22 0:24 / /proc rw,nosuid shared:2 - proc proc rw
40 22 8:17 / /media/My\040drive rw,nosuid shared:3 master:4 - vfat /dev/sdb1 rw,uid=1000
41 22 8:2 /home/ann/archive /photos/archive rw - ext4 /dev/sda2 rw
42 22 0:50 / /photos/nas rw - nfs4 nas:/export/photos rw
50 22 8:33 / /photos/card rw - ext4 /dev/sdc1 rw
51 50 8:34 / /photos/card rw - ext4 /dev/sdc2 rw
60 22 8:49 / /hidden/deep/er rw - ext4 /dev/sdd1 rw
61 22 0:60 / /hidden rw - tmpfs none rw
62 61 0:61 / /hidden/new rw - tmpfs none rw
`

func parse(t *testing.T, text string) mounts.Table {
	t.Helper()
	table, err := mounts.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestHoldingAndAt(t *testing.T) {
	table := parse(t, stacked)
	for path, want := range map[string]struct {
		id int
		at bool
	}{
		"/":                      {22, true},
		"/photos":                {22, false},
		"/photos/archive":        {41, true},
		"/photos/archive/2024/a": {41, false},
		"/photos/archives":       {22, false},
		"/media/My drive":        {40, true},
		"/photos/card":           {51, true},
		"/photos/card/x":         {51, false},
		"/hidden":                {61, true},
		"/hidden/deep/er":        {61, false},
		"/hidden/new":            {62, true},
	} {
		if m, ok := table.Holding(path); !ok || m.ID != want.id {
			t.Errorf("%s lies in %+v, want %d", path, m, want.id)
		}
		if m, ok := table.At(path); ok != want.at {
			t.Errorf("at %s: %+v, %v", path, m, ok)
		}
	}
	if m, ok := (mounts.Table{}).Holding("/"); ok {
		t.Errorf("an empty list has %+v", m)
	}
}

func TestBelow(t *testing.T) {
	table := parse(t, stacked)
	for path, want := range map[string][]string{
		"/photos":         {"/photos/archive", "/photos/card", "/photos/nas"},
		"/photos/archive": nil,
		"/hidden":         {"/hidden/new"},
		"/media":          {"/media/My drive"},
		"/med":            nil,
	} {
		var got []string
		for _, m := range table.Below(path) {
			got = append(got, m.Point)
		}
		if !slices.Equal(got, want) {
			t.Errorf("below %s: %q, want %q", path, got, want)
		}
	}
}

func TestWhatAMountTells(t *testing.T) {
	table := parse(t, stacked)
	for path, want := range map[string]struct {
		name            string
		stable, network bool
	}{
		"/photos/archive": {"/dev/sda2[/home/ann/archive]", true, false},
		"/photos/nas":     {"nas:/export/photos", true, true},
		"/media/My drive": {"/dev/sdb1", false, false},
		"/hidden":         {"", true, false},
	} {
		m, _ := table.At(path)
		if m.Name() != want.name || m.StableInodes() != want.stable || m.Network() != want.network {
			t.Errorf("%s: %q, stable %v, network %v", path, m.Name(), m.StableInodes(), m.Network())
		}
	}
	if m, _ := table.At("/media/My drive"); m.Device != 8<<8|17 {
		t.Errorf("device %d", m.Device)
	}
	if !mounts.OfKernel("fsid:0011223344556677") || mounts.OfKernel("1234-ABCD") {
		t.Error("ids of the kernel")
	}
	if (mounts.Mount{Type: "fuse.sshfs"}).StableInodes() {
		t.Error("FUSE keeps its inodes")
	}
}

// A list that comes from elsewhere may have mounts whose parents go in a circle.
func TestHoldingEnds(t *testing.T) {
	table := mounts.Table{{ID: 1, Parent: 2, Point: "/"}, {ID: 2, Parent: 1, Point: "/"}, {ID: 3, Parent: 3, Point: "/a"}}
	if m, ok := table.Holding("/a/b"); !ok || m.ID != 3 {
		t.Errorf("%+v, %v", m, ok)
	}
	table.Below("/")
}

func TestParseRefuses(t *testing.T) {
	for name, line := range map[string]string{
		"nothing":        "",
		"no dash":        "22 1 8:2 / / rw,relatime shared:1 ext4 /dev/sda2 rw",
		"no source":      "22 1 8:2 / / rw - ext4",
		"no point":       "22 1 8:2 / - ext4 /dev/sda2 rw",
		"no number":      "x 1 8:2 / / rw - ext4 /dev/sda2 rw",
		"no device":      "22 1 8 / / rw - ext4 /dev/sda2 rw",
		"relative point": "22 1 8:2 / home rw - ext4 /dev/sda2 rw",
	} {
		if table, err := mounts.Parse(strings.NewReader(line + "\n")); err == nil {
			t.Errorf("%s: %+v", name, table)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(stacked, "/photos/card/x")
	f.Add(`1 1 0:1 / /\134\040\0401 rw - a \ b`, `/\  1/c`)
	f.Fuzz(func(t *testing.T, text, path string) {
		table, err := mounts.Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		if m, ok := table.Holding(path); ok && !strings.HasPrefix(path, strings.TrimSuffix(m.Point, "/")) {
			t.Errorf("%q lies in %q", path, m.Point)
		}
		for _, m := range table.Below(path) {
			if at, ok := table.At(m.Point); !ok || at.ID != m.ID {
				t.Errorf("%q is hidden and listed", m.Point)
			}
		}
	})
}
