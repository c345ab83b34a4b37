package cataloguetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"descry/library"
)

// Fill puts rows of all kinds into an empty catalogue: two folders of which one is offline,
// files in every state, photos with and without a file, vectors of three models of which one
// was deleted, and annotations of every kind. Most is about photo 1 and folder 1.
func Fill(t testing.TB, s library.Catalogue) {
	t.Helper()
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	f := filler{t, context.Background(), s}
	home, disk := AddFolder(t, s, "/home/Bilder"), AddFolder(t, s, "/media/disk")
	f.scan(home, "2019/Norway trip/IMG_0001.jpg", "2019/Norway trip/IMG_0002.jpg", "2019/IMG_0003.jpg", "Größe.heic",
		"broken.jpg", "unsupported.raw", "list.txt", "drive/IMG_0008.jpg", "gone/IMG_0009.jpg", "gone/IMG_0010.jpg")
	f.scan(disk, "a\xffb/IMG_0011.jpg", "IMG_0012.jpg")
	for _, model := range []string{"model-a", "model-b", "model-c"} {
		f.index(model)
	}
	Must(t, s.DeleteModelVectors(f.ctx, "model-c"))
	f.annotate()
	f.away(home, disk, at)
}

// filler writes into a catalogue. Any error ends the test.
type filler struct {
	t   testing.TB
	ctx context.Context
	s   library.Catalogue
}

func (f filler) scan(id library.FolderID, names ...string) {
	f.t.Helper()
	delta := library.ScanDelta{Places: []library.Place{{Device: 1, Inode: 2, UUID: "0a-1b", Source: "/dev/disk1"}}}
	for i, name := range names {
		delta.New = append(delta.New, library.ScannedFile{Rel: name, FileStamp: library.FileStamp{Size: int64(1000 + i),
			ModTimeNS: filledModTime, ChangedNS: filledModTime + 1e9, Inode: math.MaxUint64 - uint64(i), Device: 1}})
	}
	Must(f.t, f.s.ApplyScan(f.ctx, id, delta))
	Must(f.t, f.s.SetFolderScanned(f.ctx, id, time.Unix(1_700_000_000, 0), 1))
}

// index commits what is pending for a model: three files have no photo, and model-b
// can't take one photo.
func (f filler) index(model string) {
	f.t.Helper()
	files, err := f.s.Pending(f.ctx, model, 0, 100)
	Must(f.t, err)
	var batch []library.IndexedPhoto
	for _, file := range files {
		r := library.IndexedPhoto{File: file, Decoding: 1, Metadata: 2}
		switch name := file.Path[strings.LastIndexByte(file.Path, '/')+1:]; {
		case name == "broken.jpg":
			r.Err, r.Temporary = errors.New("it could not be read: an error of the disk"), true
		case name == "unsupported.raw":
			r.Err = errors.New("raw photo files are not supported")
		case name == "list.txt":
			r.Err, r.Other = errors.New("no photo"), true
		case model == "model-b" && name == "IMG_0002.jpg":
			r.Photo, r.Refused = f.photo(file), errors.New("its vector is not finite")
		default:
			r.Photo, r.Vector = f.photo(file), []float32{0.6, 0.8, 0, 0}
		}
		batch = append(batch, r)
	}
	Must(f.t, f.s.Commit(f.ctx, model, batch))
}

