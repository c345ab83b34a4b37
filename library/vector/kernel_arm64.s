#include "textflag.h"

// All kernels: func(out []int32, rows, q []int8), see type kernel.
// Four rows at a time in R4..R7, the query in R8; 32 bytes of each per step.
// The instructions written as words are missing from the assembler.

// SDOT Vd.4S, Vn.16B, Vm.16B
#define SDOT(d, n, m) WORD $(0x4E809400 | (m)<<16 | (n)<<5 | (d))
// SMULL Vd.8H, Vn.8B, Vm.8B and SMULL2 Vd.8H, Vn.16B, Vm.16B
#define SMULL(d, n, m) WORD $(0x0E20C000 | (m)<<16 | (n)<<5 | (d))
#define SMULL2(d, n, m) WORD $(0x4E20C000 | (m)<<16 | (n)<<5 | (d))
// SADALP Vd.4S, Vn.8H
#define SADALP(d, n) WORD $(0x4E606800 | (n)<<5 | (d))

#define LOADARGS \
	MOVD out_base+0(FP), R0  \
	MOVD out_len+8(FP), R1   \
	MOVD rows_base+24(FP), R4 \
	MOVD q_base+48(FP), R2   \
	MOVD q_len+56(FP), R3    \
	LSR $2, R1, R1           \
	ADD R3<<1, R3, R9

#define BEGINROWS \
	ADD R3, R4, R5           \
	ADD R3, R5, R6           \
	ADD R3, R6, R7           \
	MOVD R2, R8              \
	MOVD R3, R10             \
	VEOR V0.B16, V0.B16, V0.B16 \
	VEOR V1.B16, V1.B16, V1.B16 \
	VEOR V2.B16, V2.B16, V2.B16 \
	VEOR V3.B16, V3.B16, V3.B16

// Sums the lanes of V0..V3 into the four lanes of V0, stores them and goes
// on to the next four rows.
#define STORE4 \
	VADDP V1.S4, V0.S4, V0.S4 \
	VADDP V3.S4, V2.S4, V2.S4 \
	VADDP V2.S4, V0.S4, V0.S4 \
	VST1.P [V0.S4], 16(R0)   \
	ADD R9, R4, R4

#define LOADBLOCK \
	VLD1.P 32(R8), [V4.B16, V5.B16]   \
	VLD1.P 32(R4), [V16.B16, V17.B16] \
	VLD1.P 32(R5), [V18.B16, V19.B16] \
	VLD1.P 32(R6), [V20.B16, V21.B16] \
	VLD1.P 32(R7), [V22.B16, V23.B16]

// func dotsDotProd(out []int32, rows, q []int8)
TEXT ·dotsDotProd(SB), NOSPLIT, $0-72
	LOADARGS
	CBZ R1, done
	CBZ R3, done
rows:
	BEGINROWS
block:
	LOADBLOCK
	SDOT(0, 16, 4)
	SDOT(1, 18, 4)
	SDOT(2, 20, 4)
	SDOT(3, 22, 4)
	SDOT(0, 17, 5)
	SDOT(1, 19, 5)
	SDOT(2, 21, 5)
	SDOT(3, 23, 5)
	SUBS $32, R10, R10
	BNE block
	STORE4
	SUBS $1, R1, R1
	BNE rows
done:
	RET

// One row's 32 bytes against the query's. A single product is at most
// 128·128 = 2^14, so 16 bits hold it; SADALP adds pairs into 32 bits.
#define ROW(acc, lo, hi) \
	SMULL(24, lo, 4)  \
	SMULL2(25, lo, 4) \
	SMULL(26, hi, 5)  \
	SMULL2(27, hi, 5) \
	SADALP(acc, 24)   \
	SADALP(acc, 25)   \
	SADALP(acc, 26)   \
	SADALP(acc, 27)

// func dotsNEON(out []int32, rows, q []int8)
TEXT ·dotsNEON(SB), NOSPLIT, $0-72
	LOADARGS
	CBZ R1, done
	CBZ R3, done
rows:
	BEGINROWS
block:
	LOADBLOCK
	ROW(0, 16, 17)
	ROW(1, 18, 19)
	ROW(2, 20, 21)
	ROW(3, 22, 23)
	SUBS $32, R10, R10
	BNE block
	STORE4
	SUBS $1, R1, R1
	BNE rows
done:
	RET
