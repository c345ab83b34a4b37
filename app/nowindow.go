//go:build headless

package app

import "descry/app/cli"

// runWindow is nil, since this build has no window.
var runWindow cli.WindowFunc
