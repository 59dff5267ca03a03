/*
 * Reductions in two steps: SEGMENT elements after one another are reduced to one partial result, then the partial results of an output, in order.
 * Their number depends on the sizes alone, so that the bits do too. Where items share memory a group takes a segment and joins in a tree;
 * on a processor one item takes it. GROUP is the number of items of a group.
 */
typedef struct { wide re; wide im; } partial_type;

DEVICE partial_type join_sum(partial_type a, partial_type b) { a.re += b.re; a.im += b.im; return a; }
DEVICE wide larger_or_nan(wide a, wide b) { return (b > a || b != b) ? b : a; }
DEVICE partial_type join_largest(partial_type a, partial_type b) { a.re = larger_or_nan(a.re, b.re); return a; }
DEVICE partial_type nothing(void) { partial_type p; p.re = 0; p.im = 0; return p; }

/* One element of x for a sum. */
DEVICE partial_type term_real(real x) { partial_type p; p.re = (wide)x; p.im = 0; return p; }
DEVICE partial_type term_complex(complex x) { partial_type p; p.re = (wide)x.re; p.im = (wide)x.im; return p; }
DEVICE partial_type product_real(real a, real b) { partial_type p; p.re = (wide)a * (wide)b; p.im = 0; return p; }
DEVICE partial_type product_complex(complex a, complex b)
{
    partial_type p;
    p.re = (wide)a.re * (wide)b.re + (wide)a.im * (wide)b.im;
    p.im = (wide)a.re * (wide)b.im - (wide)a.im * (wide)b.re;
    return p;
}
DEVICE partial_type size_real(real x) { partial_type p; p.re = fabs((wide)x); p.im = 0; return p; }
DEVICE partial_type size_complex(complex x) { partial_type p; p.re = hypot((wide)x.re, (wide)x.im); p.im = 0; return p; }

/* The place of summand r of output o in x: kept axes k, summed axes s, four of each. */
#define PLACES int64 k1, int64 k2, int64 k3, int64 ks0, int64 ks1, int64 ks2, int64 ks3, int64 s1, int64 s2, int64 s3, int64 ss0, int64 ss1, int64 ss2, int64 ss3
#define KEPT_PLACE(o) ((o) % k3 * ks3 + (o) / k3 % k2 * ks2 + (o) / k3 / k2 % k1 * ks1 + (o) / k3 / k2 / k1 * ks0)
#define SUMMED_PLACE(r) ((r) % s3 * ss3 + (r) / s3 % s2 * ss2 + (r) / s3 / s2 % s1 * ss1 + (r) / s3 / s2 / s1 * ss0)

#define OVER_SEGMENT(first, step, join, term) \
    partial_type sum = nothing(); \
    { int64 end = min((segment + 1) * length, summands); \
      for (int64 r = segment * length + (first); r < end; r += (step)) sum = join(sum, term); }

/* Joins what the items of a group hold: a tree over GROUP places, the same for every group. */
#define JOIN_GROUP(join) \
    SHARED partial_type shared_sums[GROUP]; \
    shared_sums[ITEM_X] = sum; \
    BARRIER(); \
    for (int half_size = GROUP / 2; half_size > 0; half_size /= 2) { \
        if (ITEM_X < half_size) shared_sums[ITEM_X] = join(shared_sums[ITEM_X], shared_sums[ITEM_X + half_size]); \
        BARRIER(); \
    } \
    if (ITEM_X == 0) partial[output * segments + segment] = shared_sums[0];

#define BY_ITEM \
    int64 place = GLOBAL_X; \
    if (place >= outputs * segments) return; \
    int64 output = place / segments; \
    int64 segment = place % segments;

#define BY_GROUP int64 output = GROUP_X / segments; int64 segment = GROUP_X % segments;

#define AXIS_SUM(name, type, term) \
    KERNEL name##_items(int64 outputs, int64 segments, int64 length, int64 summands, GLOBAL const type *x, int64 x_at, PLACES, GLOBAL partial_type *partial) \
    { BY_ITEM GLOBAL const type *first = x + x_at + KEPT_PLACE(output); OVER_SEGMENT(0, 1, join_sum, term(first[SUMMED_PLACE(r)])) partial[place] = sum; } \
    KERNEL name##_groups(int64 outputs, int64 segments, int64 length, int64 summands, GLOBAL const type *x, int64 x_at, PLACES, GLOBAL partial_type *partial) \
    { BY_GROUP GLOBAL const type *first = x + x_at + KEPT_PLACE(output); OVER_SEGMENT(ITEM_X, GROUP, join_sum, term(first[SUMMED_PLACE(r)])) JOIN_GROUP(join_sum) }

/* Of two contiguous arrays; where one is enough it comes twice. */
#define WHOLE(name, type, join, term) \
    KERNEL name##_items(int64 segments, int64 length, int64 summands, GLOBAL const type *a, int64 a_at, GLOBAL const type *b, int64 b_at, GLOBAL partial_type *partial) \
    { int64 outputs = 1; BY_ITEM OVER_SEGMENT(0, 1, join, term) partial[place] = sum; } \
    KERNEL name##_groups(int64 segments, int64 length, int64 summands, GLOBAL const type *a, int64 a_at, GLOBAL const type *b, int64 b_at, GLOBAL partial_type *partial) \
    { BY_GROUP OVER_SEGMENT(ITEM_X, GROUP, join, term) JOIN_GROUP(join) }

AXIS_SUM(sum_real, real, term_real)
AXIS_SUM(sum_complex, complex, term_complex)
WHOLE(dot_real, real, join_sum, product_real(a[a_at + r], b[b_at + r]))
WHOLE(dot_complex, complex, join_sum, product_complex(a[a_at + r], b[b_at + r]))
WHOLE(largest_real, real, join_largest, size_real(a[a_at + r]))
WHOLE(largest_complex, complex, join_largest, size_complex(a[a_at + r]))

/* The partial results of each output, in order, into an array of up to four axes. */
#define FINISH(name, type, join, value) \
    KERNEL name(int64 outputs, int64 segments, GLOBAL const partial_type *partial, GLOBAL type *into, int64 into_at, int64 n1, int64 n2, int64 n3, int64 t0, int64 t1, int64 t2, int64 t3) \
    { \
        int64 o = GLOBAL_X; \
        if (o >= outputs) return; \
        partial_type sum = partial[o * segments]; \
        for (int64 s = 1; s < segments; s++) sum = join(sum, partial[o * segments + s]); \
        into[into_at + o % n3 * t3 + o / n3 % n2 * t2 + o / n3 / n2 % n1 * t1 + o / n3 / n2 / n1 * t0] = value; \
    }

FINISH(finish_real, real, join_sum, (real)sum.re)
FINISH(finish_complex, complex, join_sum, make_complex((real)sum.re, (real)sum.im))
FINISH(finish_sum, partial_type, join_sum, sum)
FINISH(finish_largest, partial_type, join_largest, sum)
