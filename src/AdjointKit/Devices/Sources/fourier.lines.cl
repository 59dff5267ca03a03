/*
 * Whole lines of LENGTH points, one launch: LANES items hold a line in registers, LINES lines are worked on by a group, and between two passes the points change
 * hands through shared memory, first the real, then the imaginary parts. RADIX_0, RADIX_1, ... are the passes (see fourier.passes.cl), LAST the number of the
 * last one, VALUES the points that an item has room for, STRIDE the numbers between two lines in shared memory, BANKS what a row of its banks holds.
 *
 * FORM 0: the transform. FORM 1: the transform, a factor (a transfer function), the inverse transform. FORM 2: Bluestein's transform of `points` points (see
 * fourier.chirp.cl), which is the same with a chirp at both ends; `spectrum` is the transform of the conjugate chirp.
 *
 * Line (outer, middle, inner) begins at outer x_outer + middle x_middle + inner x_inner, its points x_step apart; so in the result. Where neighbouring lines
 * are nearer in memory than neighbouring points (across), neighbouring items belong to neighbouring lines.
 */
#define TRANSFORM 0
#define FILTER 1
#define BLUESTEIN 2

#define BEFORE_0 1
#define BEFORE_1 (RADIX_0)
#define BEFORE_2 (BEFORE_1 * RADIX_1)
#define BEFORE_3 (BEFORE_2 * RADIX_2)
#define BEFORE_4 (BEFORE_3 * RADIX_3)
#define BEFORE_5 (BEFORE_4 * RADIX_4)
#define BEFORE_6 (BEFORE_5 * RADIX_5)
#define BEFORE_7 (BEFORE_6 * RADIX_6)

#define BUTTERFLY(r) BUTTERFLY_OF(r)
#define BUTTERFLY_OF(r) butterfly_##r

