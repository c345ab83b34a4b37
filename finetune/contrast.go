package finetune

import "math"

// choose returns the cross-entropy of choosing among scores when each of right is equally
// right, and adds weight times the gradient by the scores to gradient. Scores of -Inf can't be
// chosen.
func choose(scores []float64, right []int, weight float64, gradient []float64) float64 {
	top := math.Inf(-1)
	for _, s := range scores {
		top = max(top, s)
	}
	sum := 0.0
	for _, s := range scores {
		sum += math.Exp(s - top)
	}
	all := top + math.Log(sum)
	for i, s := range scores {
		gradient[i] += weight * math.Exp(s-all)
	}
	each, loss := 1/float64(len(right)), all
	for _, i := range right {
		gradient[i] -= weight * each
		loss -= each * scores[i]
	}
	return weight * loss
}

// chooseRows lets each row of scores choose among the columns. Rows without a right answer or
// weight do not count.
func chooseRows(scores *matrix, right [][]int, weights []float64, gradient *matrix) float64 {
	losses := make([]float64, scores.rows)
	const part = 8
	parallel(scores.rows, part, func(from, to int) {
		for i := from; i < to; i++ {
			if len(right[i]) > 0 && weights[i] != 0 {
				losses[i] = choose(scores.row(i), right[i], weights[i], gradient.row(i))
			}
		}
	})
	return total(losses)
}

// chooseColumns lets each column choose among the rows.
func chooseColumns(scores *matrix, right [][]int, weights []float64, gradient *matrix) float64 {
	losses := make([]float64, scores.cols)
	const part = 64
	parallel(scores.cols, part, func(from, to int) {
		column, by := make([]float64, scores.rows), make([]float64, scores.rows)
		for j := from; j < to; j++ {
			if len(right[j]) == 0 || weights[j] == 0 {
				continue
			}
			clear(by)
			for i := range column {
				column[i] = scores.data[i*scores.cols+j]
			}
			losses[j] = choose(column, right[j], weights[j], by)
			for i, g := range by {
				gradient.data[i*scores.cols+j] += g
			}
		}
	})
	return total(losses)
}

func total(v []float64) (sum float64) {
	for _, x := range v {
		sum += x
	}
	return sum
}

func scale(m *matrix, factor float64) {
	for i := range m.data {
		m.data[i] *= factor
	}
}
