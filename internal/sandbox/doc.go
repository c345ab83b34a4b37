// Package sandbox lets a test mount, be refused and run into limits without touching the
// machine. The test runs once more in namespaces of its own, on Linux.
package sandbox
