// Package details is the panel beside the photos that tells what is known of the selected
// photo: its preview, why it is among the results and where in it that is seen, what its
// metadata says, and how its file is read. The panel doesn't choose the photo: the shell
// looks it up and hands it over.
package details
