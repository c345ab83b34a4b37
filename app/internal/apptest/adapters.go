package apptest

import (
	"strings"
	"testing"

	"descry/internal/softvulkan"
	"descry/ml/adapter"
)

var (
	Radeon = adapter.Adapter{Name: "AMD Radeon 780M", Backend: "Vulkan", Driver: "radv Mesa 24.0.5", Kind: adapter.Integrated,
		Vendor: 0x1002, Device: 0x15bf, MemoryBytes: 4 << 30, Float16: true, ICD: "/radeon.json"}
	Llvmpipe = adapter.Adapter{Name: "llvmpipe adapter", Backend: "Vulkan", Driver: "llvmpipe Mesa 24.0.5", Kind: adapter.Software, ICD: "/lvp.json"}
	Old      = adapter.Adapter{Name: "Old Card", Backend: "Vulkan", Kind: adapter.Discrete, Missing: []string{"imageCubeArray"}, ICD: "/old.json"}
)

// WithSoftwareVulkan lets this process's children find an adapter.
func WithSoftwareVulkan(t *testing.T) {
	t.Helper()
	for _, entry := range softvulkan.Environment(t) {
		name, value, _ := strings.Cut(entry, "=")
		t.Setenv(name, value)
	}
}
