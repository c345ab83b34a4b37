//go:build linux && (amd64 || arm64)

package adapter

import (
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"github.com/ebitengine/purego"
)

// fakeDevice is what a driver answers for one adapter.
type fakeDevice struct {
	api, driverVersion uint32
	vendor, device     uint32
	kind               uint32
	name               string
	extensions         []string
	extensionCount     uint32 // if it lies
	driverID           uint32
	driver, info       string
	uuid               byte
	bus                uint32
	float16, storage   uint32
	lacks              []int // places of features
	heaps              []memoryHeap
	allocation         uint64
	heapCount          uint32 // if it lies
	budget             []uint64
	noText             bool // arrays of characters have no zero
	extensionResult    int32
	file               string // its driver's
	chained            []uint32
}

// fakeVulkan stands for the loader and all its drivers, behind real C functions.
type fakeVulkan struct {
	version       uint32
	without       string // a function that it hasn't
	create        int32
	noInstance    bool
	enumerate     int32
	count         uint32 // if it lies
	devices       []*fakeDevice
	made, ended   int
	brokenFile    string // a driver that fails
	applicationIs uint32
}

// fake is the loader of the test that runs. The C functions are made once, because C functions
// can't be given back.
var (
	fake     *fakeVulkan
	fakeOnce sync.Once
	fakeC    map[string]uintptr
)

// shown are the devices whose driver's file the environment names, or all.
func (v *fakeVulkan) shown() []*fakeDevice {
	file := os.Getenv("VK_DRIVER_FILES")
	if file == "" {
		return v.devices
	}
	return slices.DeleteFunc(slices.Clone(v.devices), func(d *fakeDevice) bool { return d.file != file })
}

func (d *fakeDevice) put(to []byte, s string) {
	for i := range to {
		to[i] = 'x'
	}
	if n := copy(to, s); !d.noText && n < len(to) {
		to[n] = 0
	}
}

