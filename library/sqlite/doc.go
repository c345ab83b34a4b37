// Package sqlite keeps the catalogue in one SQLite file: folders, files, photos,
// their vectors, what is written about them, what the user says of them and the
// user's searches. It implements
// library.Catalogue and is the only package that knows the SQL driver; driver errors
// leave it as the library's own.
//
// One handle writes, in immediate transactions, so that writers queue up instead
// of failing; a pool of read-only handles answers everything else from the last
// committed state (write-ahead log). Counts are kept by triggers, because the
// window asks for them several times a second while 100,000 files are indexed.
//
// The schema keeps to what SQLite 3.40 understands, but for the full-text index: who
// looks into the file with the tool of a distribution sees all other tables.
//
// Filters are answered from one index that holds all facts of a photo, and by sets
// of ids that are joined here. Triggers note whose full text has changed; the
// transaction that changed it brings the full-text index up to date.
//
// What the user says lies beside what files say and is never mixed with it: a row of
// photo_tags tells whose word it is, a No takes the file's word out of all that counts,
// and each change is returned as an edit that takes it back. It belongs to the photo,
// and is handed on when another program changes the photo's file.
package sqlite
