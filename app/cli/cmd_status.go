package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
)

func statusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show what the library holds and what is going on",
		Long: `Shows how many photos are known, files indexed, pending and failed, what the model
ran on last and why (the drivers are not asked; descry model device does), whether a
Descry process is indexing now, and the folders with their photos
and state; which folders and drives are offline since when, what is asked about photos that
are gone, and which subfolders can't be looked into. A folder or drive that is
offline keeps its photos; failed files are listed by descry index, but for those that you
ignore in the window. Those that the system could not give (a disk's error, a
permission, too little memory) are tried again by themselves, and when is said.

  descry status --json | jq .pending`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withReading(cmd, func(e *service.Library) error {
				return runStatus(cmd.Context(), e, asJSON, cmd.OutOrStdout())
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	return cmd
}

// statusJSON is the status in JSON, with notices in words.
type statusJSON struct {
	service.LibraryStatus
	RunsOn  *runsOnJSON `json:"runs_on,omitempty"`
	Renewal string      `json:"renewal,omitempty"`
	Places  []placeJSON `json:"places"`
}

// placeJSON is a place from which something is away as scripts read of it.
type placeJSON struct {
	service.AwayPlace
	Question string `json:"question,omitempty"` // for the user to answer
}

func placesJSON(away []service.AwayPlace) []placeJSON {
	list := make([]placeJSON, len(away))
	for i, p := range away {
		list[i] = placeJSON{AwayPlace: p, Question: questionOf(p)}
	}
	return list
}

// questionOf is what is asked about a place, "" for nothing.
func questionOf(p service.AwayPlace) string {
	if p.AskedSince == nil {
		return ""
	}
	return message.PlaceQuestion(p.Place, p.Path)
}

func runStatus(ctx context.Context, e *service.Library, asJSON bool, stdout io.Writer) error {
	s, err := e.Status(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		j := statusJSON{LibraryStatus: s, Renewal: message.OfNotice(s.Renewal, time.Now()), Places: placesJSON(s.Places)}
		if s.RunsOn != nil {
			j.RunsOn = wordedRunsOn(*s.RunsOn)
		}
		return printJSON(stdout, j)
	}
	unreadable := message.FormatCount(s.Failed) + " not readable"
	if s.Ignored > 0 {
		unreadable += ", " + message.FormatCount(s.Ignored) + " ignored"
	}
	fmt.Fprintf(stdout, "%s · %s indexed, %s pending, %s · model %s\n",
		message.Plural(s.Photos, "photo", "photos"), message.Plural(s.Indexed, "file", "files"), message.FormatCount(s.Pending), unreadable, s.Model)
	if s.RunsOn != nil {
		fmt.Fprintln(stdout, runsOnLines(*s.RunsOn)[0])
	}
	if !s.Renewal.IsZero() {
		fmt.Fprintln(stdout, message.OfNotice(s.Renewal, time.Now()))
	}
	switch {
	case s.Paused:
		fmt.Fprintln(stdout, "Indexing is paused; Ctrl+P in the window lets it go on.")
	case s.Indexing:
		fmt.Fprintln(stdout, "A Descry process is keeping the library up to date.")
	}
	if s.NextRetry != nil {
		fmt.Fprintf(stdout, "Of what could not be read, %s.\n", message.RetriesWords(s.Retries, *s.NextRetry, time.Now()))
	}
	printFolders(stdout, s)
	printAway(stdout, s.Places, time.Now())
	return nil
}

func printFolders(stdout io.Writer, s service.LibraryStatus) {
	now := time.Now()
	places := make([]library.Place, len(s.Places))
	for i, p := range s.Places {
		places[i] = p.Place
	}
	work := message.Work{Paused: s.Paused, Renewing: s.LookedAtAgain != nil}
	for _, f := range s.Folders {
		words := message.FolderWords(f.Folder, places, work, now)
		fmt.Fprintf(stdout, "  %8s  %s · %s\n", message.FormatCount(f.Photos), problem.Printable(f.Path), words)
		for _, u := range f.Unreadable {
			fmt.Fprintf(stdout, "            %s\n", message.OfNotice(u.Sentence(), now))
		}
	}
	if len(s.Folders) == 0 {
		fmt.Fprintln(stdout, "No folders yet: add one with descry index DIR.")
	}
}

// printAway lists the folders and drives that are offline, with the number of their photos and
// the question to the user.
func printAway(w io.Writer, away []service.AwayPlace, now time.Time) {
	for _, j := range away {
		if j.OfflineSince != nil {
			fmt.Fprintf(w, "%s is %s, with %s.\n", problem.Printable(j.Path), message.PlaceWords(j.Place, now), message.Plural(j.Photos, "photo", "photos"))
		}
	}
	for _, j := range away {
		if question := questionOf(j); question != "" {
			fmt.Fprintf(w, "%s\n  If they are deleted: %s\n  If not, do nothing: they stay in the library and come back by themselves.\n",
				problem.Printable(question), j.Answer)
		}
	}
}
