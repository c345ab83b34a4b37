//go:build linux && (amd64 || arm64)

package adapter

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/ebitengine/purego"
)

const (
	maxAdapters   = 64   // number that one instance may show
	maxExtensions = 4096 // number that one adapter may have; real ones have up to 300
)

// using is held while the loader is used. The loader reads the environment, which finding the
// drivers' files changes for a while.
var using sync.Mutex

// List gives the adapters that the Vulkan loader finds, in the loader's order, without those
// of a Vulkan older than 1.1, which WebGPU can't use. Without adapters the list is empty.
//
// List loads every driver into the process, and looks at each driver's file alone with another
// VK_DRIVER_FILES in the environment of the process, which is restored afterwards. List takes
// some ten milliseconds a driver. A call into a driver doesn't end with ctx, which is looked
// at between calls.
func List(ctx context.Context) ([]Adapter, error) {
	using.Lock()
	defer using.Unlock()
	l, err := openLoader()
	if err != nil {
		return nil, err
	}
	return l.list(ctx, manifests(os.Getenv))
}

// Budget asks the driver for the adapter's memory. An error that wraps [ErrUnsupported] says
// that the driver doesn't tell (without VK_EXT_memory_budget). On Linux, [Uses] may know more.
// Budget takes as long as [List] for one driver, and loads drivers into the process like List.
func (a Adapter) Budget(ctx context.Context) (Budget, error) {
	using.Lock()
	defer using.Unlock()
	l, err := openLoader()
	if err != nil {
		return Budget{}, err
	}
	return l.budget(ctx, a)
}

// loader is the Vulkan loader.
type loader struct {
	proc    func(instance uintptr, name string) uintptr // vkGetInstanceProcAddr
	version uint32                                      // newest version of Vulkan that the loader knows
	create  func(info *instanceCreateInfo, allocator unsafe.Pointer, instance *uintptr) int32
}

// openLoader loads libvulkan.so.1, which stays loaded: not all drivers can be unloaded.
func openLoader() (*loader, error) {
	runtime.LockOSThread() // the thread keeps the text of an error
	defer runtime.UnlockOSThread()
	library, err := purego.Dlopen("libvulkan.so.1", purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		if reported := err.Error(); strings.Contains(reported, "libvulkan.so.1") && strings.Contains(reported, "No such file") {
			return nil, ErrNoLoader
		}
		return nil, fmt.Errorf("use the Vulkan loader: %w", err)
	}
	entry, err := purego.Dlsym(library, "vkGetInstanceProcAddr")
	if err != nil {
		return nil, fmt.Errorf("use the Vulkan loader: %w", err)
	}
	return newLoader(entry)
}

// newLoader uses a loader by the address of its vkGetInstanceProcAddr.
func newLoader(entry uintptr) (*loader, error) {
	l := &loader{version: version(1, 0)}
	purego.RegisterFunc(&l.proc, entry)
	if address := l.proc(0, "vkEnumerateInstanceVersion"); address != 0 { // not in Vulkan 1.0
		var enumerate func(*uint32) int32
		purego.RegisterFunc(&enumerate, address)
		if result := enumerate(&l.version); result != success {
			return nil, failure("vkEnumerateInstanceVersion", result)
		}
	}
	if l.version < version(1, 1) {
		return nil, fmt.Errorf("the Vulkan loader is too old: it knows Vulkan 1.0, and 1.1 is needed")
	}
	return l, l.bind(0, "vkCreateInstance", &l.create)
}

func failure(call string, result int32) error {
	return fmt.Errorf("%s: error %d of Vulkan", call, result)
}

// bind makes a function callable.
func (l *loader) bind(instance uintptr, name string, function any) error {
	address := l.proc(instance, name)
	if address == 0 {
		return fmt.Errorf("the Vulkan loader has no %s", name)
	}
	purego.RegisterFunc(function, address)
	return nil
}

// instance is a connection to all drivers. Handles of adapters belong to one instance.
type instance struct {
	handle     uintptr
	destroy    func(instance uintptr, allocator unsafe.Pointer)
	enumerate  func(instance uintptr, count *uint32, adapters *uintptr) int32
	properties func(adapter uintptr, p *properties2)
	features   func(adapter uintptr, f *features2)
	memory     func(adapter uintptr, m *memoryProperties2)
	extensions func(adapter uintptr, layer unsafe.Pointer, count *uint32, e *extensionProperties) int32
}

