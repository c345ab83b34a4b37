// Package learn is the Learn page: training a head on the user's tags, comparing before and
// after, reviewing suggested tags, named concepts, and the versions of the head. The page
// knows its window as a Shell and the program as a Backend.
package learn
