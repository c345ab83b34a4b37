// Package peers holds benchmarks of searches side by side with other ways to search vectors in
// Go. The benchmarks need a C compiler and SQLite's header. The package is a module of its
// own, so that the program does not require the benchmarks' modules.
package peers