// connect makes an instance, nil if there is no driver.
func (l *loader) connect() (*instance, error) {
	app := &applicationInfo{header: header{kind: typeApplicationInfo}, apiVersion: min(l.version, version(1, 3))}
	info := &instanceCreateInfo{header: header{kind: typeInstanceCreateInfo}, applicationInfo: app}
	i := &instance{}
	switch result := l.create(info, nil, &i.handle); {
	case result == errorIncompatibleDriver:
		return nil, nil
	case result != success:
		return nil, failure("vkCreateInstance", result)
	case i.handle == 0:
		return nil, fmt.Errorf("vkCreateInstance: no instance came back")
	}
	for _, f := range []struct {
		name     string
		function any
	}{
		{"vkDestroyInstance", &i.destroy}, // first, so that the instance can be destroyed if the rest is missing
		{"vkEnumeratePhysicalDevices", &i.enumerate},
		{"vkGetPhysicalDeviceProperties2", &i.properties},
		{"vkGetPhysicalDeviceFeatures2", &i.features},
		{"vkGetPhysicalDeviceMemoryProperties2", &i.memory},
		{"vkEnumerateDeviceExtensionProperties", &i.extensions},
	} {
		if err := l.bind(i.handle, f.name, f.function); err != nil {
			i.close()
			return nil, err
		}
	}
	return i, nil
}

func (i *instance) close() {
	if i.destroy != nil {
		i.destroy(i.handle, nil)
	}
}

// adapters are the handles of the adapters in their order.
func (i *instance) adapters() ([]uintptr, error) {
	var count uint32
	if result := i.enumerate(i.handle, &count, nil); result != success && result != incomplete {
		return nil, failure("vkEnumeratePhysicalDevices", result)
	}
	if count == 0 {
		return nil, nil
	}
	handles := make([]uintptr, min(count, maxAdapters))
	count = uint32(len(handles))
	if result := i.enumerate(i.handle, &count, &handles[0]); result != success && result != incomplete {
		return nil, failure("vkEnumeratePhysicalDevices", result)
	}
	handles = handles[:min(int(count), len(handles))]
	return slices.DeleteFunc(handles, func(h uintptr) bool { return h == 0 }), nil
}

// extensionNames are the extensions that an adapter has.
func (i *instance) extensionNames(handle uintptr) (map[string]bool, error) {
	var count uint32
	if result := i.extensions(handle, nil, &count, nil); result != success && result != incomplete {
		return nil, failure("vkEnumerateDeviceExtensionProperties", result)
	}
	names := map[string]bool{}
	if count == 0 {
		return names, nil
	}
	list := make([]extensionProperties, min(count, maxExtensions))
	count = uint32(len(list))
	if result := i.extensions(handle, nil, &count, &list[0]); result != success && result != incomplete {
		return nil, failure("vkEnumerateDeviceExtensionProperties", result)
	}
	for _, e := range list[:min(int(count), len(list))] {
		names[text(e.name[:])] = true
	}
	return names, nil
}

// described is an adapter with what finds the adapter again in another instance.
type described struct {
	Adapter
	driver   string // the driver's name without a version
	identity string
	budget   bool // has VK_EXT_memory_budget
}

