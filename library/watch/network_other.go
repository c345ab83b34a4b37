//go:build !linux

package watch

import "strings"

// isNetwork recognises a Windows network path. On other systems isNetwork cannot tell, and the
// root counts as local.
func isNetwork(path string) bool { return strings.HasPrefix(path, `\\`) }
