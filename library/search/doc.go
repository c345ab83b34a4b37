// Package search answers queries. An Index keeps the catalogue's vectors of one model in
// memory, and turns a description or a photo into ranked photos.
package search