// describe reads an adapter's properties and features. The result is nil for one of Vulkan
// 1.0.
func (i *instance) describe(handle uintptr) (*described, error) {
	names, err := i.extensionNames(handle)
	if err != nil {
		return nil, err
	}
	plain := &properties2{header: header{kind: typeProperties2}}
	i.properties(handle, plain)
	if plain.apiVersion < version(1, 1) {
		return nil, nil
	}
	since12 := plain.apiVersion >= version(1, 2)

	// A structure is chained only if the driver knows the structure.
	p := &properties2{header: header{kind: typeProperties2}}
	id := &idProperties{header: header{kind: typeIDProperties}}
	limits := &maintenance3{header: header{kind: typeMaintenance3}}
	driver := &driverProperties{header: header{kind: typeDriverProperties}}
	pci := &pciBusInfo{header: header{kind: typePCIBusInfo}}
	drm := &drmProperties{header: header{kind: typeDRMProperties}}
	hasDriver := since12 || names["VK_KHR_driver_properties"]
	hasPCI, hasDRM := names["VK_EXT_pci_bus_info"], names["VK_EXT_physical_device_drm"]
	chain(&p.header, &id.header, true)
	chain(&p.header, &limits.header, true)
	chain(&p.header, &driver.header, hasDriver)
	chain(&p.header, &pci.header, hasPCI)
	chain(&p.header, &drm.header, hasDRM)
	i.properties(handle, p)

	f := &features2{header: header{kind: typeFeatures2}}
	storage := &storage16{header: header{kind: type16BitStorage}}
	float16 := &float16Int8{header: header{kind: typeFloat16Int8}}
	hasFloat16 := since12 || names["VK_KHR_shader_float16_int8"]
	chain(&f.header, &storage.header, true)
	chain(&f.header, &float16.header, hasFloat16)
	i.features(handle, f)

	d := &described{Adapter: Adapter{
		Name: shortName(text(p.name[:])), Backend: "Vulkan", Kind: kindOf(p, driver),
		Vendor: p.vendor, Device: p.device,
		// Dawn offers "shader-f16" under these conditions.
		Float16: hasFloat16 && float16.float16 != 0 && storage.buffer != 0,
		Missing: f.missing(),
		UUID:    hex.EncodeToString(id.device[:]),
	}, budget: names["VK_EXT_memory_budget"]}
	d.driver = text(driver.name[:])
	d.Driver = driverText(d.driver, text(driver.info[:]), p.vendor, p.driverVersion)
	if hasPCI && *pci != (pciBusInfo{header: pci.header}) { // no card sits where the bridge does
		d.Slot = fmt.Sprintf("%04x:%02x:%02x.%x", pci.domain, pci.bus, pci.device, pci.function)
	}
	if hasDRM && drm.hasRender != 0 {
		d.Node = fmt.Sprintf("%d:%d", drm.renderMajor, drm.renderMinor)
	}
	d.BufferBytes = bytes(min(uint64(p.storageRange), limits.allocation))
	heap, _ := ownHeap(i.heaps(handle, nil))
	d.MemoryBytes = bytes(heap.size)
	d.identity = fmt.Sprint(d.Driver, d.UUID, hex.EncodeToString(id.driver[:]), p.vendor, p.device, p.driverVersion, text(p.name[:]), d.Slot)
	return d, nil
}

// chain puts a structure behind the head of a chain, if it is known.
func chain(head, next *header, known bool) {
	if known {
		next.next, head.next = head.next, unsafe.Pointer(next)
	}
}

// heaps are the parts of an adapter's memory.
func (i *instance) heaps(handle uintptr, budget *memoryBudget) []memoryHeap {
	m := &memoryProperties2{header: header{kind: typeMemoryProperties2}}
	if budget != nil {
		chain(&m.header, &budget.header, true)
	}
	i.memory(handle, m)
	return m.heaps[:min(m.heapCount, maxHeaps)]
}

// ownHeap is the largest part of memory that the adapter calls its own, and its index. Parts
// may overlap (one may be a window into the card's memory), so that a sum would be too much.
func ownHeap(heaps []memoryHeap) (own memoryHeap, place int) {
	for i, h := range heaps {
		if h.flags&heapDeviceLocal != 0 && h.size > own.size {
			own, place = h, i
		}
	}
	return own, place
}

// bytes is a size as a signed number.
func bytes(size uint64) int64 { return int64(min(size, math.MaxInt64)) }

// kindOf is the kind of an adapter. Some drivers that compute on the processor call themselves
// another kind.
func kindOf(p *properties2, driver *driverProperties) Kind {
	name := strings.ToLower(text(p.name[:]))
	switch {
	case p.kind == deviceCPU, driver.id == driverSwiftShader, driver.id == driverLLVMpipe,
		strings.Contains(name, "llvmpipe"), strings.Contains(name, "swiftshader"):
		return Software
	case p.kind == deviceDiscrete:
		return Discrete
	case p.kind == deviceIntegrated:
		return Integrated
	case p.kind == deviceVirtual:
		return Virtual
	}
	return Other
}

// nvidia packs versions in a way of its own.
const nvidia = 0x10de

// driverText joins a driver's name and version. The version is the driver's text, or else its
// number.
func driverText(name, info string, vendor, number uint32) string {
	if info == "" {
		info = fmt.Sprintf("%d.%d.%d", number>>22, number>>12&0x3ff, number&0xfff)
		if vendor == nvidia {
			info = fmt.Sprintf("%d.%d.%d", number>>22, number>>14&0xff, number>>6&0xff)
		}
	}
	return strings.TrimSpace(name + " " + info)
}

