package watch

import (
	"os"
	"time"
)

// stamp is what of a file changes while the file is written. Only two looks at different times
// can tell that writing has ended: the modification time alone misleads where a network's
// clocks differ or a copy keeps the original's time.
type stamp struct {
	size  int64
	mtime time.Time
}

func look(path string) (stamp, error) {
	fi, err := os.Stat(path)
	if err != nil {
		return stamp{}, err
	}
	return stamp{fi.Size(), fi.ModTime()}, nil
}

func (s stamp) same(o stamp) bool { return s.size == o.size && s.mtime.Equal(o.mtime) }
