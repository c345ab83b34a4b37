package adapter_test

import (
	"slices"
	"strings"
	"testing"

	"descry/ml/adapter"
)

// TestSelect goes through the machines that there are.
func TestSelect(t *testing.T) {
	const radv, intelFile, nvidiaFile, lvp = "/usr/share/vulkan/icd.d/radeon_icd.x86_64.json", "/intel.json", "/nvidia.json", "/lvp.json"
	amd := adapter.Adapter{Name: "AMD Radeon 780M", Backend: "Vulkan", Kind: adapter.Integrated, Vendor: 0x1002, Device: 0x15bf, ICD: radv, Slot: "0000:c4:00.0"}
	rx := adapter.Adapter{Name: "AMD Radeon RX 7600", Backend: "Vulkan", Kind: adapter.Discrete, Vendor: 0x1002, Device: 0x7480, ICD: radv, Slot: "0000:03:00.0"}
	rx2 := adapter.Adapter{Name: "AMD Radeon RX 7600 #2", Backend: "Vulkan", Kind: adapter.Discrete, Vendor: 0x1002, Device: 0x7480, ICD: radv, Slot: "0000:05:00.0"}
	rx3 := adapter.Adapter{Name: "AMD Radeon RX 6400", Backend: "Vulkan", Kind: adapter.Discrete, Vendor: 0x1002, Device: 0x743f, ICD: radv}
	intel := adapter.Adapter{Name: "Intel UHD Graphics 620", Backend: "Vulkan", Kind: adapter.Integrated, Vendor: 0x8086, Device: 0x5917, ICD: intelFile}
	nvidia := adapter.Adapter{Name: "NVIDIA GeForce RTX 4070", Backend: "Vulkan", Kind: adapter.Discrete, Vendor: 0x10de, Device: 0x2786, ICD: nvidiaFile}
	llvmpipe := adapter.Adapter{Name: "llvmpipe", Backend: "Vulkan", Kind: adapter.Software, Vendor: 0x10005, ICD: lvp}
	venus := adapter.Adapter{Name: "Virtio-GPU Venus", Backend: "Vulkan", Kind: adapter.Virtual, Vendor: 0x1af4, Device: 1}
	lost := nvidia
	lost.ICD = ""
	relative := nvidia
	relative.ICD = "nvidia.json"
	weak := intel
	weak.Missing = []string{"imageCubeArray"}

	file := func(path string) []string {
		return []string{"VK_DRIVER_FILES=" + path, "VK_ICD_FILENAMES=" + path, "VK_ADD_DRIVER_FILES="}
	}
	numbers := func(vendor, device, both, hex string) []string {
		return []string{"VK_LOADER_VENDOR_ID_FILTER=" + vendor, "VK_LOADER_DEVICE_ID_FILTER=" + device, "VK_LOADER_DEVICE_SELECT=" + both,
			"MESA_VK_DEVICE_SELECT=" + hex + "!", "DRI_PRIME="}
	}
	for name, c := range map[string]struct {
		all   []adapter.Adapter
		a     adapter.Adapter
		env   []string
		power string
		doubt string
	}{
		"the only one":                    {[]adapter.Adapter{amd}, amd, nil, "low-power", ""},
		"beside software":                 {[]adapter.Adapter{amd, llvmpipe}, amd, file(radv), "low-power", ""},
		"software":                        {[]adapter.Adapter{amd, llvmpipe}, llvmpipe, file(lvp), "high-performance", ""},
		"a laptop with two makers' cards": {[]adapter.Adapter{nvidia, intel, llvmpipe}, nvidia, file(nvidiaFile), "high-performance", ""},
		"the integrated one of them":      {[]adapter.Adapter{nvidia, intel, llvmpipe}, intel, file(intelFile), "low-power", ""},
		"two kinds by one driver":         {[]adapter.Adapter{rx, amd, llvmpipe}, amd, file(radv), "low-power", ""},
		"the other kind":                  {[]adapter.Adapter{rx, amd, llvmpipe}, rx, file(radv), "high-performance", ""},
		"two of a kind by one driver":     {[]adapter.Adapter{rx, rx3}, rx3, append(file(radv), numbers("0x1002", "0x743f", "0x1002:0x743f", "1002:743f")...), "high-performance", "1.4.326"},
		"twins": {[]adapter.Adapter{rx, rx2}, rx2, append(file(radv), "VK_LOADER_VENDOR_ID_FILTER=0x1002", "VK_LOADER_DEVICE_ID_FILTER=0x7480",
			"VK_LOADER_DEVICE_SELECT=0x1002:0x7480", "MESA_VK_DEVICE_SELECT=", "DRI_PRIME=pci-0000_05_00_0!"), "high-performance", "same model"},
		"no file, and the first": {[]adapter.Adapter{lost, intel}, lost, nil, "high-performance", ""},
		"no absolute file":       {[]adapter.Adapter{relative, intel}, relative, nil, "high-performance", ""},
		"no file, of two":        {[]adapter.Adapter{lost, rx}, lost, numbers("0x10de", "0x2786", "0x10de:0x2786", "10de:2786"), "high-performance", "1.4.326"},
		"virtual without a file": {[]adapter.Adapter{venus, llvmpipe}, venus, numbers("0x1af4", "0x1", "0x1af4:0x0001", "1af4:0001"), "high-performance", "1.4.326"},
		"lacks something":        {[]adapter.Adapter{weak}, weak, nil, "low-power", "imageCubeArray"},
	} {
		env, options := adapter.Select(c.a, c.all)
		if !slices.Equal(env, c.env) {
			t.Errorf("%s: %q\nwant %q", name, env, c.env)
		}
		if options["powerPreference"] != c.power || options["dawnBackendType"] != "Vulkan" || len(options) != 2 {
			t.Errorf("%s: %v, want %s", name, options, c.power)
		}
		if doubt := adapter.Doubt(c.a, c.all); (doubt == "") != (c.doubt == "") || !strings.Contains(doubt, c.doubt) {
			t.Errorf("%s: doubt %q, want %q", name, doubt, c.doubt)
		}
	}
}