func fakeEntry() uintptr {
	fakeOnce.Do(func() {
		device := func(handle uintptr) *fakeDevice { return fake.devices[handle-1] }
		fakeC = map[string]uintptr{
			"vkEnumerateInstanceVersion": purego.NewCallback(func(version *uint32) uintptr {
				*version = fake.version
				return 0
			}),
			"vkCreateInstance": purego.NewCallback(func(info *instanceCreateInfo, _ unsafe.Pointer, handle *uintptr) uintptr {
				fake.applicationIs = info.applicationInfo.apiVersion
				result := fake.create
				if fake.brokenFile != "" && os.Getenv("VK_DRIVER_FILES") == fake.brokenFile {
					result = -3
				}
				if result == 0 && !fake.noInstance {
					fake.made++
					*handle = 77
				}
				return uintptr(result)
			}),
			"vkDestroyInstance": purego.NewCallback(func(uintptr, unsafe.Pointer) uintptr {
				fake.ended++
				return 0
			}),
			"vkEnumeratePhysicalDevices": purego.NewCallback(func(_ uintptr, count *uint32, handles *uintptr) uintptr {
				shown := fake.shown()
				if handles == nil {
					if *count = uint32(len(shown)); fake.count != 0 {
						*count = fake.count
					}
					return uintptr(fake.enumerate)
				}
				out := unsafe.Slice(handles, *count)
				for i := range min(len(out), len(shown)) {
					out[i] = uintptr(slices.Index(fake.devices, shown[i]) + 1)
				}
				if fake.count != 0 {
					*count = fake.count
				}
				return uintptr(fake.enumerate)
			}),
			"vkEnumerateDeviceExtensionProperties": purego.NewCallback(func(handle uintptr, _ unsafe.Pointer, count *uint32, list *extensionProperties) uintptr {
				d := device(handle)
				if list == nil {
					if *count = uint32(len(d.extensions)); d.extensionCount != 0 {
						*count = d.extensionCount
					}
					return uintptr(d.extensionResult)
				}
				out := unsafe.Slice(list, *count)
				for i := range min(len(out), len(d.extensions)) {
					d.put(out[i].name[:], d.extensions[i])
				}
				if d.extensionCount != 0 {
					*count = d.extensionCount
				}
				return uintptr(d.extensionResult)
			}),
			"vkGetPhysicalDeviceProperties2": purego.NewCallback(func(handle uintptr, p *properties2) uintptr {
				d := device(handle)
				p.apiVersion, p.driverVersion, p.vendor, p.device, p.kind = d.api, d.driverVersion, d.vendor, d.device, d.kind
				d.put(p.name[:], d.name)
				p.storageRange = 1 << 30
				for next := p.next; next != nil; {
					h := (*header)(next)
					d.chained = append(d.chained, h.kind)
					switch h.kind {
					case typeIDProperties:
						(*idProperties)(next).device[0] = d.uuid
					case typeMaintenance3:
						(*maintenance3)(next).allocation = d.allocation
					case typeDriverProperties:
						driver := (*driverProperties)(next)
						driver.id = d.driverID
						d.put(driver.name[:], d.driver)
						d.put(driver.info[:], d.info)
					case typePCIBusInfo:
						(*pciBusInfo)(next).bus = d.bus
					case typeDRMProperties:
						drm := (*drmProperties)(next)
						drm.hasRender, drm.renderMajor, drm.renderMinor = 1, 226, 128
					}
					next = h.next
				}
				return 0
			}),
			"vkGetPhysicalDeviceFeatures2": purego.NewCallback(func(handle uintptr, f *features2) uintptr {
				d := device(handle)
				for i := range f.features {
					f.features[i] = 1
				}
				for _, i := range d.lacks {
					f.features[i] = 0
				}
				for next := f.next; next != nil; {
					h := (*header)(next)
					switch h.kind {
					case type16BitStorage:
						(*storage16)(next).buffer = d.storage
					case typeFloat16Int8:
						(*float16Int8)(next).float16 = d.float16
					}
					next = h.next
				}
				return 0
			}),
			"vkGetPhysicalDeviceMemoryProperties2": purego.NewCallback(func(handle uintptr, m *memoryProperties2) uintptr {
				d := device(handle)
				if m.heapCount = uint32(copy(m.heaps[:], d.heaps)); d.heapCount != 0 {
					m.heapCount = d.heapCount
				}
				if m.next != nil {
					copy((*memoryBudget)(m.next).budget[:], d.budget)
				}
				return 0
			}),
		}
		fakeC[""] = purego.NewCallback(func(_ uintptr, name *byte) uintptr {
			var function string
			for c := name; *c != 0; c = (*byte)(unsafe.Add(unsafe.Pointer(c), 1)) {
				function += string(rune(*c))
			}
			if function == fake.without {
				return 0
			}
			return fakeC[function]
		})
	})
	return fakeC[""]
}

// pretend makes a loader of a fake.
func pretend(t *testing.T, v *fakeVulkan) (*loader, error) {
	t.Helper()
	t.Setenv("VK_DRIVER_FILES", "")
	t.Setenv("VK_ICD_FILENAMES", "")
	if v.version == 0 {
		v.version = version(1, 4)
	}
	fake = v
	t.Cleanup(func() {
		if v.made != v.ended {
			t.Errorf("%d instances made, %d ended", v.made, v.ended)
		}
	})
	return newLoader(fakeEntry())
}

func radeon() *fakeDevice {
	return &fakeDevice{api: version(1, 3), vendor: 0x1002, device: 0x15bf, kind: deviceIntegrated,
		name: "AMD Radeon(TM) 780M (RADV PHOENIX)", driverID: 3, driver: "radv", info: "Mesa 24.0.5", uuid: 1, bus: 0xc4,
		extensions: []string{"VK_EXT_memory_budget", "VK_EXT_pci_bus_info", "VK_EXT_physical_device_drm"},
		float16:    1, storage: 1, heaps: []memoryHeap{{size: 10 << 30}, {size: 4 << 30, flags: heapDeviceLocal}}, allocation: 2 << 30, budget: []uint64{0, 3 << 30}}
}

