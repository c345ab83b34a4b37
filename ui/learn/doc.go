// Package learn is the Learn page: teaching the model a user's own words, comparing before and
// after, reviewing the tags that are suggested, the names of persons and things, and the versions of
// what was learned. The page knows the window that it is in as a Shell and the program as a Backend.
package learn
