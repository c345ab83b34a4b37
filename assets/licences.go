package assets

import _ "embed" // for the table below

//go:embed licences.tsv
var licences string

// Licences returns the table of what the program is built with. Each line has a name
// and a licence, and what is no Go module also a page, with tabs between them. Lines
// that begin with # are comments.
func Licences() string { return licences }
