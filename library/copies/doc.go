// Package copies keeps dated copies of all that the user said, as files of words
// beside the catalogue: of the last days, weeks and months. A copy and the journal's
// changes since give back what was said, whatever happens to the catalogue.
package copies
