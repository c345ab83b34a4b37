package torture

import (
	"context"
	"fmt"
	"image"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"descry/internal/vectormath"
	"descry/library"
	"descry/library/index"
	"descry/library/journal"
	"descry/library/sqlite"
	"descry/library/thumbnail"
)

// childOf names the home a child process works in.
const childOf = "DESCRY_TORTURE_CHILD"

func TestMain(m *testing.M) {
	if home := os.Getenv(childOf); home != "" {
		if err := child(home, os.Args[1:]); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const model = "mean-1"

// meanEncoder sees the mean colour of quarters of a picture.
type meanEncoder struct{}

func (meanEncoder) Model() string { return model }
func (meanEncoder) MinSide() int  { return 8 }
func (meanEncoder) Parallel() int { return 1 }
func (meanEncoder) Batch() int    { return 4 }

func (meanEncoder) Prepare(img *image.NRGBA) ([]float32, error) {
	v := make([]float32, 12)
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			at := 3 * (2*(x-b.Min.X)/b.Dx() + 2*(2*(y-b.Min.Y)/b.Dy()))
			c := img.NRGBAAt(x, y)
			v[at], v[at+1], v[at+2] = v[at]+float32(c.R), v[at+1]+float32(c.G), v[at+2]+float32(c.B)
		}
	}
	return v, nil
}

func (meanEncoder) Encode(_ context.Context, inputs [][]float32) ([][]float32, error) {
	for _, v := range inputs {
		if err := vectormath.Normalize(v); err != nil {
			return nil, err
		}
	}
	return inputs, nil
}

func journalOf(home string) string { return filepath.Join(home, "journal") }

// openHome opens the catalogue as the program does.
func openHome(home string, now func() time.Time) (*sqlite.Store, error) {
	return sqlite.Open(context.Background(), filepath.Join(home, "catalogue.db"),
		sqlite.Options{Now: now, Journal: journal.New(journalOf(home))})
}

// child does what its arguments say: how many seconds its clock is off, the task, and
// what that takes.
func child(home string, args []string) error {
	off, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		return err
	}
	now := func() time.Time { return time.Now().Add(time.Duration(off) * time.Second) }
	if args[1] == "repair" {
		return repairHome(home, now)
	}
	store, err := openHome(home, now)
	if err != nil {
		return err
	}
	defer store.Close()
	ctx := context.Background()
	fmt.Println("open")
	switch task := args[1]; task {
	case "add":
		for _, dir := range args[2:] {
			if _, err := store.AddFolder(ctx, dir); err != nil {
				return err
			}
		}
		return nil
	case "index", "watch":
		thumbs, err := thumbnail.Open(filepath.Join(home, "thumbnails"), 1<<30)
		if err != nil {
			return err
		}
		defer thumbs.Close()
		x, err := index.New(index.Options{
			Store: store, Encoder: meanEncoder{}, Thumbnails: thumbs, CommitSize: 4, CommitEvery: 5 * time.Millisecond,
			StableFor: -1, Now: now, Log: slog.New(slog.NewTextHandler(os.Stdout, nil)),
		})
		if err != nil {
			return err
		}
		if task == "index" {
			return x.Once(ctx)
		}
		return x.Run(ctx)
	case "purge":
		gone, err := store.Purge(ctx, now().Add(-library.Retention))
		fmt.Println("purged", len(gone))
		return err
	case "copy":
		return makeCopy(ctx, store, home, now, args[2])
	case "say", "leave":
		seed, err := strconv.ParseUint(args[2], 10, 64)
		if err != nil {
			return err
		}
		err = say(ctx, store, rand.New(rand.NewPCG(seed, 3)), args[3:])
		if task == "leave" && err == nil {
			os.Exit(0) // without closing the catalogue
		}
		return err
	default:
		return fmt.Errorf("no task %q", task)
	}
}

// statements is how much one child says.
const statements = 12

// say annotates some photos, given by their hashes, and reports each annotation before and
// after it is made.
func say(ctx context.Context, store *sqlite.Store, rng *rand.Rand, hashes []string) error {
	tags := []string{"rain", "Ana", "trip/Oslo", "trip/Rome", "näh"}
	for range statements {
		hash := hashes[rng.IntN(len(hashes))]
		id, err := store.PhotoByHashPrefix(ctx, hash)
		if err != nil {
			fmt.Println("unknown", hash, err)
			continue
		}
		var about, what string
		var do func() error
		switch rng.IntN(5) {
		case 0, 1:
			about, what = captionKey(hash), fmt.Sprintf("caption %d", rng.IntN(1e6))
			do = func() error {
				_, err := store.ApplyEdit(ctx, library.Edit{Captions: []library.CaptionEdit{{Photo: id, Text: &what}}})
				return err
			}
		case 2:
			description := []string{"a wet street", "someone laughing"}[rng.IntN(2)]
			say := library.Label(rng.IntN(3))
			about, what = answerKey(hash, description), fmt.Sprint(say)
			do = func() error { return store.SetFeedback(ctx, description, []library.PhotoID{id}, say) }
		default:
			tag := library.Tag{Name: tags[rng.IntN(len(tags))]}
			tag.Person = tag.Name == "Ana"
			say := library.Label(rng.IntN(3))
			about, what = tagKey(hash, tag), fmt.Sprint(say)
			do = func() error {
				_, err := store.ApplyEdit(ctx, library.Edit{Tags: []library.TagEdit{{Photo: id, Tag: tag, Label: say}}})
				return err
			}
		}
		fmt.Printf("try\t%s\t%s\n", about, what)
		if err := do(); err != nil {
			fmt.Printf("failed\t%s\t%s\t%s\n", about, what, strings.ReplaceAll(err.Error(), "\n", " "))
			continue
		}
		fmt.Printf("done\t%s\t%s\n", about, what)
	}
	return nil
}

func captionKey(hash string) string             { return hash + " caption" }
func answerKey(hash, description string) string { return hash + " answer " + description }
func tagKey(hash string, tag library.Tag) string {
	return fmt.Sprint(hash, " tag ", tag.Person, " ", tag.Name)
}
