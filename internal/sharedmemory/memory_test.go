package sharedmemory_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"

	"descry/internal/sharedmemory"
)

func memory(t *testing.T) *sharedmemory.Memory {
	t.Helper()
	m, err := sharedmemory.New()
	if errors.Is(err, sharedmemory.ErrUnsupported) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

func take(t *testing.T, m *sharedmemory.Memory, size int) *sharedmemory.Region {
	t.Helper()
	r, err := m.Take(size)
	if err != nil || len(r.Data) != size {
		t.Fatal(size, err)
	}
	return r
}

func look(t *testing.T, m *sharedmemory.Memory, r *sharedmemory.Region) []byte {
	t.Helper()
	data, end, err := sharedmemory.Look(m.File(), r.Offset, int64(len(r.Data)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	return data
}

func TestBothSidesSee(t *testing.T) {
	m := memory(t)
	a, b := take(t, m, 100_000), take(t, m, 1)
	otherA, otherB := look(t, m, a), look(t, m, b)
	copy(a.Data, bytes.Repeat([]byte("a"), 100_000))
	otherB[0] = 'b'
	if !bytes.Equal(otherA, a.Data) || b.Data[0] != 'b' || a.Data[0] != 'a' {
		t.Error("one side doesn't see what the other wrote")
	}
	m.Put(a)
	if again := take(t, m, 90_000); again.Offset != a.Offset {
		t.Error("a region that was put back isn't used again")
	}
	if small := take(t, m, 1); small.Offset == a.Offset || small.Offset == b.Offset {
		t.Error("a region that is in use was handed out")
	}
	m.Drop(b)
	if other := take(t, m, 1); other.Offset == b.Offset {
		t.Error("a region that was dropped was handed out")
	}
}

func TestLookRefuses(t *testing.T) {
	m := memory(t)
	r := take(t, m, 1<<16)
	for _, c := range []struct{ offset, size int64 }{
		{-1, 1}, {-1 << 16, 1}, {0, 0}, {0, -1}, {0, 1<<16 + 1}, {1, 1}, {1 << 16, 1}, {1 << 62, 1 << 62}, {0, 1 << 62},
	} {
		if _, _, err := sharedmemory.Look(m.File(), r.Offset+c.offset, c.size); err == nil {
			t.Errorf("%d bytes from %d on: no error", c.size, c.offset)
		}
	}
	if _, err := m.Take(0); err == nil {
		t.Error("nothing was handed out")
	}
	if _, err := m.Take(sharedmemory.MaxRegion + 1); err == nil {
		t.Error("more than there is was handed out")
	}
	look(t, m, r)
}

// TestManyTake has callers write into their regions, which nobody else may have.
func TestManyTake(t *testing.T) {
	m := memory(t)
	var callers sync.WaitGroup
	for i := range 8 {
		callers.Go(func() {
			for n := range 50 {
				r, err := m.Take(1 + (i+1)*n*1000)
				if err != nil {
					t.Error(err)
					return
				}
				for j := range r.Data {
					r.Data[j] = byte(i)
				}
				if bytes.Count(r.Data, []byte{byte(i)}) != len(r.Data) {
					t.Error("somebody else has the region")
				}
				if n%10 == 9 {
					m.Drop(r)
				} else {
					m.Put(r)
				}
			}
		})
	}
	callers.Wait()
}

func TestShrinkingIsRefused(t *testing.T) {
	m := memory(t)
	r := take(t, m, 1<<16)
	if err := m.File().Truncate(0); err == nil {
		t.Skip("this system does not forbid it")
	}
	r.Data[1<<16-1] = 1
}

// TestRelease gives a part of a region back, and lays the next region where the first lay.
func TestRelease(t *testing.T) {
	m := memory(t)
	r := take(t, m, 300_000)
	for i := range r.Data {
		r.Data[i] = 7
	}
	m.Release(r, 10) // no whole page
	if r.Data[0] != 7 {
		t.Error("more was given back than was said")
	}
	m.Release(r, 200_000)
	if r.Data[200_000] != 7 || r.Data[299_999] != 7 {
		t.Error("what was not given back is gone")
	}
	m.Drop(r)
	m.Put(take(t, m, 1))
	m.Reset()
	if again := take(t, m, 300_000); again.Offset != 0 {
		t.Errorf("the next region lies at %d", again.Offset)
	}
}
