// Package repair puts a sound catalogue in the place of one that is damaged, empty or missing.
// If remaking the indexes is enough, the catalogue stays. Otherwise a new one is made of all
// that can be read of the file, with the annotations from the copies and the journal.
package repair
