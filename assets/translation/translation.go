// Package translation holds what people read, as tables of messages: one TOML file a
// language, named by its BCP 47 tag, in the format of go-i18n.
//
// A message has an id of lower-case words with hyphens, the package or feature first where
// only that uses the message ("doctor-vectors-missing"), and whole sentences or labels:
// nothing is put together from parts. Parameters are named and begin with a capital:
// {{.Path}}. A message about a number has a form for each plural of its language; the
// number is {{.Count}}, with separators.
package translation

import "embed"

// Files are the tables, "en.toml" first of all.
//
//go:embed *.toml
var Files embed.FS