func TestDescribe(t *testing.T) {
	plain := func(change func(*fakeDevice)) *fakeDevice {
		d := radeon()
		change(d)
		return d
	}
	want := Adapter{Name: "AMD Radeon 780M", Backend: "Vulkan", Driver: "radv Mesa 24.0.5", Kind: Integrated, Vendor: 0x1002, Device: 0x15bf,
		MemoryBytes: 4 << 30, BufferBytes: 1 << 30, Float16: true, Slot: "0000:c4:00.0", Node: "226:128", UUID: "01" + strings.Repeat("00", 15), ICD: "/radeon.json"}
	like := func(change func(*Adapter)) Adapter {
		a := want
		change(&a)
		return a
	}
	for name, c := range map[string]struct {
		device *fakeDevice
		want   Adapter
	}{
		"all there":     {radeon(), want},
		"no extensions": {plain(func(d *fakeDevice) { d.extensions = nil }), like(func(a *Adapter) { a.Slot, a.Node = "", "" })},
		"Vulkan 1.1": {plain(func(d *fakeDevice) { d.api, d.extensions, d.driverVersion = version(1, 1), nil, 5<<22|6<<12|7 }),
			like(func(a *Adapter) { a.Slot, a.Node, a.Float16, a.Driver = "", "", false, "5.6.7" })},
		"Vulkan 1.1 with extensions": {plain(func(d *fakeDevice) {
			d.api, d.extensions = version(1, 1), append(d.extensions, "VK_KHR_driver_properties", "VK_KHR_shader_float16_int8")
		}), want},
		"no 16-bit storage": {plain(func(d *fakeDevice) { d.storage = 0 }), like(func(a *Adapter) { a.Float16 = false })},
		"no 16-bit numbers": {plain(func(d *fakeDevice) { d.float16 = 0 }), like(func(a *Adapter) { a.Float16 = false })},
		"no large pieces":   {plain(func(d *fakeDevice) { d.allocation = 1 << 28 }), like(func(a *Adapter) { a.BufferBytes = 1 << 28 })},
		"no slot":           {plain(func(d *fakeDevice) { d.bus = 0 }), like(func(a *Adapter) { a.Slot = "" })},
		"no info": {plain(func(d *fakeDevice) { d.info, d.vendor, d.driverVersion = "", nvidia, 535<<22|183<<14|1<<6 }),
			like(func(a *Adapter) { a.Vendor, a.Driver = nvidia, "radv 535.183.1" })},
		"no memory of its own":         {plain(func(d *fakeDevice) { d.heaps = d.heaps[:1] }), like(func(a *Adapter) { a.MemoryBytes = 0 })},
		"too much memory":              {plain(func(d *fakeDevice) { d.heaps[1].size = 1 << 63 }), like(func(a *Adapter) { a.MemoryBytes = 1<<63 - 1 })},
		"more heaps than there can be": {plain(func(d *fakeDevice) { d.heapCount = 1 << 31 }), want},
		"no name":                      {plain(func(d *fakeDevice) { d.name = "" }), like(func(a *Adapter) { a.Name = "Unnamed adapter" })},
		"a name without an end": {plain(func(d *fakeDevice) { d.noText, d.extensions = true, nil }),
			like(func(a *Adapter) {
				a.Name = "AMD Radeon 780M (RADV PHOENIX)" + strings.Repeat("x", 255-len("AMD Radeon(TM) 780M (RADV PHOENIX)"))
				a.Driver = "radv" + strings.Repeat("x", 251) + " Mesa 24.0.5" + strings.Repeat("x", 244)
				a.Slot, a.Node = "", ""
			})},
		"a name that is no text":            {plain(func(d *fakeDevice) { d.name = "Card\x1b[31m\xff\n7" }), like(func(a *Adapter) { a.Name = "Card [31m 7" })},
		"more extensions than there can be": {plain(func(d *fakeDevice) { d.extensionCount = 1<<32 - 1 }), want},
		"discrete":                          {plain(func(d *fakeDevice) { d.kind = deviceDiscrete }), like(func(a *Adapter) { a.Kind = Discrete })},
		"virtual":                           {plain(func(d *fakeDevice) { d.kind = deviceVirtual }), like(func(a *Adapter) { a.Kind = Virtual })},
		"software":                          {plain(func(d *fakeDevice) { d.kind = deviceCPU }), like(func(a *Adapter) { a.Kind = Software })},
		"software by its driver":            {plain(func(d *fakeDevice) { d.driverID = driverLLVMpipe }), like(func(a *Adapter) { a.Kind = Software })},
		"software by its name": {plain(func(d *fakeDevice) { d.kind, d.name = deviceVirtual, "virtio (llvmpipe)" }),
			like(func(a *Adapter) { a.Kind, a.Name = Software, "virtio adapter" })},
		"a kind of tomorrow": {plain(func(d *fakeDevice) { d.kind = 99 }), like(func(a *Adapter) { a.Kind = Other })},
		"other textures":     {plain(func(d *fakeDevice) { d.lacks = []int{textureBC} }), want},
		"no textures": {plain(func(d *fakeDevice) { d.lacks = []int{textureBC, textureASTC, 0} }),
			like(func(a *Adapter) { a.Missing = []string{"robustBufferAccess", "textureCompressionBC"} })},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := pretend(t, &fakeVulkan{devices: []*fakeDevice{c.device}})
			if err != nil {
				t.Fatal(err)
			}
			got, err := l.list(t.Context(), []string{"/radeon.json"})
			if err != nil || len(got) != 1 {
				t.Fatalf("%v, %v", got, err)
			}
			if !same(got[0], c.want) {
				t.Errorf("%+v\nwant %+v", got[0], c.want)
			}
			for _, kind := range c.device.chained {
				if strings.HasPrefix(name, "Vulkan 1.1") && len(c.device.extensions) == 0 && kind != typeIDProperties && kind != typeMaintenance3 {
					t.Errorf("asked for structure %d, which the driver doesn't know", kind)
				}
			}
		})
	}
}

