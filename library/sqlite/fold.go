package sqlite

import "descry/library/spelling"

// The functions of this package and of SQL that compare texts.
var (
	fold     = spelling.Fold
	caseless = spelling.Caseless
	isASCII  = spelling.ASCII
)
