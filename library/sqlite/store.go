package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"descry/library"

	"github.com/mattn/go-sqlite3"
)

var _ library.Catalogue = (*Store)(nil)

//go:embed migrations/*.sql
var embedded embed.FS

// Options says how to open a catalogue. The zero value opens for writing.
type Options struct {
	// ReadOnly opens an existing catalogue of the current schema without ever writing to the
	// file. Every method that writes returns library.ErrReadOnly.
	ReadOnly bool
	// Now is the clock. File dates are shown in the clock's location. Nil means time.Now.
	Now func() time.Time
	// PageSize is the size of a page in a new catalogue, in bytes, a power of two from 512 to
	// 65536. Zero means 16 KiB: a vector of up to 4,000 dimensions lies within one page, and
	// pages that random hashes touch cost half of what they do at 32 KiB in the log.
	PageSize int
	// Journal takes annotations and actions of the user. Nil leaves them in the catalogue's
	// table of changes. Journal isn't used with ReadOnly.
	Journal Journal
	// Log tells when the journal can't be written, or is ahead. Nil means nowhere.
	Log *slog.Logger
	// Waiting is called when a write has waited for a second, and when it waits no more, on
	// any goroutine. Nil means no calls.
	Waiting func(Wait)
}

const defaultPageSize = 16 << 10

// idleReaders is how many reading handles stay open. More are opened when more
// calls run at once, so that a callback may itself read without waiting for the
// call it runs in.
const idleReaders = 4

// Store is a catalogue in a SQLite file.
type Store struct {
	writer *sql.DB // nil when read-only
	reader *sql.DB
	now    func() time.Time
	outbox outbox
	steps  []migration // that made the schema

	waiting func(Wait)
}

// Open opens the catalogue at path, creating it or bringing its schema up to date unless
// o.ReadOnly is set. The folder of path must exist. Errors are, among others,
// library.ErrNewerSchema, ErrDamaged, ErrReadOnly and ErrFull.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	return open(ctx, path, o, embedded)
}

func open(ctx context.Context, path string, o Options, migrations fs.FS) (*Store, error) {
	s := &Store{now: o.Now, waiting: o.Waiting, outbox: outbox{journal: o.Journal, log: o.Log}}
	if s.waiting == nil {
		s.waiting = func(Wait) {}
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.outbox.log == nil {
		s.outbox.log = slog.New(slog.DiscardHandler)
	}
	steps, err := loadMigrations(migrations)
	if err == nil {
		err = checkLinks(path)
	}
	if err != nil {
		return nil, wrap("open catalogue", err)
	}
	s.steps = steps
	if o.ReadOnly {
		err = s.openReadOnly(ctx, path, len(steps))
	} else {
		err = s.openWriting(ctx, path, o, steps)
	}
	if err == nil {
		return s, nil
	}
	err = wrap("open catalogue", err)
	if !o.ReadOnly && errors.Is(err, fs.ErrNotExist) && exists(filepath.Dir(path)) {
		// Where SQLite may not create a file, SQLite reports that there is none.
		err = fmt.Errorf("%w: %w", library.ErrReadOnly, err)
	}
	return nil, errors.Join(err, s.Close())
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (s *Store) openWriting(ctx context.Context, path string, o Options, steps []migration) error {
	if o.PageSize == 0 {
		o.PageSize = defaultPageSize
	}
	writer, err := writingConnector(path, o.PageSize)
	if err != nil {
		return err
	}
	if err := secure(path); err != nil {
		return err
	}
	clearBackups(path)
	s.writer = sql.OpenDB(writer)
	s.writer.SetMaxOpenConns(1)
	if err := migrate(ctx, s.writer, path, steps); err != nil {
		return err
	}
	if err := s.openReader(ctx, readingConnector(path)); err != nil {
		return err
	}
	return s.openJournal(ctx)
}

// openReadOnly never creates a catalogue. SQLite makes an index of its log even to read. Where
// SQLite can't, as on a read-only or a full disk, the file is opened as immutable, without a
// log. Opening as immutable is safe while no log is there, since a writer has a log.
func (s *Store) openReadOnly(ctx context.Context, path string, version int) error {
	err := s.openVersion(ctx, readingConnector(path), version)
	if !lacksIndex(err) {
		return err
	}
	if info, noLog := os.Stat(path + "-wal"); noLog == nil && info.Size() > 0 {
		return fmt.Errorf("%w: %w", library.ErrUnreadLog, err)
	}
	return errors.Join(s.reader.Close(), s.openVersion(ctx, immutableConnector(path), version))
}

// openVersion opens the reading handles on a catalogue of a schema.
func (s *Store) openVersion(ctx context.Context, c *connector, version int) error {
	if err := s.openReader(ctx, c); err != nil {
		return err
	}
	return checkVersion(ctx, s.reader, version)
}

// lacksIndex reports that SQLite could not make or open its log's index.
func lacksIndex(err error) bool {
	var driver sqlite3.Error
	return errors.As(err, &driver) && slices.Contains([]sqlite3.ErrNo{sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrIoErr, sqlite3.ErrFull}, driver.Code)
}

func (s *Store) openReader(ctx context.Context, c *connector) error {
	s.reader = sql.OpenDB(c)
	s.reader.SetMaxIdleConns(idleReaders)
	return s.reader.PingContext(ctx)
}

// Close ends the store. Calls that are still running fail. The reading handles go first, so
// that the writing one is the last and folds the log into the file.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.reader, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return wrap("close catalogue", errors.Join(errs...))
}
