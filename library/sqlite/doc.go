// Package sqlite keeps the catalogue in one SQLite file: folders, files, photos, their
// vectors, texts about photos, the user's annotations and the user's searches. Store
// implements library.Catalogue. No other package knows the SQL driver, whose errors become the
// library's own.
//
// One handle writes, in immediate transactions, so that writers queue up instead of failing. A
// pool of read-only handles answers everything else from the last committed state (write-ahead
// log). Triggers keep counts, because the window reads the counts several times a second while
// 100,000 files are indexed.
//
// The schema keeps to what SQLite 3.40 understands, but for the full-text index, so that the
// sqlite3 of a distribution can read all other tables.
//
// Filters are answered from one index that holds all facts of a photo, and by sets of ids that
// are joined here. Triggers note whose full text has changed. The transaction that changed a
// text brings the full-text index up to date.
//
// Annotations lie beside what files say, and are never mixed with it. A row of photo_tags
// tells whether user or file gave the label. A No takes the file's keyword out of all that
// counts. Each change is returned as an edit that takes the change back. An annotation belongs
// to the photo, and is handed on when another program changes the photo's file.
package sqlite
