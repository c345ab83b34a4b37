package ort

// imageThreads splits the cores between calls and the threads of one call.
func imageThreads(asked, cores int) (threads, parallel int) {
	if asked > 0 {
		return asked, max(cores/asked, 1)
	}
	return 1, cores
}
