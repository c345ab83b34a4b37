#include "textflag.h"

// Adds the products of one row of b with both rows of a to their sums.
#define ROW(b, s0, s1) \
	VMOVUPD (b)(AX*8), Y10   \
	VFMADD231PD Y10, Y8, s0  \
	VFMADD231PD Y10, Y9, s1

// Sums the four lanes of each of four registers into the lanes of the first.
#define SUM4(s0, s1, s2, s3) \
	VHADDPD s1, s0, s0             \
	VHADDPD s3, s2, s2             \
	VPERM2F128 $0x20, s2, s0, Y10  \
	VPERM2F128 $0x31, s2, s0, Y11  \
	VADDPD Y11, Y10, s0

// func tileAVX2(sums *[8]float64, a0, a1, b0, b1, b2, b3 *float64, n int)
TEXT ·tileAVX2(SB), NOSPLIT, $0-64
	MOVQ sums+0(FP), DI
	MOVQ a0+8(FP), SI
	MOVQ a1+16(FP), DX
	MOVQ b0+24(FP), R8
	MOVQ b1+32(FP), R9
	MOVQ b2+40(FP), R10
	MOVQ b3+48(FP), R11
	MOVQ n+56(FP), CX
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3
	VXORPD Y4, Y4, Y4
	VXORPD Y5, Y5, Y5
	VXORPD Y6, Y6, Y6
	VXORPD Y7, Y7, Y7
	XORQ AX, AX

loop:
	VMOVUPD (SI)(AX*8), Y8
	VMOVUPD (DX)(AX*8), Y9
	ROW(R8, Y0, Y4)
	ROW(R9, Y1, Y5)
	ROW(R10, Y2, Y6)
	ROW(R11, Y3, Y7)
	ADDQ $4, AX
	CMPQ AX, CX
	JLT loop

	SUM4(Y0, Y1, Y2, Y3)
	SUM4(Y4, Y5, Y6, Y7)
	VMOVUPD Y0, (DI)
	VMOVUPD Y4, 32(DI)
	VZEROUPPER
	RET
