// Package sqlite keeps the catalogue in one SQLite file: folders, files, photos
// and their vectors. It implements library.Catalogue and is the only package
// that knows the SQL driver; driver errors leave it as the library's own.
//
// One handle writes, in immediate transactions, so that writers queue up instead
// of failing; a pool of read-only handles answers everything else from the last
// committed state (write-ahead log). Counts are kept by triggers, because the
// window asks for them several times a second while 100,000 files are indexed.
package sqlite
