package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/problem"
	"descry/app/service"
	"descry/app/service/learning"
	"descry/library"
	"descry/library/query"
)

// forgetOptions are the flags of "descry forget".
type forgetOptions struct {
	older  string
	all    bool
	yes    bool
	asJSON bool
}

func forgetCommand() *cobra.Command {
	var o forgetOptions
	cmd := &cobra.Command{
		Use:   "forget [ID…]",
		Short: message.Text("command-forget-short", nil),
		Long:  message.Text("command-forget-long", nil),
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, ids []string) error {
			out := output{o.asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()}
			if err := o.check(ids); err != nil {
				return err
			}
			if o.lists(ids) {
				return withReading(cmd, func(e *service.Library) error { return listLost(cmd.Context(), e, out) })
			}
			return withEdits(cmd.Context(), func(e *service.Library) error {
				return runForget(cmd.Context(), e, ids, o, cmd.InOrStdin(), out)
			})
		},
	}
	jsonFlag(cmd, &o.asJSON)
	flags := cmd.Flags()
	flags.StringVar(&o.older, "older", "", message.Text("command-forget-flag-older", nil))
	flags.BoolVar(&o.all, "all-without-file", false, message.Text("command-forget-flag-all-without-file", nil))
	flags.BoolVar(&o.yes, "yes", false, message.Text("command-forget-flag-yes", nil))
	return cmd
}

// lists reports a call that only lists.
func (o forgetOptions) lists(ids []string) bool { return len(ids) == 0 && o.older == "" && !o.all }

func (o forgetOptions) check(ids []string) error {
	ways := 0
	for _, given := range []bool{len(ids) > 0, o.older != "", o.all} {
		if given {
			ways++
		}
	}
	switch {
	case ways > 1:
		return problem.Usage("cli-forget-several", nil)
	case o.yes && ways == 0:
		return problem.Usage("cli-forget-which", nil)
	}
	_, err := o.before()
	return err
}

// before is the time of --older. Photos that lost their last file before that time are meant.
func (o forgetOptions) before() (time.Time, error) {
	if o.older == "" {
		return time.Time{}, nil
	}
	return service.Before(time.Now(), o.older)
}

// lostJSON is a photo without a file in JSON.
type lostJSON struct {
	ID       string       `json:"id"`
	Path     string       `json:"path,omitempty"` // where the photo's last file was
	Since    time.Time    `json:"since"`
	Tags     []string     `json:"tags,omitempty"`
	People   []string     `json:"people,omitempty"`
	Not      []string     `json:"not,omitempty"` // tags and people that the user said the photo doesn't have
	Caption  *string      `json:"caption,omitempty"`
	Answers  []answerJSON `json:"answers,omitempty"`
	Rejected []string     `json:"rejected,omitempty"` // suggestions
}

type answerJSON struct {
	Query string `json:"query"`
	Good  bool   `json:"good"`
}

func newLostJSON(p library.LostPhoto) lostJSON {
	one := lostJSON{ID: string(p.Hash), Path: p.Path, Since: p.Since, Caption: p.Annotations.Caption,
		Not: tagNames(p.Annotations.Not), Rejected: tagNames(p.Annotations.Rejected)}
	for _, t := range p.Annotations.Tags {
		if t.Person {
			one.People = append(one.People, t.Name)
		} else {
			one.Tags = append(one.Tags, t.Name)
		}
	}
	for _, f := range p.Annotations.Answers {
		one.Answers = append(one.Answers, answerJSON{f.Description, f.Good})
	}
	return one
}

func tagNames(tags []library.Tag) (names []string) {
	for _, t := range tags {
		names = append(names, t.Name)
	}
	return names
}

func listLost(ctx context.Context, e *service.Library, out output) error {
	lost, err := e.Store.LostPhotos(ctx)
	if err != nil {
		return err
	}
	if err := printLost(lost, len(lost), out); err != nil || out.json {
		return err
	}
	if len(lost) == 0 {
		fmt.Fprintln(out.stderr, message.Text("cli-lost-none", nil))
		return nil
	}
	fmt.Fprintln(out.stderr, message.Count("cli-lost", len(lost), nil))
	return nil
}

