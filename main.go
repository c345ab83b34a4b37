// Command descry finds photos by description, on this machine alone.
package main

import (
	"os"

	"descry/app"
)

func main() {
	app.LeaveSignals()
	os.Exit(app.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