// photo is a photo derived from its file.
func (f filler) photo(file library.PendingFile) library.Photo {
	if file.Photo != 0 {
		return library.Photo{ID: file.Photo, Hash: file.Hash}
	}
	n := int(file.ID)
	p := library.Photo{Hash: filledHash(file.Path), Format: "jpeg", Bytes: file.Size, Width: 4000, Height: 3000,
		Colour: 0x102030, Captured: library.CaptureTime{Local: time.Date(2019, 7, n, 18, 30, 0, 5, time.UTC), HasOffset: n%2 == 0, Offset: 7200},
		Camera: library.Camera{Make: "Acme", Model: fmt.Sprint("Shooter ", n%3), Lens: "Fünfzig", ISO: 100, FNumber: 2.8, ExposureSeconds: 0.01, FocalLength: 50},
		GPS:    &library.Position{Latitude: 59.9, Longitude: 10.7}, Rating: n % 6, Title: "A title", Caption: fmt.Sprintf("the sea, number%d", n),
		Keywords: []string{"Places|Norway", fmt.Sprint("sky ", n)}, People: []string{"Ann Lee"}}
	if n%4 == 0 { // a photo with little metadata
		p = library.Photo{Hash: p.Hash, Format: "heif", Bytes: file.Size, Width: 3, Height: 4}
	}
	return p
}

// annotate makes annotations of each kind.
func (f filler) annotate() {
	f.t.Helper()
	text, noun := `a "red" boat`, "dog"
	bella := library.Tag{Name: "animals/dogs/Bella"}
	_, err := f.s.TagPhotos(f.ctx, []library.PhotoID{1, 2, 6}, []library.Tag{bella, {Person: true, Name: "Åsa"}}, []library.Tag{{Name: "Places/Norway"}})
	Must(f.t, err)
	_, err = f.s.ApplyEdit(f.ctx, library.Edit{Captions: []library.CaptionEdit{{Photo: 1, Text: &text}}, Named: []library.NamedEdit{{Tag: bella, Noun: &noun}}})
	Must(f.t, err)
	Must(f.t, f.s.SetFeedback(f.ctx, "a boat at sea", []library.PhotoID{1, 3}, library.Yes))
	Must(f.t, f.s.SetFeedback(f.ctx, "a boat at sea", []library.PhotoID{2}, library.No))
	Must(f.t, f.s.ReplaceSuggestions(f.ctx, bella, []library.Suggestion{{Tag: bella, Photo: 3, Confidence: 0.875}, {Tag: bella, Photo: 4, Confidence: 0.5}}))
	Must(f.t, f.s.RejectSuggestions(f.ctx, bella, []library.PhotoID{4, 7}))
	_, err = f.s.SaveSearch(f.ctx, library.SavedSearch{Name: "Boats", Query: "red boat tag:animals", Strictness: 0.5})
	Must(f.t, err)
	Must(f.t, f.s.SetValue(f.ctx, "model", "model-a"))
}

// away has files go, one of them for good, and takes a folder offline.
func (f filler) away(home, disk library.FolderID, at time.Time) {
	f.t.Helper()
	known := make(map[string]library.FileID)
	Must(f.t, f.s.KnownFiles(f.ctx, home, "", func(k library.KnownFile) { known[k.Rel] = k.ID }))
	Must(f.t, f.s.ApplyScan(f.ctx, home, library.ScanDelta{Away: []library.FileID{known["drive/IMG_0008.jpg"]}, Gone: []library.FileID{known["gone/IMG_0009.jpg"], known["gone/IMG_0010.jpg"]},
		Places: []library.Place{{Device: 1, Inode: 2}, {Rel: "drive", Device: 7, AwaySince: at}}}))
	problems, err := f.s.Problems(f.ctx, 10)
	Must(f.t, err)
	for _, p := range problems {
		if strings.HasSuffix(p.Path, ".raw") {
			_, err := f.s.IgnoreFailed(f.ctx, true, p.File)
			Must(f.t, err)
		}
	}
	_, err = f.s.SetUnreadableFolders(f.ctx, home, []library.UnreadableFolder{{Rel: "private", Reason: "no permission to read it"}})
	Must(f.t, err)
	Must(f.t, f.s.SetFolderOffline(f.ctx, disk, at))
}

// filledHash is the content of a file of Fill.
func filledHash(path string) library.Hash {
	sum := sha256.Sum256([]byte(path))
	return library.Hash(hex.EncodeToString(sum[:]))
}
