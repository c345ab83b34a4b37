// Package cputime tells the CPU time that was used. Unlike the time of day, CPU time is the
// same on a busy machine, which benchmarks need.
package cputime
