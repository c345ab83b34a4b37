//go:build (linux || darwin) && cgo

package recordvfs

// #cgo linux LDFLAGS: -Wl,--unresolved-symbols=ignore-all
// #cgo darwin LDFLAGS: -Wl,-undefined,dynamic_lookup
// #include "vfs.h"
import "C"

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"unsafe"

	_ "github.com/mattn/go-sqlite3" // SQLite itself: the functions that are not resolved above
)

// running is the record in the making. A process makes one record at a time.
var running struct {
	sync.Mutex
	record *Record
	last   fileID
}

// Start records what SQLite does to the files below a folder, but for files that are open
// already, until [Record.Stop]. Start is an error while another record is being made.
func Start(dir string) (*Record, error) {
	dir, err := filepath.EvalSymlinks(dir) // as SQLite names files
	if err == nil {
		dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("record a folder: %w", err)
	}
	running.Lock()
	defer running.Unlock()
	if running.record != nil {
		return nil, errors.New("record a folder: another is being recorded")
	}
	if rc := C.recordvfs_register(); rc != C.SQLITE_OK {
		return nil, fmt.Errorf("record a folder: SQLite says %d", int(rc))
	}
	running.record = newRecord(dir)
	return running.record, nil
}

// Stop ends the record and restores SQLite's former default. Later changes of files that are
// still open are not in the record. A second Stop does nothing.
func (r *Record) Stop() error {
	running.Lock()
	defer running.Unlock()
	if running.record != r {
		return nil
	}
	running.record = nil
	if rc := C.recordvfs_unregister(); rc != C.SQLITE_OK {
		return fmt.Errorf("end a record: SQLite says %d", int(rc))
	}
	return nil
}

// current is the record being made if the file belongs to that record, otherwise nil.
func current(id fileID) *Record {
	running.Lock()
	defer running.Unlock()
	if r := running.record; r != nil && r.has(id) {
		return r
	}
	return nil
}

//export recordvfsOpened
func recordvfsOpened(name *C.char, existed C.int) C.longlong {
	running.Lock()
	defer running.Unlock()
	if running.record == nil {
		return C.longlong(unrecorded)
	}
	running.last++
	return C.longlong(running.record.opened(C.GoString(name), existed != 0, running.last))
}

//export recordvfsRemoved
func recordvfsRemoved(name *C.char, sure C.int) {
	running.Lock()
	defer running.Unlock()
	if running.record != nil {
		running.record.removed(C.GoString(name), sure != 0)
	}
}

//export recordvfsWrote
func recordvfsWrote(id C.longlong, data unsafe.Pointer, n C.int, offset C.longlong) {
	if r := current(fileID(id)); r != nil {
		r.add(event{action: wrote, file: fileID(id), data: C.GoBytes(data, n), offset: int64(offset)})
	}
}

//export recordvfsTruncated
func recordvfsTruncated(id, size C.longlong) {
	if r := current(fileID(id)); r != nil {
		r.add(event{action: truncated, file: fileID(id), offset: int64(size)})
	}
}

//export recordvfsMoment
func recordvfsMoment() C.longlong {
	running.Lock()
	defer running.Unlock()
	if running.record == nil {
		return 0
	}
	return C.longlong(running.record.moment())
}

//export recordvfsSynced
func recordvfsSynced(id, before C.longlong) {
	if r := current(fileID(id)); r != nil {
		r.add(event{action: synced, file: fileID(id), before: Moment(before)})
	}
}
