package index

import (
	"context"
	"encoding/json"
	"fmt"
)

// mountsKey names the value that remembers which directories of a folder were
// other devices: one that is missing at the next scan is unplugged, not deleted.
func (s *syncer) mountsKey() string { return fmt.Sprintf("mounts.%d", s.folder.ID) }

func (s *syncer) loadMounts(ctx context.Context) (map[string]uint64, error) {
	text, err := s.x.o.Store.Value(ctx, s.mountsKey())
	if err != nil || text == "" {
		return nil, err
	}
	var mounts map[string]uint64
	if err := json.Unmarshal([]byte(text), &mounts); err != nil {
		s.x.o.Log.Warn("mounts forgotten", "folder", s.folder.Path, "err", err)
	}
	return mounts, nil
}

func (s *syncer) saveMounts(ctx context.Context) error {
	text := ""
	if len(s.report.Mounts) > 0 {
		b, err := json.Marshal(s.report.Mounts)
		if err != nil {
			return err
		}
		text = string(b)
	}
	return s.x.o.Store.SetValue(ctx, s.mountsKey(), text)
}
