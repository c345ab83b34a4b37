package checkpoint

import (
	"errors"
	"fmt"
)

// Values that a pickle may build, besides nil, bool, int64, float64 and string.
type (
	// dict keeps its entries in the order of the pickle. A key may stand twice.
	dict struct {
		keys, values []any
		ordered      bool // an OrderedDict
	}
	list  struct{ items []any }
	tuple []any
	// global is a name that the pickle refers to.
	global struct{ module, name string }
	// storage is a file of the archive with numbers of one type.
	storage struct {
		dtype DType
		key   string
		count int64
	}
	// tensor is a view of a storage. offset and strides count elements.
	tensor struct {
		storage
		offset         int64
		shape, strides []int64
	}
)

// Names that a pickle may refer to, beside the storage classes.
var (
	orderedDict   = global{"collections", "OrderedDict"}
	rebuildTensor = global{"torch._utils", "_rebuild_tensor_v2"}
)

// known returns the global of a name. All names are refused except for the few that make
// tensors.
func known(module, name string) (global, error) {
	g := global{module, name}
	if g == orderedDict || g == rebuildTensor {
		return g, nil
	}
	if _, ok := storageTypes[name]; ok && module == "torch" {
		return g, nil
	}
	return global{}, fmt.Errorf("it wants %s, which is refused: weights need no such thing", quote(module+"."+name))
}

// find returns the first value of a key, or nil.
func (d *dict) find(key string) any {
	for i, k := range d.keys {
		if k == key {
			return d.values[i]
		}
	}
	return nil
}

// set appends an entry. Keys are of types that Python can hash and a checkpoint needs.
func (d *dict) set(key, value any) error {
	switch key.(type) {
	case nil, bool, int64, float64, string:
	default:
		return fmt.Errorf("%s as key of a dict", describe(key))
	}
	d.keys, d.values = append(d.keys, key), append(d.values, value)
	return nil
}

// newStorage reads a persistent id: ("storage", class, key, device, count).
func newStorage(id any) (storage, error) {
	parts, ok := id.(tuple)
	if !ok || len(parts) != 5 || parts[0] != "storage" {
		return storage{}, fmt.Errorf("a persistent id that is no storage, but %s", describe(id))
	}
	class, isClass := parts[1].(global)
	dtype := storageTypes[class.name]
	key, isText := parts[2].(string)
	_, isPlace := parts[3].(string) // the device of the saved model does not matter
	count, isCount := parts[4].(int64)
	if !isClass || dtype == 0 || class.module != "torch" || !isText || !isPlace || !isCount {
		return storage{}, errors.New("a storage whose description has parts of wrong types")
	}
	if len(key) == 0 || len(key) > 20 {
		return storage{}, fmt.Errorf("storage key %s is not a number", quote(key))
	}
	for _, digit := range key {
		if digit < '0' || digit > '9' {
			return storage{}, fmt.Errorf("storage key %s is not a number", quote(key))
		}
	}
	if count < 0 || count > maxElements {
		return storage{}, fmt.Errorf("storage %s of %d numbers", quote(key), count)
	}
	return storage{dtype, key, count}, nil
}

// newTensor reads the arguments of _rebuild_tensor_v2: storage, offset, size,
// stride, requires_grad, backward hooks.
func newTensor(args tuple) (*tensor, error) {
	if len(args) != 6 {
		return nil, fmt.Errorf("a tensor described by %d values, not 6", len(args))
	}
	store, isStorage := args[0].(storage)
	offset, isOffset := args[1].(int64)
	_, isGrad := args[4].(bool)
	hooks, isHooks := args[5].(*dict)
	if !isStorage || !isOffset || !isGrad || !isHooks || !hooks.ordered || len(hooks.keys) > 0 {
		return nil, errors.New("a tensor whose description has parts of wrong types")
	}
	shape, err := lengths(args[2])
	if err != nil {
		return nil, err
	}
	strides, err := lengths(args[3])
	if err != nil {
		return nil, err
	}
	if len(shape) != len(strides) || offset < 0 || offset > maxElements {
		return nil, fmt.Errorf("a tensor with %d sizes, %d strides and offset %d", len(shape), len(strides), offset)
	}
	return &tensor{store, offset, shape, strides}, nil
}

// lengths reads a tuple of sizes or strides.
func lengths(value any) ([]int64, error) {
	parts, ok := value.(tuple)
	if !ok || len(parts) > maxRank {
		return nil, fmt.Errorf("the sizes or strides of a tensor are %s, not up to %d numbers", describe(value), maxRank)
	}
	list := make([]int64, len(parts))
	for i, p := range parts {
		n, ok := p.(int64)
		if !ok || n < 0 {
			return nil, fmt.Errorf("a size or stride of a tensor is %s", describe(p))
		}
		list[i] = n
	}
	return list, nil
}

// describe names a value in a message, without looking into the value.
func describe(value any) string {
	switch v := value.(type) {
	case nil:
		return "None"
	case string:
		return "text " + quote(v)
	case bool, int64, float64:
		return fmt.Sprintf("%T %v", v, v)
	case *dict:
		return fmt.Sprintf("a dict of %d entries", len(v.keys))
	case *list:
		return fmt.Sprintf("a list of %d", len(v.items))
	case tuple:
		return fmt.Sprintf("a tuple of %d", len(v))
	case *tensor:
		return "a tensor"
	case storage:
		return "a storage"
	case global:
		return "the name " + quote(v.module+"."+v.name)
	}
	return fmt.Sprintf("%T", value)
}
