package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"descry/app/problem"
	"descry/app/service"
	"descry/library"
)

// offerWords are the sources of offers in the words of the command.
var offerWords = []struct {
	source     library.OfferSource
	flag, what string
}{
	{library.OfferKeywords, "keywords", "keywords in files and their XMP sidecars"},
	{library.OfferPeople, "people", "names of people in files"},
	{library.OfferFolders, "folders", "names of folders"},
	{library.OfferCaptions, "captions", "captions in files"},
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
	wanted := make([]bool, len(offerWords))
	cmd := &cobra.Command{
		Use:   "import [TAG…]",
		Short: "Make your own what files and folder names say",
		Long: `Without a flag it lists what files and folders say that you haven't; nothing is taken
over unasked. With --keywords, --people, --folders or --captions those become your own
tags and captions, all or only the tags that are named.`,
		Args: args(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, names []string) error {
			return withEdits(cmd.Context(), func(e *service.Library) error {
				return runTagImport(cmd.Context(), e, wanted, names, output{asJSON, cmd.OutOrStdout(), cmd.ErrOrStderr()})
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	for i, o := range offerWords {
		cmd.Flags().BoolVar(&wanted[i], o.flag, false, "take over "+o.what)
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
	_, err = editByCommand(ctx, out.stderr, "Importing for photos:", service.ImportLabel(chosen), service.PartOfImport(chosen),
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
		list = append(list, offerJSON{offerWords[o.Source].flag, o.Tag.Name, o.Photos, o.Sample})
	}
	if out.json {
		return printJSON(out.stdout, list)
	}
	for _, o := range list {
		what := o.Name
		if what == "" {
			what = fmt.Sprintf("such as %q", o.Sample)
		}
		fmt.Fprintf(out.stdout, "%-9s %7d  %s\n", o.Source, o.Photos, problem.Printable(what))
	}
	if len(list) == 0 {
		fmt.Fprintln(out.stderr, "Files and folders say nothing that you haven't said.")
	}
	return nil
}
