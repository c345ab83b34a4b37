// Package recordvfs records what SQLite does to its files, in order, and makes of the record
// what a power cut may leave of the files. Only tests use the package: the program itself does
// not contain it.
//
// [Start] puts a layer between SQLite and the system, as SQLite's default. The layer hands
// everything on, so SQLite works with the same locks and the same shared memory as without the
// layer. Writes, cuts, syncs and removals are noted as they succeed. What SQLite keeps in
// memory only, such as the index of a write-ahead log, is not.
//
// The record knows what is on the disk for sure, namely all that a sync covers that returned.
// The record also knows what may be on the disk: whole writes or single sectors written since,
// later ones without earlier ones. The names of a folder are on the disk when the folder was
// synced, which SQLite does with the first sync of a log or journal that SQLite makes. The
// first sync of any file that SQLite makes counts as a sync of the folder, as on file systems
// with a journal.
package recordvfs
