package media_test

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// childrenCPUTime is what the children of this process that still run have taken.
func childrenCPUTime() time.Duration {
	own := fmt.Sprint(os.Getpid())
	var ticks int64
	list, _ := os.ReadDir("/proc")
	for _, entry := range list {
		stat, err := os.ReadFile("/proc/" + entry.Name() + "/stat")
		if err != nil {
			continue // no process, or gone
		}
		_, rest, _ := strings.Cut(string(stat), ") ") // of the name
		if fields := strings.Fields(rest); len(fields) > 12 && fields[1] == own {
			var user, system int64
			if _, err := fmt.Sscan(fields[11]+" "+fields[12], &user, &system); err == nil {
				ticks += user + system
			}
		}
	}
	return time.Duration(ticks) * 10 * time.Millisecond // a tick of Linux
}
