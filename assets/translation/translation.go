// Package translation holds the texts for people, as tables of messages: one TOML file a
// language, named by its tag of descry/assets/languages, in the format of go-i18n.
//
// A message has an id of lower-case words with hyphens ("doctor-vectors-missing"). The package
// or feature comes first where no other uses the message. A message is a whole sentence or
// label: no text is put together from parts. Parameters are named and begin with a capital:
// {{.Path}}. A message about a number has a form for each plural of its language. The number
// is {{.Count}}, with separators.
//
// A message under the comment "unreviewed" was translated and has not been read by a fluent
// speaker yet. The folder glossary has the words that a language's table uses for the terms of
// the English one. The folder filters has the names of the filters of searches and of their
// words in each language but English, by their English names.
package translation

import "embed"

// Files are the tables, "en.toml" first of all.
//
//go:embed *.toml
var Files embed.FS

// Filters are the tables of the names of filters, in the folder filters.
//
//go:embed filters/*.toml
var Filters embed.FS
