// Package repair puts a sound catalogue in the place of one that is damaged, empty or
// missing: with its indexes made anew if that is enough, or else a new one of all that
// can be read of the file, with what the user said from the copies and the journal.
package repair
