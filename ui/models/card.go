package models

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"descry/app/message"
	"descry/app/notice"
	"descry/app/service/models"
	"descry/ui/kit"
)

// cardKey is the job that changes how much of a graphics card indexing takes.
const cardKey = "card"

// cardRow shows and changes how much of a graphics card indexing takes.
type cardRow struct {
	page    *Page
	root    *fyne.Container
	share   *kit.Button
	battery *kit.Button
	saving  fyne.CanvasObject // battery setting with its label
	use     models.CardUse
}

func newCardRow(p *Page) *cardRow {
	r := &cardRow{page: p}
	r.share = kit.NewDropDown(p, "", func(below fyne.CanvasObject) { p.shell.DropDown(below, r.shareItems()...) })
	r.share.Hint = message.Text("models-card-share-tip", nil)
	r.battery = kit.NewDropDown(p, "", func(below fyne.CanvasObject) { p.shell.DropDown(below, r.batteryItems()...) })
	r.battery.Hint = message.Text("models-card-battery-tip", nil)
	titled := func(title string, b *kit.Button) *fyne.Container {
		text := kit.NewHint(title)
		text.Whole = true
		return kit.NewLeading(container.NewCenter(text), b)
	}
	r.saving = titled(message.Text("models-card-battery", nil), r.battery)
	r.root = kit.NewFlow(12, titled(message.Text("models-card-share", nil), r.share), r.saving)
	r.root.Hide()
	return r
}

// show takes the settings, nil without a card to share.
func (r *cardRow) show(use *models.CardUse) {
	if kit.SetVisible(r.root, use != nil); use == nil {
		return
	}
	r.use = *use
	r.share.SetText(cardShareText(r.use.Share))
	r.battery.SetText(batteryText(r.use.OnBattery))
	kit.SetVisible(r.saving, r.use.HasBattery || r.use.OnBattery != models.BatteryFull)
	r.root.Refresh()
}

// stops are the controls that can have the keyboard now.
func (r *cardRow) stops() []fyne.Focusable {
	buttons := []*kit.Button{r.share}
	if r.saving.Visible() {
		buttons = append(buttons, r.battery)
	}
	return kit.Usable(kit.Within(r.root, buttons...)...)
}

func (r *cardRow) shareItems() []*fyne.MenuItem {
	shares := []int{100, 75, 50, 25, 10}
	if !slices.Contains(shares, r.use.Share) { // somebody wrote the share into the settings file
		shares = append(shares, r.use.Share)
		slices.SortFunc(shares, func(a, b int) int { return b - a })
	}
	var items []*fyne.MenuItem
	for _, percent := range shares {
		item := fyne.NewMenuItem(cardShareText(percent), func() { r.change(func(u *models.CardUse) { u.Share = percent }) })
		item.Checked = percent == r.use.Share
		items = append(items, item)
	}
	return items
}

func (r *cardRow) batteryItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, on := range []models.OnBattery{models.BatteryFull, models.BatterySlow, models.BatteryPause} {
		item := fyne.NewMenuItem(batteryText(on), func() { r.change(func(u *models.CardUse) { u.OnBattery = on }) })
		item.Checked = on == r.use.OnBattery
		items = append(items, item)
	}
	return items
}

// change shows the choice at once. After an error the page is listed anew.
func (r *cardRow) change(how func(*models.CardUse)) {
	if r.page.jobs[cardKey].running() {
		return
	}
	use := r.use
	how(&use)
	r.show(&use)
	j := &job{key: cardKey, name: message.Text("models-card", nil), stage: notice.New("models-stage-card", nil)}
	r.page.startJob(j, func(ctx context.Context, _ stageProgress) error {
		return r.page.backend.SetCardUse(ctx, use)
	}, nil)
}

// batteryText is a choice as the user reads it.
func batteryText(on models.OnBattery) string {
	switch on {
	case models.BatterySlow:
		return message.Text("models-battery-slow", nil)
	case models.BatteryPause:
		return message.Text("models-battery-pause", nil)
	case models.BatteryFull: // as follows
	}
	return message.Text("models-battery-full", nil)
}

func cardShareText(percent int) string {
	return message.Percent(percent)
}
