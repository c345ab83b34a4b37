// Package recordvfs records what SQLite does to its files, in order, and makes of the
// record what a power cut may leave of them. It is for tests: the program itself does
// not contain it.
//
// [Start] puts a layer between SQLite and the system, as SQLite's default, which hands
// everything on: SQLite works as it does without it, with the same locks and the same
// shared memory. Writes, cuts, syncs and removals are noted as they succeed. What SQLite
// keeps in memory only, such as the index of a write-ahead log, is not.
//
// The record knows what is on the disk for sure, all that a sync covers that returned,
// and what may be: whole writes or single sectors of what was written since, later ones
// without earlier ones. The names of a folder are on the disk when the folder was synced,
// which SQLite does with the first sync of a log or journal that it makes; the first sync
// of any file that it makes counts for it, as on file systems with a journal.
package recordvfs
