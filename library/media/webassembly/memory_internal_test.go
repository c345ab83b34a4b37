package webassembly

import "testing"

func TestMemoryKeepsItsLimit(t *testing.T) {
	mem := memory{most: 1 << 20}
	defer mem.Free()
	if mem.Reallocate(1<<20) == nil || mem.Reallocate(1<<20+1) != nil {
		t.Error("the memory does not keep its limit")
	}
}
