//go:build !windows

package nofollow

import "syscall"

// Flag has os.OpenFile fail where a link lies at the path.
const Flag = syscall.O_NOFOLLOW
