#include "textflag.h"

// All kernels: func(out []int32, rows, q []int8), see type kernel.
// SI walks through the rows, one after the other: the processor's prefetcher
// follows a single stream best, and reading four rows side by side to load the
// query only once cost a fifth of the speed. DI walks through the query, R8 is
// the length of both. Four rows are added up together at the end.
//
// VPDPBUSD multiplies unsigned by signed bytes, so rows are taken as r+128
// (the top bit flipped). The surplus 128·Σq depends on the query alone; the
// accumulators start at its negative, kept per lane.

// How far ahead of the row in hand memory is asked for. The processor's own
// prefetcher stops at the end of each page; a page ahead is what measured best.
#define AHEAD 4096

#define LOADARGS \
	MOVQ out_base+0(FP), DX   \
	MOVQ out_len+8(FP), CX    \
	MOVQ rows_base+24(FP), SI \
	MOVQ q_base+48(FP), BX    \
	MOVQ q_len+56(FP), R8     \
	SHRQ $2, CX

// Sums the eight lanes of each of Y0..Y3 into the four lanes of X0 and
// stores them.
#define STORE4 \
	VPHADDD Y1, Y0, Y0        \
	VPHADDD Y3, Y2, Y2        \
	VPHADDD Y2, Y0, Y0        \
	VEXTRACTI128 $1, Y0, X1   \
	VPADDD X1, X0, X0         \
	VMOVDQU X0, (DX)          \
	ADDQ $16, DX

// Starts the walk over the query.
#define BEGIN \
	MOVQ BX, DI               \
	MOVQ R8, AX

// Goes on to the next block of row and query, or falls through at their end.
#define NEXT(block) \
	ADDQ $64, SI              \
	ADDQ $64, DI              \
	SUBQ $64, AX              \
	JNZ block

#define ROW512(acc, block) \
	VMOVDQA64 Z17, acc        \
	BEGIN                     \
block:                        \
	VPXORD (SI), Z16, Z4      \
	PREFETCHT0 AHEAD(SI) \
	VPDPBUSD (DI), Z4, acc    \
	NEXT(block)

// func dotsAVX512(out []int32, rows, q []int8)
TEXT ·dotsAVX512(SB), NOSPLIT, $0-72
	LOADARGS
	TESTQ CX, CX
	JZ done
	TESTQ R8, R8
	JZ done
	MOVL $0x80808080, AX
	VPBROADCASTD AX, Z16

	VPXORD Z17, Z17, Z17
	BEGIN
bias:
	VPDPBUSD (DI), Z16, Z17
	ADDQ $64, DI
	SUBQ $64, AX
	JNZ bias
	VPXORD Z0, Z0, Z0
	VPSUBD Z17, Z0, Z17

rows:
	ROW512(Z0, row0)
	ROW512(Z1, row1)
	ROW512(Z2, row2)
	ROW512(Z3, row3)
	VEXTRACTI64X4 $1, Z0, Y4
	VEXTRACTI64X4 $1, Z1, Y5
	VEXTRACTI64X4 $1, Z2, Y6
	VEXTRACTI64X4 $1, Z3, Y7
	VPADDD Y4, Y0, Y0
	VPADDD Y5, Y1, Y1
	VPADDD Y6, Y2, Y2
	VPADDD Y7, Y3, Y3
	STORE4
	DECQ CX
	JNZ rows
done:
	VZEROUPPER
	RET

// VPDPBUSD Y4, Y5, Yacc in its VEX form (AVX-VNNI), which the assembler does
// not know: VEX.256.66.0F38.W0 50 /r with reg = acc, vvvv = 5, rm = 4.
#define DPBUSD0 BYTE $0xC4; BYTE $0xE2; BYTE $0x55; BYTE $0x50; BYTE $0xC4
#define DPBUSD1 BYTE $0xC4; BYTE $0xE2; BYTE $0x55; BYTE $0x50; BYTE $0xCC
#define DPBUSD2 BYTE $0xC4; BYTE $0xE2; BYTE $0x55; BYTE $0x50; BYTE $0xD4
#define DPBUSD3 BYTE $0xC4; BYTE $0xE2; BYTE $0x55; BYTE $0x50; BYTE $0xDC

#define ROWVNNI(acc, DPBUSD, block) \
	VMOVDQA Y7, acc           \
	BEGIN                     \
block:                        \
	VPXOR (SI), Y6, Y5        \
	PREFETCHT0 AHEAD(SI) \
	VMOVDQU (DI), Y4          \
	DPBUSD                    \
	VPXOR 32(SI), Y6, Y5      \
	VMOVDQU 32(DI), Y4        \
	DPBUSD                    \
	NEXT(block)

// func dotsAVXVNNI(out []int32, rows, q []int8)
TEXT ·dotsAVXVNNI(SB), NOSPLIT, $0-72
	LOADARGS
	TESTQ CX, CX
	JZ done
	TESTQ R8, R8
	JZ done
	MOVL $0x80808080, AX
	VMOVD AX, X6
	VPBROADCASTD X6, Y6

	VPXOR Y0, Y0, Y0
	VMOVDQA Y6, Y5
	BEGIN
bias:
	VMOVDQU (DI), Y4
	DPBUSD0
	ADDQ $32, DI
	SUBQ $32, AX
	JNZ bias
	VPXOR Y1, Y1, Y1
	VPSUBD Y0, Y1, Y7

rows:
	ROWVNNI(Y0, DPBUSD0, row0)
	ROWVNNI(Y1, DPBUSD1, row1)
	ROWVNNI(Y2, DPBUSD2, row2)
	ROWVNNI(Y3, DPBUSD3, row3)
	STORE4
	DECQ CX
	JNZ rows
done:
	VZEROUPPER
	RET

// Bytes are widened to 16 bits, because VPMADDUBSW could saturate.
#define STEP(acc, off, row, query) \
	VPMOVSXBW off(SI), row    \
	VPMOVSXBW off(DI), query  \
	VPMADDWD query, row, row  \
	VPADDD row, acc, acc

#define ROWAVX2(acc, block) \
	VPXOR acc, acc, acc       \
	BEGIN                     \
block:                        \
	PREFETCHT0 AHEAD(SI) \
	STEP(acc, 0, Y4, Y5)      \
	STEP(acc, 16, Y6, Y7)     \
	STEP(acc, 32, Y8, Y9)     \
	STEP(acc, 48, Y10, Y11)   \
	NEXT(block)

// func dotsAVX2(out []int32, rows, q []int8)
TEXT ·dotsAVX2(SB), NOSPLIT, $0-72
	LOADARGS
	TESTQ CX, CX
	JZ done
	TESTQ R8, R8
	JZ done
rows:
	ROWAVX2(Y0, row0)
	ROWAVX2(Y1, row1)
	ROWAVX2(Y2, row2)
	ROWAVX2(Y3, row3)
	STORE4
	DECQ CX
	JNZ rows
done:
	VZEROUPPER
	RET
