package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
	"descry/library/index"
)

func statusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: message.Text("command-status-short", nil),
		Long:  message.Text("command-status-long", nil),
		Args:  noArgs,
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
	pending, failed := message.FormatCount(s.Pending), message.FormatCount(s.Failed)
	files := message.Count("library-files", s.Indexed, message.Params{"Pending": pending, "Failed": failed})
	if s.Ignored > 0 {
		files = message.Count("library-files-ignored", s.Indexed,
			message.Params{"Pending": pending, "Failed": failed, "Ignored": message.FormatCount(s.Ignored)})
	}
	fmt.Fprintln(stdout, message.Phrases([]string{message.Photos(s.Photos), files, message.Text("library-model", message.Params{"Model": s.Model})}))
	if s.RunsOn != nil {
		fmt.Fprintln(stdout, runsOnLines(*s.RunsOn)[0])
	}
	if !s.Renewal.IsZero() {
		fmt.Fprintln(stdout, message.OfNotice(s.Renewal, time.Now()))
	}
	switch {
	case s.Paused:
		fmt.Fprintln(stdout, message.Text("library-paused", nil))
	case s.Indexing:
		fmt.Fprintln(stdout, message.Text("library-being-indexed", nil))
	}
	if s.NextRetry != nil {
		now := time.Now()
		fmt.Fprintln(stdout, message.Count("library-retries", s.Retries, message.Params{"At": message.FormatComing(*s.NextRetry, now)}))
	}
	printFolders(stdout, s)
	printPassedOver(stdout, s)
	printMetadataChanges(stdout, s.MetadataChanges)
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
		fmt.Fprintln(stdout, message.Text("library-no-folders", nil))
	}
}

// printMetadataChanges tells what the last update changed by reading files anew, with examples.
func printMetadataChanges(w io.Writer, c *index.MetadataChanges) {
	if c == nil {
		return
	}
	fmt.Fprintln(w, message.OfNotice(service.MetadataChanged(*c), time.Now()))
	value := func(text string) string {
		if text == "" {
			return message.Text("metadata-example-nothing", nil)
		}
		return message.Text("quoted", message.Params{"Name": strings.Join(strings.Fields(text), " ")})
	}
	for _, f := range c.Fields {
		for _, e := range f.Examples {
			text := message.Text("metadata-example", message.Params{"Path": e.Path, "Before": value(e.Before), "After": value(e.After)})
			fmt.Fprintln(w, "  "+problem.Printable(text))
		}
	}
}

// printAway lists the folders and drives that are offline, with the number of their photos and
// the question to the user.
func printAway(w io.Writer, away []service.AwayPlace, now time.Time) {
	for _, j := range away {
		if j.OfflineSince != nil {
			since := message.SinceWords(message.PlaceSince(j.Place), now)
			fmt.Fprintln(w, problem.Printable(message.Count("library-place-offline", j.Photos, message.Params{"Path": j.Path, "Since": since})))
		}
	}
	for _, j := range away {
		if question := questionOf(j); question != "" {
			fmt.Fprintf(w, "%s\n  %s\n  %s\n", problem.Printable(question),
				message.Text("library-gone-deleted", message.Params{"Command": j.Answer}), message.Text("library-gone-not-deleted", nil))
		}
	}
}
