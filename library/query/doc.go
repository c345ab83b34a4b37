// Package query is the language of searches: a description in plain words, with
// what is unwanted, what weighs more, example photos and filters in between. It
// turns what the user typed into what search and catalogue do, and says where in
// the text each part stands.
package query
