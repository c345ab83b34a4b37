package adapter

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestShortName(t *testing.T) {
	for name, want := range map[string]string{
		"AMD Radeon 780M (RADV PHOENIX)":            "AMD Radeon 780M",
		"AMD Radeon(TM) Graphics (RADV GFX1103_R1)": "AMD Radeon Graphics",
		"Intel(R) UHD Graphics 620 (KBL GT2)":       "Intel UHD Graphics 620",
		"Intel(R) Iris(R) Xe Graphics (TGL GT2)":    "Intel Iris Xe Graphics",
		"NVIDIA GeForce RTX 4070 Laptop GPU":        "NVIDIA GeForce RTX 4070 Laptop GPU",
		"llvmpipe (LLVM 15.0.6, 256 bits)":          "llvmpipe adapter",
		"SwiftShader Device (Subzero)":              "SwiftShader Device",
		"Microsoft Direct3D12 (NVIDIA (RTX))":       "Microsoft Direct3D12 (NVIDIA (RTX))",
		"(R)":                                       "Unnamed adapter", "": "Unnamed adapter", "(only this)": "(only this)",
	} {
		if got := shortName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestDistinguish(t *testing.T) {
	for _, c := range []struct{ names, drivers, want []string }{
		{[]string{"A", "B"}, []string{"x", "x"}, []string{"A", "B"}},
		{[]string{"A", "a", "A"}, []string{"x", "x", "x"}, []string{"A", "a #2", "A #3"}},
		{[]string{"A", "A"}, []string{"x", "y"}, []string{"A (x)", "A (y)"}},
		{[]string{"A", "A", "A"}, []string{"x", "y", "y"}, []string{"A (x)", "A (y)", "A (y) #2"}},
		{[]string{"A", "A"}, []string{"", "y"}, []string{"A", "A (y)"}},
		{[]string{"A #2", "A", "A"}, []string{"x", "x", "x"}, []string{"A #2", "A", "A #3"}},
	} {
		all := make([]Adapter, len(c.names))
		for i, name := range c.names {
			all[i].Name = name
		}
		distinguish(all, c.drivers)
		for i, a := range all {
			if a.Name != c.want[i] {
				t.Errorf("%v: %d is %q, want %q", c.names, i, a.Name, c.want[i])
			}
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("AMD Radeon(TM) 780M (RADV PHOENIX)\x00rest"))
	f.Add([]byte("\xff\x1b[31m\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := shortName(text(raw))
		if got == "" || len(got) > maxName*4 || strings.ContainsAny(got, "\x00\n\x1b") || !slices.Equal([]rune(got), []rune(strings.ToValidUTF8(got, ""))) {
			t.Errorf("%q: %q", raw, got)
		}
	})
}

func TestManifestFiles(t *testing.T) {
	root := t.TempDir()
	write := func(rel, content string) string {
		path := filepath.Join(root, rel)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const good = `{"file_format_version": "1.0.0", "ICD": {"library_path": "libvulkan_radeon.so", "api_version": "1.3.0"}}`
	radeon := write("share/vulkan/icd.d/radeon.json", good)
	intel := write("share/vulkan/icd.d/intel.json", good)
	mine := write("home/.local/share/vulkan/icd.d/mine.json", good)
	own := write("own/vulkan.json", good)
	write("share/vulkan/icd.d/readme.txt", good)
	write("share/vulkan/icd.d/broken.json", good[:30])
	write("share/vulkan/icd.d/layer.json", `{"layer": {"library_path": "x.so"}}`)
	write("share/vulkan/icd.d/large.json", `{"ICD": {"library_path": "`+strings.Repeat("x", maxManifestBytes)+`"}}`)
	if err := os.Mkdir(filepath.Join(root, "share/vulkan/icd.d/folder.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	base := map[string]string{"HOME": filepath.Join(root, "home"), "XDG_DATA_DIRS": filepath.Join(root, "share") + ":relative",
		"XDG_CONFIG_DIRS": filepath.Join(root, "none")}
	for name, c := range map[string]struct {
		set  map[string]string
		want []string
	}{
		"everywhere":    {nil, []string{mine, intel, radeon}},
		"added":         {map[string]string{"VK_ADD_DRIVER_FILES": own}, []string{own, mine, intel, radeon}},
		"only":          {map[string]string{"VK_DRIVER_FILES": own + ":" + radeon + ":own.json", "VK_ICD_FILENAMES": intel, "VK_ADD_DRIVER_FILES": mine}, []string{own, radeon}},
		"the old name":  {map[string]string{"VK_ICD_FILENAMES": intel}, []string{intel}},
		"a folder":      {map[string]string{"VK_DRIVER_FILES": filepath.Join(root, "own")}, []string{own}},
		"nothing there": {map[string]string{"VK_DRIVER_FILES": filepath.Join(root, "gone.json")}, nil},
	} {
		got := manifests(func(name string) string {
			if v, ok := c.set[name]; ok {
				return v
			}
			return base[name]
		})
		// The machine's own are in folders that no variable names.
		got = slices.DeleteFunc(got, func(path string) bool { return !strings.HasPrefix(path, root) })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
