//go:build linux && (amd64 || arm64)

package adapter

import "unsafe"

// The structures below are those of the Vulkan specification (registry.khronos.org/vulkan,
// chapters "Initialization", "Devices and Queues", "Memory Allocation" and "Features") as a C
// compiler lays them out on 64-bit Linux. In structures that only the driver writes to, fields
// that aren't read are gaps of their size. The tests compare sizes and places with a C
// compiler's.

// Values of VkStructureType.
const (
	typeApplicationInfo    = 0
	typeInstanceCreateInfo = 1
	typeFeatures2          = 1000059000
	typeProperties2        = 1000059001
	typeMemoryProperties2  = 1000059006
	typeIDProperties       = 1000071004
	typeFloat16Int8        = 1000082000
	type16BitStorage       = 1000083000
	typeMaintenance3       = 1000168000
	typeDriverProperties   = 1000196000
	typePCIBusInfo         = 1000212000
	typeMemoryBudget       = 1000237000
	typeDRMProperties      = 1000353000
)

// Values of VkResult.
const (
	success                 = 0
	incomplete              = 5
	errorIncompatibleDriver = -9
)

// Values of VkPhysicalDeviceType.
const (
	deviceIntegrated = 1
	deviceDiscrete   = 2
	deviceVirtual    = 3
	deviceCPU        = 4
)

// Values of VkDriverId for drivers that compute on the processor.
const (
	driverSwiftShader = 10
	driverLLVMpipe    = 13
)

// heapDeviceLocal is VK_MEMORY_HEAP_DEVICE_LOCAL_BIT.
const heapDeviceLocal = 1

// Sizes of arrays in structures.
const (
	nameSize = 256
	maxTypes = 32
	maxHeaps = 16
)

// version is a Vulkan version number as the specification packs it.
func version(major, minor uint32) uint32 { return major<<22 | minor<<12 }

// header begins every structure that can be chained.
type header struct {
	kind uint32
	next unsafe.Pointer
}

// applicationInfo is VkApplicationInfo.
type applicationInfo struct {
	header
	applicationName    *byte
	applicationVersion uint32
	engineName         *byte
	engineVersion      uint32
	apiVersion         uint32
}

// instanceCreateInfo is VkInstanceCreateInfo.
type instanceCreateInfo struct {
	header
	flags           uint32
	applicationInfo *applicationInfo
	layerCount      uint32
	layers          unsafe.Pointer
	extensionCount  uint32
	extensions      unsafe.Pointer
}

// extensionProperties is VkExtensionProperties.
type extensionProperties struct {
	name        [nameSize]byte
	specVersion uint32
}

// properties2 is VkPhysicalDeviceProperties2 with its VkPhysicalDeviceProperties.
type properties2 struct {
	header
	apiVersion        uint32
	driverVersion     uint32
	vendor            uint32
	device            uint32
	kind              uint32
	name              [nameSize]byte
	pipelineCacheUUID [16]byte
	_                 uint32        // limits begin at a multiple of 8
	_                 [28]byte      // VkPhysicalDeviceLimits up to maxStorageBufferRange
	storageRange      uint32        // bytes of one buffer that a shader sees
	_                 [472]byte     // the rest of the limits
	_                 [5 + 1]uint32 // VkPhysicalDeviceSparseProperties, and up to a multiple of 8
}

// driverProperties is VkPhysicalDeviceDriverProperties.
type driverProperties struct {
	header
	id          uint32
	name        [nameSize]byte
	info        [nameSize]byte
	conformance [4]byte
}

// maintenance3 is VkPhysicalDeviceMaintenance3Properties.
type maintenance3 struct {
	header
	perSet     uint32
	_          uint32
	allocation uint64 // the largest, in bytes
}

// idProperties is VkPhysicalDeviceIDProperties.
type idProperties struct {
	header
	device    [16]byte
	driver    [16]byte
	luid      [8]byte
	nodeMask  uint32
	luidValid uint32
}

// pciBusInfo is VkPhysicalDevicePCIBusInfoPropertiesEXT.
type pciBusInfo struct {
	header
	domain, bus, device, function uint32
}

// drmProperties is VkPhysicalDeviceDrmPropertiesEXT.
type drmProperties struct {
	header
	hasPrimary, hasRender      uint32
	primaryMajor, primaryMinor int64
	renderMajor, renderMinor   int64
}

// memoryHeap is VkMemoryHeap.
type memoryHeap struct {
	size  uint64
	flags uint32
	_     uint32
}

// memoryProperties2 is VkPhysicalDeviceMemoryProperties2 with its
// VkPhysicalDeviceMemoryProperties.
type memoryProperties2 struct {
	header
	typeCount uint32
	_         [maxTypes]struct{ flags, heap uint32 }
	heapCount uint32
	heaps     [maxHeaps]memoryHeap
}

// memoryBudget is VkPhysicalDeviceMemoryBudgetPropertiesEXT.
type memoryBudget struct {
	header
	budget [maxHeaps]uint64
	usage  [maxHeaps]uint64
}

// features2 is VkPhysicalDeviceFeatures2 with its VkPhysicalDeviceFeatures, 55 numbers that
// are 0 or 1.
type features2 struct {
	header
	features [55]uint32
	_        uint32
}

// storage16 is VkPhysicalDevice16BitStorageFeatures.
type storage16 struct {
	header
	buffer, uniform, pushConstant, inputOutput uint32
}

// float16Int8 is VkPhysicalDeviceShaderFloat16Int8Features.
type float16Int8 struct {
	header
	float16, int8 uint32
}

// needed are the features without which Dawn refuses an adapter, by their place in
// VkPhysicalDeviceFeatures.
var needed = []struct {
	place int
	name  string
}{
	{0, "robustBufferAccess"}, {1, "fullDrawIndexUint32"}, {2, "imageCubeArray"}, {3, "independentBlend"},
	{6, "sampleRateShading"}, {12, "depthBiasClamp"}, {26, "fragmentStoresAndAtomics"},
	{33, "shaderUniformBufferArrayDynamicIndexing"}, {34, "shaderSampledImageArrayDynamicIndexing"},
	{35, "shaderStorageBufferArrayDynamicIndexing"}, {36, "shaderStorageImageArrayDynamicIndexing"},
}

// The places of kinds of compressed textures. Dawn needs the last kind or both others.
const (
	textureETC2 = 20
	textureASTC = 21
	textureBC   = 22
)

// missing are the features that Dawn needs and the driver lacks.
func (f *features2) missing() []string {
	var names []string
	for _, n := range needed {
		if f.features[n.place] == 0 {
			names = append(names, n.name)
		}
	}
	if f.features[textureBC] == 0 && (f.features[textureETC2] == 0 || f.features[textureASTC] == 0) {
		names = append(names, "textureCompressionBC")
	}
	return names
}
