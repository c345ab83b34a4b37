package cli

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"descry/app/message"
	"descry/app/problem"
	"descry/app/service"
	"descry/library"
)

// offerSources are the sources of offers, with the flags of the command.
var offerSources = []struct {
	source      library.OfferSource
	flag, usage string // usage is a message
}{
	{library.OfferKeywords, "keywords", "command-tag-import-flag-keywords"},
	{library.OfferPeople, "people", "command-tag-import-flag-people"},
	{library.OfferFolders, "folders", "command-tag-import-flag-folders"},
	{library.OfferCaptions, "captions", "command-tag-import-flag-captions"},
}

// offerJSON is an offer in JSON.
type offerJSON struct {
	Source string `json:"source"`
	Name   string `json:"name,omitempty"`
	Photos int    `json:"photos"`
	Sample string `json:"sample,omitempty"`
}

func tagImportCommand() *cobra.Command {
	var asJSON bool
	wanted := make([]bool, len(offerSources))
	cmd := &cobra.Command{
		Use:   "import [TAG…]",
		Short: message.Text("command-tag-import-short", nil),
		Long:  message.Text("command-tag-import-long", nil),
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, names []string) error {
			return withEdits(cmd.Context(), func(e *service.Library) error {
				return runTagImport(cmd.Context(), e, wanted, names, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	for i, o := range offerSources {
		cmd.Flags().BoolVar(&wanted[i], o.flag, false, message.Text(o.usage, nil))
	}
	return cmd
}

func runTagImport(ctx context.Context, e *service.Library, wanted []bool, names []string, out output) error {
	offers, err := e.Store.ImportOffers(ctx)
	if err != nil {
		return err
	}
	listing := true
	for _, w := range wanted {
		listing = listing && !w
	}
	if listing {
		return printOffers(offers, out)
	}
	chosen := chooseOffers(offers, wanted, names)
	_, err = editByCommand(ctx, out.stderr, message.Text("tags-importing-photos", nil), service.ImportLabel(chosen), service.PartOfImport(chosen),
		func(ctx context.Context) (library.Edit, error) { return e.Store.Import(ctx, chosen) })
	return err
}

// chooseOffers keeps the offers of the wanted sources. With names only those tags are kept.
func chooseOffers(offers []library.ImportOffer, wanted []bool, names []string) (chosen []library.ImportOffer) {
	named := make(map[string]bool, len(names))
	for _, n := range names {
		named[n] = true
	}
	for _, o := range offers {
		if wanted[o.Source] && (len(names) == 0 || named[o.Tag.Name]) {
			chosen = append(chosen, o)
		}
	}
	return chosen
}

func printOffers(offers []library.ImportOffer, out output) error {
	list := make([]offerJSON, 0, len(offers))
	for _, o := range offers {
		list = append(list, offerJSON{offerSources[o.Source].flag, o.Tag.Name, o.Photos, o.Sample})
	}
	if out.json {
		return printJSON(out.stdout, list)
	}
	message.SortByCount(list, func(o offerJSON) int { return o.Photos }, func(o offerJSON) string { return o.Name })
	for _, o := range list {
		what := o.Name
		if what == "" {
			what = message.Text("offer-sample", message.Params{"Sample": strconv.Quote(o.Sample)})
		}
		fmt.Fprintf(out.stdout, "%-9s %7d  %s\n", o.Source, o.Photos, problem.Printable(what))
	}
	if len(list) == 0 {
		fmt.Fprintln(out.stderr, message.Text("offers-none", nil))
	}
	return nil
}
