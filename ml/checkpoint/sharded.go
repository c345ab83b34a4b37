package checkpoint

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"descry/internal/safename"
)

// openSharded opens the shards that an index names. The index must list exactly
// the tensors that each shard holds.
func openSharded(path string) (*checkpoint, error) {
	shardOf, err := readIndex(path)
	if err != nil {
		return nil, err
	}
	all := &checkpoint{}
	for _, shard := range slices.Compact(slices.Sorted(maps.Values(shardOf))) {
		if err := all.addShard(filepath.Dir(path), shard, shardOf); err != nil {
			return nil, errors.Join(fmt.Errorf("shard %s: %w", quote(shard), err), all.Close())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(shardOf)) {
		if _, ok := all.index[name]; !ok {
			return nil, errors.Join(fmt.Errorf("tensor %s is not in shard %s", quote(name), quote(shardOf[name])), all.Close())
		}
	}
	return all, nil
}

// addShard opens one shard and takes over its tensors.
func (c *checkpoint) addShard(folder, shard string, shardOf map[string]string) error {
	path, err := inside(folder, shard)
	if err != nil {
		return err
	}
	one, err := openFile(path, parseShard)
	if err != nil {
		return err
	}
	c.closers = append(c.closers, one.closers...)
	for i, t := range one.tensors {
		if shardOf[t.Name] != shard {
			return fmt.Errorf("it holds tensor %s, which the index does not expect there", quote(t.Name))
		}
		if err := c.add(t, one.spans[i]); err != nil {
			return err
		}
	}
	return nil
}

func parseShard(r io.ReaderAt, size int64) (*checkpoint, error) {
	format, err := detect(r, size)
	if err != nil {
		return nil, err
	}
	if format != safetensorsFile {
		return nil, errors.New("not a safetensors file")
	}
	return parseSafetensors(r, size)
}

// readIndex reads which shard holds which tensor.
func readIndex(path string) (map[string]string, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size > maxHeader {
		return nil, fmt.Errorf("an index of %d bytes (limit %d)", size, maxHeader)
	}
	text, err := io.ReadAll(io.LimitReader(f, maxHeader))
	if err != nil {
		return nil, err
	}
	return parseIndex(text)
}

// parseIndex reads weight_map, from tensor to shard. Other parts of an index, such as the
// total size, are not needed.
func parseIndex(text []byte) (map[string]string, error) {
	r, err := newJSONReader(text)
	if err != nil {
		return nil, err
	}
	shardOf := map[string]string{}
	err = r.object(func(key string) error {
		if key != "weight_map" {
			return r.skip()
		}
		return parseWeightMap(r, shardOf)
	})
	if err != nil {
		return nil, err
	}
	if len(shardOf) == 0 {
		return nil, errors.New("the index names no tensors")
	}
	return shardOf, r.end()
}

func parseWeightMap(r *jsonReader, shardOf map[string]string) error {
	shards := map[string]bool{}
	return r.object(func(name string) error {
		shard, err := r.text()
		if err != nil {
			return fmt.Errorf("tensor %s: %w", quote(name), err)
		}
		shardOf[name], shards[shard] = shard, true
		if len(shardOf) > maxTensors || len(shards) > maxShards {
			return fmt.Errorf("more than %d tensors or %d shards", maxTensors, maxShards)
		}
		return checkShardName(shard)
	})
}

// checkShardName allows plain names in the index's own folder, whatever an
// operating system makes of other characters.
func checkShardName(name string) error {
	if safename.Path(name) != nil || strings.Contains(name, "/") || !strings.HasSuffix(name, ".safetensors") {
		return fmt.Errorf("shard %s is not the plain name of a safetensors file", quote(name))
	}
	return nil
}
