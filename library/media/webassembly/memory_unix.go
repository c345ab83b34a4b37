//go:build linux || darwin

package webassembly

import "syscall"

// takeAddressSpace maps zeroed memory that the system backs on first access.
func takeAddressSpace(size int) ([]byte, error) {
	return syscall.Mmap(-1, 0, size, syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_PRIVATE|syscall.MAP_ANON)
}

func returnAddressSpace(mem []byte) { _ = syscall.Munmap(mem) }
