// Package query is the language of searches: a description in plain words, with unwanted
// parts, weights, example photos and filters in between. Parse turns what the user typed into
// what search and catalogue understand, and tells where in the text each part stands.
package query