func same(a, b Adapter) bool {
	missing := slices.Equal(a.Missing, b.Missing)
	a.Missing, b.Missing = nil, nil
	return missing && a.Key() == b.Key() && a.String() == b.String() && a.Kind == b.Kind && a.MemoryBytes == b.MemoryBytes && a.Float16 == b.Float16 &&
		a.ICD == b.ICD && a.Slot == b.Slot && a.Node == b.Node && a.UUID == b.UUID
}

func TestOddLoaders(t *testing.T) {
	old := radeon()
	old.api = version(1, 0)
	broken := radeon()
	broken.extensionResult = -1
	for name, c := range map[string]struct {
		vulkan *fakeVulkan
		count  int
		err    string
	}{
		"no driver":                {&fakeVulkan{create: errorIncompatibleDriver}, 0, ""},
		"no adapter":               {&fakeVulkan{}, 0, ""},
		"out of memory":            {&fakeVulkan{create: -1}, 0, "vkCreateInstance: error -1"},
		"no instance":              {&fakeVulkan{noInstance: true}, 0, "no instance"},
		"can't enumerate":          {&fakeVulkan{enumerate: -3, devices: []*fakeDevice{radeon()}}, 0, "vkEnumeratePhysicalDevices: error -3"},
		"more than it has":         {&fakeVulkan{count: 1 << 31, devices: []*fakeDevice{radeon()}}, 1, ""},
		"incomplete":               {&fakeVulkan{enumerate: incomplete, devices: []*fakeDevice{radeon()}}, 1, ""},
		"an adapter of Vulkan 1.0": {&fakeVulkan{devices: []*fakeDevice{old, radeon()}}, 1, ""},
		"extensions fail":          {&fakeVulkan{devices: []*fakeDevice{broken}}, 0, "vkEnumerateDeviceExtensionProperties: error -1"},
		"Vulkan 1.0":               {&fakeVulkan{version: version(1, 0)}, 0, "too old"},
		"no vkEnumerateInstance…":  {&fakeVulkan{without: "vkEnumerateInstanceVersion"}, 0, "too old"},
		"no vkCreateInstance":      {&fakeVulkan{without: "vkCreateInstance"}, 0, "no vkCreateInstance"},
		"no properties":            {&fakeVulkan{without: "vkGetPhysicalDeviceProperties2"}, 0, "no vkGetPhysicalDeviceProperties2"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := pretend(t, c.vulkan)
			var got []Adapter
			if err == nil {
				got, err = l.list(t.Context(), nil)
			}
			if len(got) != c.count || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Errorf("%v, %v, want %d, %q", got, err, c.count, c.err)
			}
			if c.vulkan.applicationIs > version(1, 3) {
				t.Errorf("asks for Vulkan %x", c.vulkan.applicationIs)
			}
		})
	}
}

