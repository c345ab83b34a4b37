//go:build (linux || darwin) && cgo

#include <pthread.h>
#include <stddef.h>
#include <unistd.h>

#include "vfs.h"
#include "_cgo_export.h"

// A file of the layer; the one below it follows in the same memory.
typedef struct {
	sqlite3_file base;
	sqlite3_int64 id;
} layer_file;

#define BELOW(f) ((sqlite3_file *)((layer_file *)(f) + 1))
#define METHODS(f) (BELOW(f)->pMethods)
#define ID(f) (((layer_file *)(f))->id)

static sqlite3_vfs *below; // the default before
static pthread_mutex_t names = PTHREAD_MUTEX_INITIALIZER; // whether a file exists, and its opening or removal, are one

static int layer_close(sqlite3_file *f) {
	int rc = METHODS(f)->xClose(BELOW(f));
	f->pMethods = NULL;
	return rc;
}

static int layer_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at) {
	return METHODS(f)->xRead(BELOW(f), to, n, at);
}

static int layer_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at) {
	int rc = METHODS(f)->xWrite(BELOW(f), from, n, at);
	if (rc == SQLITE_OK && ID(f) != 0) recordvfsWrote(ID(f), (void *)from, n, at);
	return rc;
}

static int layer_truncate(sqlite3_file *f, sqlite3_int64 size) {
	int rc = METHODS(f)->xTruncate(BELOW(f), size);
	if (rc == SQLITE_OK && ID(f) != 0) recordvfsTruncated(ID(f), size);
	return rc;
}

// A sync is sure to cover what was written before it began, no more.
static int layer_sync(sqlite3_file *f, int flags) {
	sqlite3_int64 before = ID(f) != 0 ? recordvfsMoment() : 0;
	int rc = METHODS(f)->xSync(BELOW(f), flags);
	if (rc == SQLITE_OK && ID(f) != 0) recordvfsSynced(ID(f), before);
	return rc;
}

static int layer_file_size(sqlite3_file *f, sqlite3_int64 *size) {
	return METHODS(f)->xFileSize(BELOW(f), size);
}

static int layer_lock(sqlite3_file *f, int level) { return METHODS(f)->xLock(BELOW(f), level); }

static int layer_unlock(sqlite3_file *f, int level) { return METHODS(f)->xUnlock(BELOW(f), level); }

static int layer_check_reserved_lock(sqlite3_file *f, int *held) {
	return METHODS(f)->xCheckReservedLock(BELOW(f), held);
}

static int layer_file_control(sqlite3_file *f, int op, void *arg) {
	return METHODS(f)->xFileControl(BELOW(f), op, arg);
}

static int layer_sector_size(sqlite3_file *f) { return METHODS(f)->xSectorSize(BELOW(f)); }

static int layer_device_characteristics(sqlite3_file *f) {
	return METHODS(f)->xDeviceCharacteristics(BELOW(f));
}

static int layer_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **at) {
	return METHODS(f)->xShmMap(BELOW(f), page, size, extend, at);
}

static int layer_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
	return METHODS(f)->xShmLock(BELOW(f), offset, n, flags);
}

static void layer_shm_barrier(sqlite3_file *f) { METHODS(f)->xShmBarrier(BELOW(f)); }

static int layer_shm_unmap(sqlite3_file *f, int remove) { return METHODS(f)->xShmUnmap(BELOW(f), remove); }

static int layer_fetch(sqlite3_file *f, sqlite3_int64 at, int n, void **to) {
	return METHODS(f)->xFetch(BELOW(f), at, n, to);
}

static int layer_unfetch(sqlite3_file *f, sqlite3_int64 at, void *from) {
	return METHODS(f)->xUnfetch(BELOW(f), at, from);
}

#define METHODS_OF_VERSION(version) { \
	version, layer_close, layer_read, layer_write, layer_truncate, layer_sync, layer_file_size, \
	layer_lock, layer_unlock, layer_check_reserved_lock, layer_file_control, layer_sector_size, \
	layer_device_characteristics, layer_shm_map, layer_shm_lock, layer_shm_barrier, layer_shm_unmap, \
	layer_fetch, layer_unfetch }

// The version says which methods the file below has.
static const struct sqlite3_io_methods versions[] = {METHODS_OF_VERSION(1), METHODS_OF_VERSION(2), METHODS_OF_VERSION(3)};

