// Package words is the format of files that hold what the user said of photos, apart
// from any catalogue: JSON lines, described in docs/words-format.md for people and
// programs that have nothing else. The first line says what the file is, the last how
// many records stand between the two and their checksum, so that a file that was cut
// short or damaged is told from a whole one.
//
// What a later version says and this one doesn't know is neither an error nor lost:
// such records come as they stand in the file (Record.Raw), and further fields of known
// records are kept with them (Record.More), so that both can be written out again byte
// by byte.
package words
