// Package softvulkan gives tests a Vulkan driver that computes on the processor, in the place
// of a graphics card. "make test" puts the driver into the module's build folder where the
// system has one. Only tests use the package.
package softvulkan

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// The files that setup/vulkan.sh gets.
const (
	loader   = "libvulkan.so.1"
	driver   = "libvk_swiftshader.so"
	manifest = "vk_swiftshader_icd.json"
	mock     = "libVkICD_mock_icd.so"
)

// Loader is the absolute path of the Vulkan loader. Without software Vulkan the test is
// skipped and says why.
func Loader(t testing.TB) string {
	t.Helper()
	return file(t, loader)
}

// Manifest is the absolute path of the file by which the loader finds SwiftShader.
// Without software Vulkan the test is skipped and says why.
func Manifest(t testing.TB) string {
	t.Helper()
	return file(t, manifest)
}

// MockManifest makes a file in a temporary folder by which the loader finds a driver that has
// one adapter and computes nothing: a second adapter, for tests that choose between two.
// Without software Vulkan the test is skipped and says why.
func MockManifest(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "mock_icd.json")
	text := `{"file_format_version": "1.0.0", "ICD": {"library_path": "` + file(t, mock) + `", "api_version": "1.3.0"}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Environment is this process's environment with the variables by which a program finds the
// loader, and the loader the drivers of the manifests, without any SwiftShader's. Variables
// that choose among drivers or adapters are left out. Without software Vulkan the test is
// skipped and says why.
func Environment(t testing.TB, manifests ...string) []string {
	t.Helper()
	if len(manifests) == 0 {
		manifests = []string{Manifest(t)}
	}
	libraries := filepath.Dir(Loader(t))
	if before := os.Getenv("LD_LIBRARY_PATH"); before != "" {
		libraries += string(filepath.ListSeparator) + before
	}
	drivers := strings.Join(manifests, string(filepath.ListSeparator))
	env := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, "VK_") || strings.HasPrefix(name, "MESA_VK_") || name == "DRI_PRIME" || name == "LD_LIBRARY_PATH"
	})
	// Loaders before 1.3.207 know the second name only.
	return append(env, "LD_LIBRARY_PATH="+libraries, "VK_DRIVER_FILES="+drivers, "VK_ICD_FILENAMES="+drivers)
}

// Float16 is Environment for a driver whose shaders also compute in 16 bits, unlike
// SwiftShader's: Mesa's, from setup/lavapipe.sh. Mesa's driver compiles for seconds what
// SwiftShader computes in one, so "make test" does without. Without the driver the test is
// skipped and says why.
func Float16(t testing.TB) []string {
	t.Helper()
	loader := Loader(t) // the other files are beside the loader's folder
	manifest := filepath.Join(filepath.Dir(filepath.Dir(loader)), "lavapipe", "lvp_icd.json")
	if _, err := os.Stat(manifest); err != nil {
		t.Skipf("no software Vulkan with 16 bits: run setup/lavapipe.sh build/lavapipe (%v)", err)
	}
	// LLVM, with which the driver compiles, leaves conversions of 16 bits to functions of
	// libgcc_s and libm. LLVM looks for the functions among the symbols of the whole process.
	// A shader without the functions jumps to address 0.
	preload := "LD_PRELOAD=libgcc_s.so.1 libm.so.6"
	if before := os.Getenv("LD_PRELOAD"); before != "" {
		preload += " " + before
	}
	// The cache would lie in the home folder.
	return append(Environment(t, manifest), preload, "MESA_SHADER_CACHE_DISABLE=true")
}

// file finds one of the files, or skips the test.
func file(t testing.TB, name string) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skipf("software Vulkan is known on Linux only, not on %s", runtime.GOOS)
	}
	folder, err := build()
	if err != nil {
		t.Skipf("no software Vulkan: %v", err)
	}
	for _, name := range []string{loader, driver, manifest, mock} {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Skipf("no software Vulkan: run setup/vulkan.sh build/vulkan, which \"make test\" does (%v)", err)
		}
	}
	return filepath.Join(folder, name)
}

// build is the folder of the files in the module around the test.
func build() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "build", "vulkan"), nil
		}
	}
	return "", os.ErrNotExist
}
