// Package peers holds benchmarks of searches side by side with other ways to search
// vectors in Go. They need a C compiler and SQLite's header. They are a module of their
// own, so that nothing of this is among what the program requires.
package peers
