/*
 * One pass of a transform along an axis [lines, length, inner] in device memory (Stockham's order: no bit reversal), an item to a butterfly. After the passes before,
 * with a product of radices `before`, butterfly (block, k, i) reads points block before + k + l length / r and writes block before r + k + q before.
 * Twiddles lie pass after pass, those of a pass from before - 1 on: exp(-2 pi i k l / (before r)) at (l - 1) before + k.
 */
#define PASS(r) \
    KERNEL pass_##r(uint32 count, int64 first_line, uint32 length, uint32 inner, uint32 before, \
        GLOBAL const real *x, int64 x_at, GLOBAL real *into, int64 into_at, GLOBAL const complex *twiddles, ENDS) \
    { \
        uint32 place = (uint32)GLOBAL_X; \
        if (place >= count) return; \
        uint32 run = before * inner; \
        uint32 butterflies = length / r * inner; \
        uint32 line = place / butterflies; \
        uint32 u = place % butterflies; \
        uint32 block = u / run; \
        uint32 t = u % run; \
        uint32 k = t / inner; \
        uint32 i = t % inner; \
        int64 begin = (first_line + line) * length * inner; \
        GLOBAL const complex *from = (GLOBAL const complex *)(x + x_at) + begin; \
        GLOBAL complex *to = (GLOBAL complex *)(into + into_at) + begin; \
        complex v[r]; \
        UNROLLED \
        for (uint32 l = 0; l < r; l++) v[l] = LOADED(from[u + l * (int64)butterflies]); \
        if (before > 1) { \
            UNROLLED \
            for (uint32 l = 1; l < r; l++) v[l] = complex_multiply(v[l], twiddles[before - 1 + (l - 1) * before + k]); \
        } \
        butterfly_##r(v); \
        int64 factors = FACTOR_PLACE(first_line + line, 0, i); \
        UNROLLED \
        for (uint32 q = 0; q < r; q++) { \
            int64 point = block * (int64)before * r + k + q * before; \
            to[point * inner + i] = FINISHED(v[q], factors + point * factor_step); \
        } \
    }

PASS(1)
PASS(2)
PASS(3)
PASS(4)
PASS(5)
PASS(7)
PASS(8)
PASS(11)
PASS(13)