// look describes all adapters of a new instance, with the environment of the moment.
func (l *loader) look(ctx context.Context) ([]*described, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	i, err := l.connect()
	if err != nil || i == nil {
		return nil, err
	}
	defer i.close()
	handles, err := i.adapters()
	if err != nil {
		return nil, err
	}
	var all []*described
	for _, handle := range handles {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, err := i.describe(handle)
		if err != nil {
			return nil, err
		}
		if d != nil {
			all = append(all, d)
		}
	}
	return all, nil
}

// list describes all adapters and finds each one's driver among the files.
func (l *loader) list(ctx context.Context, files []string) ([]Adapter, error) {
	found, err := l.look(ctx)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if err := l.attribute(ctx, found, files); err != nil {
		return nil, err
	}
	all, drivers := make([]Adapter, len(found)), make([]string, len(found))
	for i, d := range found {
		all[i], drivers[i] = d.Adapter, d.driver
	}
	distinguish(all, drivers)
	return all, nil
}

// attribute finds the file of each adapter's driver. The loader doesn't tell the file, but
// shows only that driver's adapters when given only that file.
func (l *loader) attribute(ctx context.Context, found []*described, files []string) error {
	if len(files) == 1 {
		for _, d := range found {
			d.ICD = files[0]
		}
		return nil
	}
	defer restore(append([]string{"VK_ADD_DRIVER_FILES"}, driverVariables...))()
	if err := os.Unsetenv("VK_ADD_DRIVER_FILES"); err != nil {
		return err
	}
	for _, file := range files {
		if !loadable(file) {
			continue
		}
		for _, variable := range driverVariables {
			if err := os.Setenv(variable, file); err != nil {
				return err
			}
		}
		alone, err := l.look(ctx)
		if ctx.Err() != nil {
			return err
		}
		if err != nil { // a driver for cards that aren't here may well fail
			continue
		}
		for _, a := range alone {
			// Two files of one driver show one adapter twice.
			i := slices.IndexFunc(found, func(d *described) bool { return d.ICD == "" && d.identity == a.identity })
			if i >= 0 {
				found[i].ICD = file
			}
		}
	}
	return nil
}

// restore remembers variables of the environment, and returns a function that sets them back.
func restore(names []string) func() {
	before := map[string]string{}
	for _, name := range names {
		if value, ok := os.LookupEnv(name); ok {
			before[name] = value
		}
	}
	return func() {
		for _, name := range names {
			if value, ok := before[name]; ok {
				_ = os.Setenv(name, value)
			} else {
				_ = os.Unsetenv(name)
			}
		}
	}
}

// budget finds an adapter again and reads its memory.
func (l *loader) budget(ctx context.Context, a Adapter) (Budget, error) {
	if err := ctx.Err(); err != nil {
		return Budget{}, err
	}
	i, err := l.connect()
	if err != nil {
		return Budget{}, err
	}
	if i == nil {
		return Budget{}, fmt.Errorf("%s is gone: no Vulkan driver finds an adapter", a.Name)
	}
	defer i.close()
	handles, err := i.adapters()
	if err != nil {
		return Budget{}, err
	}
	for _, handle := range handles {
		d, err := i.describe(handle)
		if err != nil {
			return Budget{}, err
		}
		if d == nil || d.UUID != a.UUID || d.Vendor != a.Vendor || d.Device != a.Device || d.Driver != a.Driver || d.Slot != a.Slot {
			continue
		}
		if !d.budget {
			return Budget{}, fmt.Errorf("%s: its driver doesn't tell what others use of its memory: %w", a.Name, ErrUnsupported)
		}
		told := &memoryBudget{header: header{kind: typeMemoryBudget}}
		own, place := ownHeap(i.heaps(handle, told))
		return budgetOf(own.size, told.budget[place]), nil
	}
	return Budget{}, fmt.Errorf("%s is gone", a.Name)
}

// budgetOf computes the memory of others from mine, the driver's number of bytes that this
// process may have in all.
func budgetOf(size, mine uint64) Budget {
	return Budget{TotalBytes: bytes(size), OthersBytes: bytes(size - min(size, mine))}
}
