// Package details is the panel beside the photos with the details of the selected photo: its
// preview, why it is among the results and where in it each part is seen, its metadata, and
// how its file is read. The panel doesn't choose the photo. The shell looks the photo up and
// hands it over.
package details
