//go:build !sqlite_fts5

package sqlite

// SQLite is compiled with full-text search only under this tag. Without full-text search the
// program would not open any catalogue.
var _ = build_with_the_tags_of_the_Makefile
