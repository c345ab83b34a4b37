// Package cputime tells the CPU time that was used. Unlike the clock on the wall it says
// the same on a busy machine, which is what benchmarks want.
package cputime
