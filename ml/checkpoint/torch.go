package checkpoint

import (
	"fmt"
	"io"
	"math/bits"
	"path"
	"strings"
)

// Files of an archive, below a folder with a name of the writer's choice.
const (
	pickleEntry    = "data.pkl"
	byteOrderEntry = "byteorder"
	storageFolder  = "data/"
)

// parseTorch reads an archive of torch.save. data.pkl describes the tensors. Each file under
// data/ is a storage, the numbers of one or several tensors.
func parseTorch(r io.ReaderAt, size int64) (*checkpoint, error) {
	a, err := openArchive(r, size)
	if err != nil {
		return nil, err
	}
	root, err := a.root()
	if err != nil {
		return nil, err
	}
	pickle, err := a.read(root+pickleEntry, maxPickle)
	if err != nil {
		return nil, err
	}
	value, err := unpickle(string(pickle))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pickleEntry, err)
	}
	state, err := stateDict(value)
	if err != nil {
		return nil, err
	}
	return place(a, root, state)
}

// root returns the only folder at the top, with a slash, and refuses archives of other kinds.
func (a *archive) root() (string, error) {
	root := ""
	for name := range a.entries {
		first, _, _ := strings.Cut(name, "/")
		if root != "" && root != first {
			return "", fmt.Errorf("the archive has entries in %s and in %s, PyTorch's have one folder", quote(min(root, first)), quote(max(root, first)))
		}
		root = first
	}
	root += "/"
	for name := range a.entries {
		if name == root+"constants.pkl" || strings.HasPrefix(name, root+"code/") {
			return "", fmt.Errorf("it is a TorchScript program, not a state dict: it is not read")
		}
	}
	if _, ok := a.entries[root+byteOrderEntry]; ok {
		order, err := a.read(root+byteOrderEntry, 16)
		if err != nil {
			return "", err
		}
		if string(order) != "little" {
			return "", fmt.Errorf("byte order %s is not supported", quote(string(order)))
		}
	}
	return root, nil
}

// named is an entry of a state dict.
type named struct {
	name string
	*tensor
}

// stateDict returns the tensors of the pickled object: a state dict, or a dict of a training
// loop with the model's state dict under "state_dict".
func stateDict(value any) ([]named, error) {
	d, ok := value.(*dict)
	if !ok {
		return nil, fmt.Errorf("the top object is %s, not a state dict", describe(value))
	}
	if inner, ok := d.find("state_dict").(*dict); ok {
		d = inner
	}
	state := make([]named, 0, len(d.keys))
	wrapped := true
	for i, key := range d.keys {
		name, ok := key.(string)
		if !ok {
			return nil, fmt.Errorf("a key of the state dict is %s, not a name", describe(key))
		}
		t, ok := d.values[i].(*tensor)
		if !ok {
			return nil, fmt.Errorf("entry %s of the state dict is %s, not a tensor", quote(name), describe(d.values[i]))
		}
		state = append(state, named{name, t})
		wrapped = wrapped && strings.HasPrefix(name, parallelPrefix)
	}
	for i := range state {
		if wrapped {
			state[i].name = strings.TrimPrefix(state[i].name, parallelPrefix)
		}
	}
	return state, nil
}

// parallelPrefix stands before all names when the model was saved while wrapped
// for training on several devices.
const parallelPrefix = "module."

// place finds each tensor's numbers in the archive.
func place(a *archive, root string, state []named) (*checkpoint, error) {
	c, declared := &checkpoint{}, map[string]storage{}
	for _, t := range state {
		before, again := declared[t.key]
		if again && before != t.storage {
			return nil, fmt.Errorf("tensor %s: storage %s is described in two ways", quote(t.name), quote(t.key))
		}
		declared[t.key] = t.storage
		s, err := t.place(a, path.Join(root, storageFolder, t.key))
		if err != nil {
			return nil, fmt.Errorf("tensor %s: %w", quote(t.name), err)
		}
		if err := c.add(Tensor{Name: t.name, DType: t.dtype, Shape: t.shape}, s); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// place checks the storage and the view of the storage.
func (t *tensor) place(a *archive, name string) (span, error) {
	e, ok := a.entries[name]
	if !ok {
		return span{}, fmt.Errorf("the archive has no storage %s", quote(t.key))
	}
	size := int64(t.dtype.Size())
	if e.size%size != 0 || e.size/size != t.count {
		return span{}, fmt.Errorf("storage %s should hold %d numbers of %v and has %d bytes", quote(t.key), t.count, t.dtype, e.size)
	}
	n, err := elements(t.shape)
	if err != nil {
		return span{}, err
	}
	extent, err := t.extent(n)
	if err != nil {
		return span{}, err
	}
	s := span{from: a.from, offset: e.data + t.offset*size, extent: extent, verify: e.verify}
	if !contiguous(t.shape, t.strides) && n > 0 {
		s.strides = t.strides
	}
	return s, nil
}

// extent returns how many elements lie from the view's first to its last one. All of them are
// in the storage. A view has no more elements than its storage, since expanded views would
// have no bound.
func (t *tensor) extent(n int64) (int64, error) {
	last := uint64(0)
	for i, d := range t.shape {
		if n == 0 || d == 1 {
			continue
		}
		high, step := bits.Mul64(uint64(d-1), uint64(t.strides[i]))
		if high != 0 || step > maxElements {
			return 0, fmt.Errorf("the strides %v lead out of storage %s", t.strides, quote(t.key))
		}
		last += step
	}
	extent := min(n, 1) + int64(last)
	if n > t.count || t.offset > t.count || extent > t.count-t.offset {
		return 0, fmt.Errorf("shape %v with strides %v at %d does not fit the %d numbers of storage %s", t.shape, t.strides, t.offset, t.count, quote(t.key))
	}
	return extent, nil
}

// contiguous tells whether the elements follow each other in row-major order. The stride of a
// dimension of size 1 means nothing.
func contiguous(shape, strides []int64) bool {
	step := int64(1)
	for i := len(shape) - 1; i >= 0; i-- {
		if shape[i] != 1 && strides[i] != step {
			return false
		}
		step *= shape[i]
	}
	return true
}
