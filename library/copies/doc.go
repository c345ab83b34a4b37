// Package copies keeps dated copies of all annotations, as annotation files beside the
// catalogue: of the last days, weeks and months. A copy and the journal's changes since
// give back the annotations, whatever happens to the catalogue.
package copies
