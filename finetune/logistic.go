package finetune

import (
	"context"
	"math"
)

// trial is one observation of a logistic regression on one number.
type trial struct {
	x      float64
	y      float64 // share of the trial that is right, from 0 to 1
	weight float64
}

// line is the logit slope·x + offset.
type line struct{ slope, offset float64 }

// at is the probability.
func (l line) at(x float64) float64 { return 1 / (1 + math.Exp(-(l.slope*x + l.offset))) }

// mostNewton is far more steps than the convex fit takes.
const mostNewton = 50

// fitLine returns the line of the greatest likelihood with a Gaussian prior around prior.
// precision says how strongly slope and offset are held.
func fitLine(ctx context.Context, trials []trial, prior, precision line) line {
	l := prior
	loss := l.loss(trials, prior, precision)
	for range mostNewton {
		if ctx.Err() != nil {
			break // the caller drops the result
		}
		next := l.newton(trials, prior, precision)
		after := next.loss(trials, prior, precision)
		for half := 0; !(after <= loss) && half < mostNewton; half++ {
			next = line{(l.slope + next.slope) / 2, (l.offset + next.offset) / 2}
			after = next.loss(trials, prior, precision)
		}
		done := !(after < loss-1e-10*(1+math.Abs(loss)))
		if after <= loss {
			l, loss = next, after
		}
		if done {
			break
		}
	}
	return l
}

// newton is one step to where the loss is least.
func (l line) newton(trials []trial, prior, precision line) line {
	gradSlope, gradOffset := precision.slope*(l.slope-prior.slope), precision.offset*(l.offset-prior.offset)
	hss, hso, hoo := precision.slope+1e-9, 0.0, precision.offset+1e-9
	for _, t := range trials {
		p := l.at(t.x)
		g, h := t.weight*(p-t.y), t.weight*p*(1-p)
		gradSlope, gradOffset = gradSlope+g*t.x, gradOffset+g
		hss, hso, hoo = hss+h*t.x*t.x, hso+h*t.x, hoo+h
	}
	det := hss*hoo - hso*hso
	if !(det > 0) {
		return l
	}
	return line{l.slope - (hoo*gradSlope-hso*gradOffset)/det, l.offset - (hss*gradOffset-hso*gradSlope)/det}
}

// loss is the negative log-likelihood with the prior's.
func (l line) loss(trials []trial, prior, precision line) float64 {
	ds, do := l.slope-prior.slope, l.offset-prior.offset
	sum := (precision.slope*ds*ds + precision.offset*do*do) / 2
	for _, t := range trials {
		z := l.slope*t.x + l.offset
		sum += t.weight * (softplus(z) - t.y*z)
	}
	return sum
}

// softplus is log(1 + exp(z)) for any z.
func softplus(z float64) float64 {
	if z > 0 {
		return z + math.Log1p(math.Exp(-z))
	}
	return math.Log1p(math.Exp(z))
}