// TestDriversFiles finds each adapter's file among several, one of which fails.
func TestDriversFiles(t *testing.T) {
	card, twin, again := radeon(), radeon(), radeon()
	card.file, card.name, card.uuid = "/nvidia.json", "NVIDIA GeForce RTX 4070", 7
	twin.file, again.file = "/radeon.json", "/amd.json"
	again.driver = "AMD open-source driver"
	lost := radeon()
	lost.file, lost.name, lost.uuid = "/elsewhere.json", "Card", 9
	v := &fakeVulkan{devices: []*fakeDevice{card, twin, again, lost}, brokenFile: "/broken.json"}
	l, err := pretend(t, v)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("VK_ADD_DRIVER_FILES", "/elsewhere.json")
	_ = os.Unsetenv("VK_DRIVER_FILES")
	t.Setenv("VK_ICD_FILENAMES", "")
	got, err := l.list(t.Context(), []string{"/broken.json", "/amd.json", "/nvidia.json", "/radeon.json", "/a:/b.json"})
	if err != nil || len(got) != 4 {
		t.Fatalf("%v, %v", got, err)
	}
	for i, want := range []struct{ name, file string }{
		{"NVIDIA GeForce RTX 4070", "/nvidia.json"}, {"AMD Radeon 780M (radv)", "/radeon.json"},
		{"AMD Radeon 780M (AMD open-source driver)", "/amd.json"}, {"Card adapter", ""},
	} {
		if got[i].Name != want.name || got[i].ICD != want.file {
			t.Errorf("%d: %q of %q, want %q of %q", i, got[i].Name, got[i].ICD, want.name, want.file)
		}
	}
	_, set := os.LookupEnv("VK_DRIVER_FILES")
	if value, ok := os.LookupEnv("VK_ICD_FILENAMES"); set || !ok || value != "" || os.Getenv("VK_ADD_DRIVER_FILES") != "/elsewhere.json" {
		t.Errorf("the environment was changed: %v", os.Environ())
	}
}

func TestBudget(t *testing.T) {
	lies, none, software := radeon(), radeon(), radeon()
	lies.uuid, lies.budget = 2, []uint64{0, 1 << 60}
	none.uuid, none.extensions = 3, nil
	software.uuid, software.kind = 4, deviceCPU
	v := &fakeVulkan{devices: []*fakeDevice{lies, none, radeon()}}
	l, err := pretend(t, v)
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.list(t.Context(), []string{"/radeon.json"})
	if err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
	for i, want := range []Budget{{4 << 30, 0}, {}, {4 << 30, 1 << 30}} {
		got, err := l.budget(t.Context(), all[i])
		if got != want || (err != nil) != (i == 1) || err != nil && !errors.Is(err, ErrUnsupported) {
			t.Errorf("%d: %+v, %v, want %+v", i, got, err, want)
		}
	}
	v.devices = v.devices[:1]
	if _, err := l.budget(t.Context(), all[2]); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("a card that was unplugged: %v", err)
	}
	v.create = errorIncompatibleDriver
	if _, err := l.budget(t.Context(), all[2]); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Errorf("no driver any more: %v", err)
	}
}
