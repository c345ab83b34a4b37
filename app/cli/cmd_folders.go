package cli

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"

	"descry/app/service"
	"descry/library"
)

func foldersCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "folders",
		Short: "List, remove, pause or resume folders of the library",
		Long: `Lists the folders, which of them and which drives below them are offline since when,
and what is asked about photos that are gone; its commands change the list. Photos are
never touched. Vectors and thumbnails of the photos of a removed folder are kept for 30
days, in case it comes back, and what you said of them (tags, captions, answers) for
ever. Folders are added with descry index DIR, or in the window.

  descry folders
  descry folders remove ~/Pictures/Old
  descry folders pause "/media/Slow drive"
  descry folders confirm ~/Pictures      what is gone from there is deleted`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withReading(cmd, func(e *service.Library) error {
				return runFolders(cmd.Context(), e, asJSON, cmd.OutOrStdout())
			})
		},
	}
	jsonFlag(cmd, &asJSON)
	cmd.AddCommand(
		folderCommand("remove DIR", "Take a folder out of the library", func(ctx context.Context, e *service.Library, id library.FolderID) error {
			return e.Store.RemoveFolder(ctx, id)
		}),
		folderCommand("pause DIR", "Stop looking at a folder for now", func(ctx context.Context, e *service.Library, id library.FolderID) error {
			return e.Store.SetFolderPaused(ctx, id, true)
		}),
		folderCommand("resume DIR", "Look at a paused folder again", func(ctx context.Context, e *service.Library, id library.FolderID) error {
			return e.Store.SetFolderPaused(ctx, id, false)
		}),
		confirmGoneCommand())
	return cmd
}

func folderCommand(use, short string, change func(context.Context, *service.Library, library.FolderID) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			return withLibrary(cmd.Context(), func(e *service.Library) error {
				id, err := e.FolderNamed(cmd.Context(), a[0])
				if err != nil {
					return err
				}
				return change(cmd.Context(), e, id)
			})
		},
	}
}

// runFolders lists the folders, and the places in them that are away.
func runFolders(ctx context.Context, e *service.Library, asJSON bool, stdout io.Writer) error {
	s, err := e.Status(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(stdout, struct {
			Folders []service.FolderStatus `json:"folders"`
			Places  []placeJSON            `json:"places"`
		}{s.Folders, placesJSON(s.Places)})
	}
	printFolders(stdout, s)
	printAway(stdout, s.Places, time.Now())
	return nil
}