// A file without a name is a temporary one; no power cut needs it.
static int layer_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out) {
	f->pMethods = NULL;
	ID(f) = 0;
	pthread_mutex_lock(&names);
	int existed = name != NULL && access(name, F_OK) == 0;
	int rc = below->xOpen(below, name, BELOW(f), flags, out);
	if (METHODS(f) != NULL) { // also after an error, if it is to be closed
		int version = METHODS(f)->iVersion;
		f->pMethods = &versions[(version > 3 ? 3 : version) - 1];
	}
	if (rc == SQLITE_OK && name != NULL && !(flags & SQLITE_OPEN_DELETEONCLOSE))
		ID(f) = recordvfsOpened((char *)name, existed);
	pthread_mutex_unlock(&names);
	return rc;
}

static int layer_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
	pthread_mutex_lock(&names);
	int rc = below->xDelete(below, name, sync_folder);
	if (rc == SQLITE_OK) recordvfsRemoved((char *)name, sync_folder);
	pthread_mutex_unlock(&names);
	return rc;
}

static int layer_access(sqlite3_vfs *vfs, const char *name, int flags, int *out) {
	return below->xAccess(below, name, flags, out);
}

static int layer_full_pathname(sqlite3_vfs *vfs, const char *name, int n, char *out) {
	return below->xFullPathname(below, name, n, out);
}

static void *layer_dl_open(sqlite3_vfs *vfs, const char *name) { return below->xDlOpen(below, name); }

static void layer_dl_error(sqlite3_vfs *vfs, int n, char *message) { below->xDlError(below, n, message); }

static void (*layer_dl_sym(sqlite3_vfs *vfs, void *library, const char *symbol))(void) {
	return below->xDlSym(below, library, symbol);
}

static void layer_dl_close(sqlite3_vfs *vfs, void *library) { below->xDlClose(below, library); }

static int layer_randomness(sqlite3_vfs *vfs, int n, char *out) { return below->xRandomness(below, n, out); }

static int layer_sleep(sqlite3_vfs *vfs, int microseconds) { return below->xSleep(below, microseconds); }

static int layer_current_time(sqlite3_vfs *vfs, double *now) { return below->xCurrentTime(below, now); }

static int layer_get_last_error(sqlite3_vfs *vfs, int n, char *out) { return below->xGetLastError(below, n, out); }

static int layer_current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *now) {
	return below->xCurrentTimeInt64(below, now);
}

static int layer_set_system_call(sqlite3_vfs *vfs, const char *name, sqlite3_syscall_ptr call) {
	return below->xSetSystemCall(below, name, call);
}

static sqlite3_syscall_ptr layer_get_system_call(sqlite3_vfs *vfs, const char *name) {
	return below->xGetSystemCall(below, name);
}

static const char *layer_next_system_call(sqlite3_vfs *vfs, const char *name) {
	return below->xNextSystemCall(below, name);
}

static sqlite3_vfs layer = {
	.zName = "record",
	.xOpen = layer_open,
	.xDelete = layer_delete,
	.xAccess = layer_access,
	.xFullPathname = layer_full_pathname,
	.xDlOpen = layer_dl_open,
	.xDlError = layer_dl_error,
	.xDlSym = layer_dl_sym,
	.xDlClose = layer_dl_close,
	.xRandomness = layer_randomness,
	.xSleep = layer_sleep,
	.xCurrentTime = layer_current_time,
	.xGetLastError = layer_get_last_error,
	.xCurrentTimeInt64 = layer_current_time_int64,
	.xSetSystemCall = layer_set_system_call,
	.xGetSystemCall = layer_get_system_call,
	.xNextSystemCall = layer_next_system_call,
};

int recordvfs_register(void) {
	sqlite3_vfs *now = sqlite3_vfs_find(NULL);
	if (now == NULL || now == &layer || now->iVersion < 1) return SQLITE_ERROR;
	if (below == NULL) { // stays what it is: files may be open
		below = now;
		layer.iVersion = below->iVersion > 3 ? 3 : below->iVersion;
		layer.szOsFile = (int)sizeof(layer_file) + below->szOsFile;
		layer.mxPathname = below->mxPathname;
	}
	if (now != below) return SQLITE_ERROR;
	return sqlite3_vfs_register(&layer, 1);
}

int recordvfs_unregister(void) {
	int rc = sqlite3_vfs_unregister(&layer);
	return rc != SQLITE_OK ? rc : sqlite3_vfs_register(below, 1);
}
