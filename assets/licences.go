package assets

import _ "embed" // for the table below

//go:embed licences.tsv
var licences string

// Licences returns the table of the parts that the program is built with. Each line has a name
// and a licence, and for a part that is no Go module also a page, with tabs in between. Lines
// that begin with # are comments.
func Licences() string { return licences }
