// Package peers holds benchmarks of searches side by side with other ways to search
// vectors in Go. They need a C compiler and SQLite's header and are built with the tag
// peers only; nothing of this is part of the program.
package peers