// printLost prints photos without a file. Of many only the first most are printed.
func printLost(lost []library.LostPhoto, most int, out output) error {
	if out.json {
		list := make([]lostJSON, 0, len(lost))
		for _, p := range lost {
			list = append(list, newLostJSON(p))
		}
		return printJSON(out.stdout, list)
	}
	for i, p := range lost {
		if i == most {
			fmt.Fprintln(out.stdout, message.Count("cli-lost-more", len(lost)-most, nil))
			break
		}
		path := message.Text("cli-lost-nowhere", nil)
		if p.Path != "" {
			path = problem.Printable(p.Path)
		}
		since := message.Text("cli-lost-since", message.Params{"Day": p.Since.Format(time.DateOnly)})
		fmt.Fprintf(out.stdout, "%s  %s  %s\n", p.Hash[:query.LeastDigits], since, path)
		fmt.Fprintf(out.stdout, "          %s\n", problem.Printable(wordsText(p.Annotations)))
	}
	return nil
}

const (
	mostNames = 4  // names of a kind on a line
	mostAsked = 20 // photos that are listed before the question
)

// wordsText is the annotations of a photo on one line, shortened.
func wordsText(w library.Annotations) string {
	var said []notice.Notice
	if len(w.Tags) > 0 {
		said = append(said, notice.New("cli-said-tags", notice.Params{"Tags": someTags(w.Tags)}))
	}
	if len(w.Not) > 0 {
		said = append(said, notice.New("cli-said-not", notice.Params{"Tags": someTags(w.Not)}))
	}
	if w.Caption != nil {
		said = append(said, notice.New("cli-said-caption", notice.Params{"Caption": message.Excerpt(*w.Caption)}))
	}
	if n := len(w.Answers); n > 0 {
		said = append(said, notice.Counted("cli-said-answers", n, nil))
	}
	if n := len(w.Rejected); n > 0 {
		said = append(said, notice.Counted("cli-said-rejected", n, nil))
	}
	if len(said) == 0 {
		return message.Text("cli-said-nothing", nil)
	}
	return message.Clauses(said, time.Now())
}

func someTags(tags []library.Tag) string {
	var names []string
	for _, t := range tags[:min(mostNames, len(tags))] {
		names = append(names, learning.TagWord(t))
	}
	text := message.Enumerated(names)
	if n := len(tags) - len(names); n > 0 {
		return message.Count("cli-names-more", n, message.Params{"Names": text})
	}
	return text
}

// runForget lists the photos that are named, asks the user, and forgets the photos.
func runForget(ctx context.Context, e *service.Library, ids []string, o forgetOptions, stdin io.Reader, out output) error {
	before, err := o.before()
	if err != nil {
		return err
	}
	meant, err := e.LostPhotosMeant(ctx, ids, o.all, before)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		var leftOut int
		if meant, leftOut, err = e.WithoutLeftOut(ctx, meant); err != nil {
			return err
		}
		if leftOut > 0 {
			fmt.Fprintln(out.stderr, message.Count("cli-forget-left-out", leftOut, nil))
		}
	}
	if err := printLost(meant, mostAsked, out); err != nil {
		return err
	}
	if len(meant) == 0 {
		none := message.Text("cli-forget-none", nil)
		if o.all {
			none = message.Text("cli-forget-none-without-file", nil)
		}
		fmt.Fprintln(out.stderr, none)
		return nil
	}
	if !o.yes {
		if o.asJSON { // a script lists the photos first
			return nil
		}
		fmt.Fprint(out.stderr, message.Count("cli-forget-ask", len(meant), message.Params{"Yes": message.Text("cli-yes", nil)}), " ")
		if !typedYes(ctx, stdin) {
			return problem.New("cli-nothing-forgotten", nil)
		}
	}
	if _, err := e.CopyBefore(ctx, "forgetting"); err != nil {
		return err
	}
	line := newProgressLine(out.stderr)
	gone, err := e.Forget(ctx, meant, func(done int) {
		line.update(func() string {
			return message.Text("cli-forgetting", message.Params{"Done": message.FormatCount(done), "Total": message.FormatCount(len(meant))})
		})
	})
	line.end()
	if err != nil {
		return &problem.Error{Notice: notice.Counted("cli-forgot-some", len(meant), notice.Params{"Gone": gone, "Cause": err}), Err: err}
	}
	fmt.Fprintln(out.stderr, message.Count("photos-forgotten", gone, nil))
	if n := len(meant) - gone; n > 0 {
		fmt.Fprintln(out.stderr, message.Count("cli-forget-found", n, nil))
	}
	return nil
}

// typedYes reads a line and reports whether the line says yes. A signal ends the wait.
func typedYes(ctx context.Context, stdin io.Reader) bool {
	answer := make(chan string, 1)
	go func() { // the goroutine ends with the program, since nothing ends a read from a terminal
		line, _ := bufio.NewReader(io.LimitReader(stdin, 1<<10)).ReadString('\n')
		answer <- line
	}()
	select {
	case line := <-answer:
		return saysYes(line)
	case <-ctx.Done():
		return false
	}
}