/* Every butterfly u that an item does in pass p, the c-th of them; the last round may not be full. */
#define ROUNDS(p) ((LENGTH / RADIX_##p + LANES - 1) / LANES)
#define EACH_BUTTERFLY(p) \
    UNROLLED \
    for (int c = 0; c < ROUNDS(p); c++) if (ROUNDS(p) * LANES * RADIX_##p == LENGTH || lane + c * LANES < LENGTH / RADIX_##p)

/* Every point that an item holds, and its place in the line, before and after pass p. */
#define BUTTERFLY_NUMBER (lane + c * LANES)
#define VALUE(p) v[c * RADIX_##p + l]
#define PLACE_BEFORE(p) (BUTTERFLY_NUMBER + l * (LENGTH / RADIX_##p))
#define PLACE_AFTER(p) (BUTTERFLY_NUMBER / BEFORE_##p * BEFORE_##p * RADIX_##p + BUTTERFLY_NUMBER % BEFORE_##p + l * BEFORE_##p)
#define EACH_POINT(p) EACH_BUTTERFLY(p) UNROLLED for (int l = 0; l < RADIX_##p; l++)

#define PASS(p) \
    EACH_BUTTERFLY(p) { \
        if (p > 0) { \
            UNROLLED \
            for (int l = 1; l < RADIX_##p; l++) VALUE(p) = complex_multiply(VALUE(p), twiddles[BEFORE_##p - 1 + (l - 1) * BEFORE_##p + BUTTERFLY_NUMBER % BEFORE_##p]); \
        } \
        BUTTERFLY(RADIX_##p)(v + c * RADIX_##p); \
    }

#define SHARED_PLACE(place) ((place) + (place) / BANKS)
#define EXCHANGE(p, next) \
    EACH_POINT(p) own[SHARED_PLACE(PLACE_AFTER(p))] = VALUE(p).re; \
    BARRIER(); \
    EACH_POINT(next) VALUE(next).re = own[SHARED_PLACE(PLACE_BEFORE(next))]; \
    BARRIER(); \
    EACH_POINT(p) own[SHARED_PLACE(PLACE_AFTER(p))] = VALUE(p).im; \
    BARRIER(); \
    EACH_POINT(next) VALUE(next).im = own[SHARED_PLACE(PLACE_BEFORE(next))]; \
    BARRIER();

#if LAST >= 2
#define THEN_2 EXCHANGE(1, 2) PASS(2)
#else
#define THEN_2
#endif
#if LAST >= 3
#define THEN_3 EXCHANGE(2, 3) PASS(3)
#else
#define THEN_3
#endif
#if LAST >= 4
#define THEN_4 EXCHANGE(3, 4) PASS(4)
#else
#define THEN_4
#endif
#if LAST >= 5
#define THEN_5 EXCHANGE(4, 5) PASS(5)
#else
#define THEN_5
#endif
#if LAST >= 6
#define THEN_6 EXCHANGE(5, 6) PASS(6)
#else
#define THEN_6
#endif
#if LAST >= 7
#define THEN_7 EXCHANGE(6, 7) PASS(7)
#else
#define THEN_7
#endif
#define ALL_PASSES PASS(0) EXCHANGE(0, 1) PASS(1) THEN_2 THEN_3 THEN_4 THEN_5 THEN_6 THEN_7

/* The macros above paste the number of the pass to names: LAST must be expanded first. */
#define OF_LAST(macro) OF_PASS(macro, LAST)
#define OF_PASS(macro, p) macro(p)
#define BACK_TO_FIRST BACK_FROM(LAST)
#define BACK_FROM(p) EXCHANGE(p, 0)

#define READ(p) \
    EACH_POINT(p) { int place = PLACE_BEFORE(p); VALUE(p) = READ_POINT; }
#define WRITE(p) \
    EACH_POINT(p) { int place = PLACE_AFTER(p); complex value = VALUE(p); WRITE_POINT; }
#define TURN(p) \
    EACH_POINT(p) { int place = PLACE_AFTER(p); VALUE(p) = complex_conjugate(BETWEEN(VALUE(p))); }

#define TRANSFORMED(value) scaled(times_factor(value, factors, factor_step * place, factor_sign), scale_re, scale_im)
#if FORM == TRANSFORM
#define READ_POINT LOADED(from[place * x_step])
#define WRITE_POINT to[place * into_step] = TRANSFORMED(value)
#elif FORM == FILTER
#define READ_POINT LOADED(from[place * x_step])
#define BETWEEN(value) times_factor(value, factors, factor_step * place, factor_sign)
#define WRITE_POINT to[place * into_step] = scaled(complex_conjugate(value), scale_re, scale_im)
#else
#define READ_POINT (place < points ? complex_multiply(LOADED(from[place * x_step]), chirp[place]) : make_complex(R(0.0), R(0.0)))
#define BETWEEN(value) complex_multiply(value, spectrum[place])
#define WRITE_POINT if (place < points) to[place * into_step] = TRANSFORMED(complex_multiply(complex_conjugate(value), chirp[place]))
#endif

GROUP_KERNEL(LANES * LINES) transform_lines(
    int64 lines, int64 middles, int64 inners,
    GLOBAL const real *x, int64 x_at, int64 x_outer, int64 x_middle, int64 x_inner, int64 x_step,
    GLOBAL real *into, int64 into_at, int64 into_outer, int64 into_middle, int64 into_inner, int64 into_step,
    GLOBAL const complex *twiddles, int across,
#if FORM == BLUESTEIN
    int points, GLOBAL const complex *chirp, GLOBAL const complex *spectrum,
#endif
    ENDS)
{
    SHARED real parts[LINES * STRIDE];
    complex v[VALUES];
    int lane = across ? ITEM_X / LINES : ITEM_X % LANES;
    int in_group = across ? ITEM_X % LINES : ITEM_X / LANES;
    LOCAL real *own = parts + in_group * STRIDE;
    int64 line = (int64)GROUP_X * LINES + in_group;

    /* Items beyond the last line read it, too, and write nothing: all of a group must reach its barriers. */
    bool writes = line < lines;
    if (!writes) line = lines - 1;
    int64 inner = line % inners;
    int64 middle = line / inners % middles;
    int64 outer = line / inners / middles;
    GLOBAL const complex *from = (GLOBAL const complex *)(x + x_at) + outer * x_outer + middle * x_middle + inner * x_inner;
    GLOBAL complex *to = (GLOBAL complex *)(into + into_at) + outer * into_outer + middle * into_middle + inner * into_inner;
    GLOBAL const complex *factors = (GLOBAL const complex *)(factor + factor_at) + FACTOR_PLACE(outer, middle, inner);
    READ(0)
    ALL_PASSES
#if FORM != TRANSFORM
    OF_LAST(TURN)
    BACK_TO_FIRST
    ALL_PASSES
#endif
    if (writes) { OF_LAST(WRITE) }
}
