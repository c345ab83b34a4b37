package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

const (
	// Another process may hold the write lock for as long as removing or adding a large folder
	// takes.
	busyTimeoutMS = 30_000
	writerKiB     = 8 << 10  // page cache of the writing handle
	readerKiB     = 2 << 10  // of each reading handle: the system caches the file, too
	logLimit      = 64 << 20 // bytes of log that are kept after a checkpoint
	stmtCache     = 64       // prepared statements per handle: more than the package has
)

// connector opens handles of one kind.
type connector struct {
	name    string
	driver  *sqlite3.SQLiteDriver
	pragmas []string
	writes  bool
}

// Connect opens a handle and sets the handle up.
func (c *connector) Connect(context.Context) (driver.Conn, error) {
	return c.driver.Open(c.name)
}

// Driver returns the driver of the handles.
func (c *connector) Driver() driver.Driver { return c.driver }

// newConnector sets what handles of both kinds need.
//
// The file is not mapped into memory. A map would be 2.5 times as fast where rows are visited
// in random order, but every handle has a map of its own, and all maps count as the program's
// memory: half a gigabyte with 100,000 photos.
func newConnector(path string, params url.Values, pragmas ...string) *connector {
	params.Set("_busy_timeout", fmt.Sprint(busyTimeoutMS))
	params.Set("_stmt_cache_size", fmt.Sprint(stmtCache))
	c := &connector{name: fileURI(path) + "?" + params.Encode()}
	c.pragmas = append(pragmas, "temp_store = memory")
	c.driver = &sqlite3.SQLiteDriver{ConnectHook: c.setUp}
	return c
}

func (c *connector) setUp(conn *sqlite3.SQLiteConn) error {
	if err := registerFunctions(conn); err != nil {
		return fmt.Errorf("register functions: %w", err)
	}
	for _, p := range c.pragmas {
		if _, err := conn.Exec("PRAGMA "+p, nil); err != nil {
			return fmt.Errorf("set %s: %w", p, err)
		}
	}
	if c.writes {
		if err := setAutoVacuum(conn); err != nil {
			return fmt.Errorf("set auto_vacuum: %w", err)
		}
	}
	return nil
}

// setAutoVacuum sets the vacuum mode, which only matters before the first table. Setting the
// mode again takes the lock for writing, unlike beginning a transaction, and so shows whether
// SQLite could only open the file for reading. A process that holds the lock shows that the
// file can be written, and isn't waited for without a notice.
func setAutoVacuum(conn *sqlite3.SQLiteConn) error {
	rows, err := conn.Query("PRAGMA auto_vacuum", nil)
	if err != nil {
		return err
	}
	mode := make([]driver.Value, 1)
	if err := errors.Join(rows.Next(mode), rows.Close()); err != nil {
		return err
	}
	const incremental = 2
	if mode[0] == int64(incremental) {
		if _, err := conn.Exec("PRAGMA busy_timeout = 0", nil); err != nil {
			return err
		}
	}
	_, err = conn.Exec("PRAGMA auto_vacuum = incremental", nil)
	var refused sqlite3.Error
	if mode[0] == int64(incremental) && errors.As(err, &refused) && refused.Code == sqlite3.ErrBusy {
		err = nil
	}
	_, perr := conn.Exec(fmt.Sprintf("PRAGMA busy_timeout = %d", busyTimeoutMS), nil)
	return errors.Join(err, perr)
}

// writingConnector makes handles that may create the file, with the page size and vacuum
// mode of a new one.
func writingConnector(path string, pageSize int) (*connector, error) {
	if pageSize < 512 || pageSize > 65536 || pageSize&(pageSize-1) != 0 {
		return nil, fmt.Errorf("page size %d is no power of two from 512 to 65536", pageSize)
	}
	c := newConnector(path, url.Values{"mode": {"rwc"}, "_txlock": {"immediate"}},
		fmt.Sprintf("page_size = %d", pageSize),
		fmt.Sprintf("cache_size = -%d", writerKiB),
		"synchronous = normal", // in the log; a kill loses nothing, a power cut at most the last moments of indexing: see writeDurably
		"foreign_keys = on",
		fmt.Sprintf("journal_size_limit = %d", logLimit),
	)
	c.writes = true
	return c, nil
}

var readerCache = fmt.Sprintf("cache_size = -%d", readerKiB)

func readingConnector(path string) *connector {
	return newConnector(path, url.Values{"mode": {"ro"}}, "query_only = on", readerCache)
}

func immutableConnector(path string) *connector {
	return newConnector(path, url.Values{"mode": {"ro"}, "immutable": {"1"}}, "query_only = on", readerCache)
}

// fileURI escapes what SQLite would read as part of the URI.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path
	}
	if !strings.HasPrefix(path, "/") {
		path = "./" + path
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath()
}
