// Package annotation reads and writes annotation files, which hold the user's annotations of
// photos apart from any catalogue: JSON lines in the format "descry words", described in
// docs/words-format.md for people and programs that have nothing else. The first line names
// the format. The last line has the number of records and their checksum, so that a file
// that was cut short or damaged is told from a whole one.
//
// Records of a later version of the format are neither an error nor lost: unknown records
// are kept as they stand in the file (Record.Raw), and unknown fields of known records as
// well (Record.More), so that both can be written out again byte by byte.
package annotation
