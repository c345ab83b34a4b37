//go:build linux && (amd64 || arm64)

package adapter

import (
	"testing"
	"unsafe"
)

// TestLayout compares sizes and places with those that gcc computes for vulkan.h 1.3.239 on
// 64-bit Linux.
func TestLayout(t *testing.T) {
	for _, c := range []struct {
		name      string
		got, want uintptr
	}{
		{"VkApplicationInfo", unsafe.Sizeof(applicationInfo{}), 48},
		{"VkApplicationInfo.apiVersion", unsafe.Offsetof(applicationInfo{}.apiVersion), 44},
		{"VkInstanceCreateInfo", unsafe.Sizeof(instanceCreateInfo{}), 64},
		{"VkInstanceCreateInfo.pApplicationInfo", unsafe.Offsetof(instanceCreateInfo{}.applicationInfo), 24},
		{"VkInstanceCreateInfo.ppEnabledExtensionNames", unsafe.Offsetof(instanceCreateInfo{}.extensions), 56},
		{"VkExtensionProperties", unsafe.Sizeof(extensionProperties{}), 260},
		{"VkPhysicalDeviceProperties2", unsafe.Sizeof(properties2{}), 840},
		{"VkPhysicalDeviceProperties2.apiVersion", unsafe.Offsetof(properties2{}.apiVersion), 16},
		{"VkPhysicalDeviceProperties2.deviceName", unsafe.Offsetof(properties2{}.name), 16 + 20},
		{"VkPhysicalDeviceProperties2.limits.maxStorageBufferRange", unsafe.Offsetof(properties2{}.storageRange), 16 + 296 + 28},
		{"VkPhysicalDeviceMaintenance3Properties", unsafe.Sizeof(maintenance3{}), 32},
		{"VkPhysicalDeviceMaintenance3Properties.maxMemoryAllocationSize", unsafe.Offsetof(maintenance3{}.allocation), 24},
		{"VkPhysicalDeviceDriverProperties", unsafe.Sizeof(driverProperties{}), 536},
		{"VkPhysicalDeviceDriverProperties.driverInfo", unsafe.Offsetof(driverProperties{}.info), 276},
		{"VkPhysicalDeviceDriverProperties.conformanceVersion", unsafe.Offsetof(driverProperties{}.conformance), 532},
		{"VkPhysicalDeviceIDProperties", unsafe.Sizeof(idProperties{}), 64},
		{"VkPhysicalDeviceIDProperties.deviceLUIDValid", unsafe.Offsetof(idProperties{}.luidValid), 60},
		{"VkPhysicalDevicePCIBusInfoPropertiesEXT", unsafe.Sizeof(pciBusInfo{}), 32},
		{"VkPhysicalDeviceDrmPropertiesEXT", unsafe.Sizeof(drmProperties{}), 56},
		{"VkPhysicalDeviceDrmPropertiesEXT.renderMajor", unsafe.Offsetof(drmProperties{}.renderMajor), 40},
		{"VkMemoryHeap", unsafe.Sizeof(memoryHeap{}), 16},
		{"VkPhysicalDeviceMemoryProperties2", unsafe.Sizeof(memoryProperties2{}), 536},
		{"VkPhysicalDeviceMemoryProperties2.memoryHeapCount", unsafe.Offsetof(memoryProperties2{}.heapCount), 16 + 260},
		{"VkPhysicalDeviceMemoryProperties2.memoryHeaps", unsafe.Offsetof(memoryProperties2{}.heaps), 16 + 264},
		{"VkPhysicalDeviceMemoryBudgetPropertiesEXT", unsafe.Sizeof(memoryBudget{}), 272},
		{"VkPhysicalDeviceMemoryBudgetPropertiesEXT.heapUsage", unsafe.Offsetof(memoryBudget{}.usage), 144},
		{"VkPhysicalDeviceFeatures2", unsafe.Sizeof(features2{}), 240},
		{"VkPhysicalDeviceFeatures2.features", unsafe.Offsetof(features2{}.features), 16},
		{"VkPhysicalDevice16BitStorageFeatures", unsafe.Sizeof(storage16{}), 32},
		{"VkPhysicalDeviceShaderFloat16Int8Features", unsafe.Sizeof(float16Int8{}), 24},
	} {
		if c.got != c.want {
			t.Errorf("%s: %d, want %d", c.name, c.got, c.want)
		}
	}
}
