package hub

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Bounds of a list of files that no released model comes near.
const (
	maxPageBytes = 8 << 20
	maxPages     = 20
	maxFiles     = 10_000
	maxFileBytes = 64 << 30 // the largest text tower has 32 GB in float32
)

// File is one file of a repository.
type File struct {
	// Path is relative, with slashes, and safe on every system.
	Path string
	Size int64 // in bytes
	// SHA256 is the checksum of a large file's content, in hex. Other files have GitSHA1, the
	// SHA-1 of git's blob.
	SHA256, GitSHA1 string
}

// Listing is the files of a repository at one commit.
type Listing struct {
	Repository
	Commit string // 40 hex digits
	Files  []File
}

// Files lists a repository at the commit of its revision.
func (c *Client) Files(ctx context.Context, repo Repository) (Listing, error) {
	defer c.http.CloseIdleConnections()
	return c.list(ctx, repo)
}

func (c *Client) list(ctx context.Context, repo Repository) (Listing, error) {
	if c.wrong != nil {
		return Listing{}, c.wrong
	}
	if err := repo.check(); err != nil {
		return Listing{}, err
	}
	commit, err := c.commit(ctx, repo)
	if err != nil {
		return Listing{}, err
	}
	l := Listing{Repository: repo, Commit: commit}
	next := c.address("api", "models", repo.Owner, repo.Name, "tree", commit) + "?recursive=true"
	for page := 0; next != ""; page++ {
		if page == maxPages {
			return Listing{}, unsuitable(repo, fmt.Errorf("more than %d pages", maxPages))
		}
		body, header, err := c.document(ctx, repo, next)
		if err != nil {
			return Listing{}, err
		}
		if l.Files, err = parseFiles(l.Files, body); err != nil {
			return Listing{}, unsuitable(repo, err)
		}
		if next, err = c.nextPage(next, header); err != nil {
			return Listing{}, unsuitable(repo, err)
		}
	}
	return l, nil
}

// commit looks up the revision's commit, so that no download mixes two commits.
func (c *Client) commit(ctx context.Context, repo Repository) (string, error) {
	body, _, err := c.document(ctx, repo, c.address("api", "models", repo.Owner, repo.Name, "revision", repo.revision()))
	if err != nil {
		return "", err
	}
	var info struct {
		SHA string `json:"sha"`
	}
	if err := json.Unmarshal(body, &info); err != nil {
		return "", unsuitable(repo, err)
	}
	if !sha1Hex.MatchString(info.SHA) {
		return "", unsuitable(repo, fmt.Errorf("%.50q is not a commit", info.SHA))
	}
	return info.SHA, nil
}

// document gets a small answer whole.
func (c *Client) document(ctx context.Context, repo Repository, address string) (body []byte, header http.Header, err error) {
	err = c.persist(ctx, func() error {
		resp, err := c.get(ctx, repo, address, 0)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		header = resp.Header
		body, err = io.ReadAll(io.LimitReader(resp.Body, maxPageBytes+1))
		if err == nil && len(body) > maxPageBytes {
			return unsuitable(repo, fmt.Errorf("more than %d bytes", maxPageBytes))
		}
		return err
	})
	return body, header, err
}

func unsuitable(repo Repository, err error) error {
	return &failure{kind: ErrUnsuitable, cause: err,
		sentence: fmt.Sprintf("the list of files of %s can't be used: %v", repo, err)}
}

// nextPage is the address of the list's next page, "" at the end. The address must be at the
// same server.
func (c *Client) nextPage(current string, header http.Header) (string, error) {
	for link := range strings.SplitSeq(strings.Join(header.Values("Link"), ","), ",") {
		target, parameters, _ := strings.Cut(strings.TrimSpace(link), ">")
		if !strings.HasPrefix(target, "<") || !strings.Contains(parameters, `rel="next"`) {
			continue
		}
		here, err := url.Parse(current)
		if err != nil {
			return "", err
		}
		next, err := here.Parse(target[1:])
		if err != nil {
			return "", errors.New("the link to its next page is broken")
		}
		if next.Scheme != c.base.Scheme || next.Host != c.base.Host || next.User != nil {
			return "", errors.New("its next page is on another server")
		}
		return next.String(), nil
	}
	return "", nil
}
