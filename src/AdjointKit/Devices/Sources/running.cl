/*
 * Running sums along one axis, in blocks of BLOCK elements: the totals of the blocks, the sums of the totals before each, then each block from there. Lines are the
 * other axes, up to four; an item does one block of one line.
 */
#define LINES int64 lines, int64 blocks, int64 length, int64 n1, int64 n2, int64 n3
#define LINE_STEPS(name) int64 name##_step, int64 name##_s0, int64 name##_s1, int64 name##_s2, int64 name##_s3
#define LINE_START(name, line) ((line) % n3 * name##_s3 + (line) / n3 % n2 * name##_s2 + (line) / n3 / n2 % n1 * name##_s1 + (line) / n3 / n2 / n1 * name##_s0)
typedef struct { wide re; wide im; } wide_complex;

DEVICE wide_complex wide_sum(wide_complex a, wide_complex b) { a.re += b.re; a.im += b.im; return a; }
DEVICE wide_complex widen_real(real x) { wide_complex z; z.re = (wide)x; z.im = 0; return z; }
DEVICE wide_complex widen_complex(complex x) { wide_complex z; z.re = (wide)x.re; z.im = (wide)x.im; return z; }
DEVICE real narrow_real(wide_complex z) { return (real)z.re; }
DEVICE complex narrow_complex(wide_complex z) { return make_complex((real)z.re, (real)z.im); }

#define RUNNING(kind, type) \
    KERNEL totals_##kind(LINES, GLOBAL const type *x, int64 x_at, LINE_STEPS(x), GLOBAL wide_complex *totals) \
    { \
        int64 item = GLOBAL_X; \
        if (item >= lines * blocks) return; \
        GLOBAL const type *first = x + x_at + LINE_START(x, item / blocks); \
        int64 block = item % blocks; \
        int64 end = min((block + 1) * BLOCK, length); \
        wide_complex sum = widen_##kind(first[block * BLOCK * x_step]); \
        for (int64 r = block * BLOCK + 1; r < end; r++) sum = wide_sum(sum, widen_##kind(first[r * x_step])); \
        totals[item] = sum; \
    } \
    KERNEL running_##kind(LINES, GLOBAL const type *x, int64 x_at, LINE_STEPS(x), GLOBAL const wide_complex *before, GLOBAL type *into, int64 into_at, LINE_STEPS(into)) \
    { \
        int64 item = GLOBAL_X; \
        if (item >= lines * blocks) return; \
        GLOBAL const type *first = x + x_at + LINE_START(x, item / blocks); \
        GLOBAL type *target = into + into_at + LINE_START(into, item / blocks); \
        int64 block = item % blocks; \
        int64 end = min((block + 1) * BLOCK, length); \
        wide_complex sum = widen_##kind(first[block * BLOCK * x_step]); \
        target[block * BLOCK * into_step] = narrow_##kind(block == 0 ? sum : wide_sum(before[item], sum)); \
        for (int64 r = block * BLOCK + 1; r < end; r++) { \
            sum = wide_sum(sum, widen_##kind(first[r * x_step])); \
            target[r * into_step] = narrow_##kind(block == 0 ? sum : wide_sum(before[item], sum)); \
        } \
    }

RUNNING(real, real)
RUNNING(complex, complex)

/* The totals of each line become the sums of those before them. */
KERNEL add_totals(int64 lines, int64 blocks, GLOBAL wide_complex *totals)
{
    int64 line = GLOBAL_X;
    if (line >= lines) return;
    wide_complex before;
    before.re = 0;
    before.im = 0;
    for (int64 block = 0; block < blocks; block++) {
        wide_complex total = totals[line * blocks + block];
        totals[line * blocks + block] = before;
        before = wide_sum(before, total);
    }
}
