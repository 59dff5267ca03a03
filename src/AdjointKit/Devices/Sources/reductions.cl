/*
 * Reductions in two steps: the elements of a segment, after one another, to one partial result, then the partial results of an output, in order.
 * The number of segments depends on the sizes alone, so that the bits do too. Where items share memory a group takes a segment and joins in a tree of GROUP places;
 * on a processor one item takes it.
 */
typedef struct { wide re; wide im; int64 place; } partial_type;

DEVICE partial_type make_partial(wide re, wide im, int64 place) { partial_type p; p.re = re; p.im = im; p.place = place; return p; }
/* What nothing was joined to yet; as a number -0, which added to any other one leaves its bits. */
DEVICE partial_type nothing(void) { return make_partial(-(wide)0, -(wide)0, -1); }

/* How two partial results become one; place is that of the element, -1 where there is none yet. */
#define JOIN(name, result) \
    DEVICE partial_type name(partial_type a, partial_type b) \
    { if (a.place < 0) return b; if (b.place < 0) return a; result }

/* The first of the better ones in the order of places; a NaN is better than all. */
DEVICE int is_better(partial_type b, partial_type a, int wants_larger)
{
    int a_is_nan = a.re != a.re;
    int b_is_nan = b.re != b.re;
    if (a_is_nan || b_is_nan) return b_is_nan && (!a_is_nan || b.place < a.place);
    if (b.re == a.re) return b.place < a.place;
    return wants_larger ? b.re > a.re : b.re < a.re;
}

DEVICE partial_type join_sum(partial_type a, partial_type b) { return make_partial(a.re + b.re, a.im + b.im, 0); }
JOIN(join_product, return make_partial(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re, 0);)
JOIN(join_magnitude, return (b.re > a.re || b.re != b.re) ? b : a;)
JOIN(join_first_largest, return is_better(b, a, 1) ? b : a;)
JOIN(join_first_smallest, return is_better(b, a, 0) ? b : a;)
/* As values, 0 is larger than -0. */
JOIN(join_largest, if (a.re == 0 && b.re == 0) return make_partial(a.re + b.re, 0, a.place); return is_better(b, a, 1) ? b : a;)
JOIN(join_smallest, if (a.re == 0 && b.re == 0) return make_partial(-(-a.re - b.re), 0, a.place); return is_better(b, a, 0) ? b : a;)

/* What an element gives. */
DEVICE partial_type term_real(real x, int64 place) { return make_partial((wide)x, 0, place); }
DEVICE partial_type term_complex(complex x, int64 place) { return make_partial((wide)x.re, (wide)x.im, place); }
DEVICE partial_type size_real(real x, int64 place) { return make_partial(fabs((wide)x), 0, place); }
DEVICE partial_type size_complex(complex x, int64 place) { return make_partial(hypot((wide)x.re, (wide)x.im), 0, place); }
DEVICE partial_type product_real(real a, real b) { return make_partial((wide)a * (wide)b, 0, 0); }
DEVICE partial_type product_complex(complex a, complex b)
{
    return make_partial((wide)a.re * (wide)b.re + (wide)a.im * (wide)b.im, (wide)a.re * (wide)b.im - (wide)a.im * (wide)b.re, 0);
}

/* The place of summand r of output o in x: kept axes k, reduced axes s, four of each. */
#define PLACES int64 k1, int64 k2, int64 k3, int64 ks0, int64 ks1, int64 ks2, int64 ks3, int64 s1, int64 s2, int64 s3, int64 ss0, int64 ss1, int64 ss2, int64 ss3
#define KEPT_PLACE(o) ((o) % k3 * ks3 + (o) / k3 % k2 * ks2 + (o) / k3 / k2 % k1 * ks1 + (o) / k3 / k2 / k1 * ks0)
#define REDUCED_PLACE(r) ((r) < s3 ? (r) * ss3 : (r) % s3 * ss3 + (r) / s3 % s2 * ss2 + (r) / s3 / s2 % s1 * ss1 + (r) / s3 / s2 / s1 * ss0)

#define OVER_SEGMENT(first_of_item, step, join, term) \
    partial_type sum = nothing(); \
    { int64 end = min((segment + 1) * length, summands); \
      for (int64 r = segment * length + (first_of_item); r < end; r += (step)) sum = join(sum, term); }

#define JOIN_TREE(join) \
    SHARED partial_type shared_sums[GROUP]; \
    shared_sums[ITEM_X] = sum; \
    for (int half_size = GROUP / 2; half_size > 0; half_size /= 2) { \
        BARRIER(); \
        if (ITEM_X < half_size) shared_sums[ITEM_X] = join(shared_sums[ITEM_X], shared_sums[ITEM_X + half_size]); \
    }

#define JOIN_GROUP(join) \
    JOIN_TREE(join) \
    if (ITEM_X == 0) partial[output * segments + segment] = shared_sums[0];

#define BY_ITEM \
    int64 place = GLOBAL_X; \
    if (place >= outputs * segments) return; \
    int64 output = place / segments; \
    int64 segment = place % segments;

#define BY_GROUP int64 output = GROUP_X / segments; int64 segment = GROUP_X % segments;

/* Over some axes of an array of any strides. */
#define OVER_AXES(name, type, join, term) \
    KERNEL name##_items(int64 outputs, int64 segments, int64 length, int64 summands, GLOBAL const type *x, int64 x_at, PLACES, GLOBAL partial_type *partial) \
    { BY_ITEM GLOBAL const type *first = x + x_at + KEPT_PLACE(output); OVER_SEGMENT(0, 1, join, term(first[REDUCED_PLACE(r)], r)) partial[place] = sum; } \
    KERNEL name##_groups(int64 outputs, int64 segments, int64 length, int64 summands, GLOBAL const type *x, int64 x_at, PLACES, GLOBAL partial_type *partial) \
    { BY_GROUP GLOBAL const type *first = x + x_at + KEPT_PLACE(output); OVER_SEGMENT(ITEM_X, GROUP, join, term(first[REDUCED_PLACE(r)], r)) JOIN_GROUP(join) }

/* Of two contiguous arrays; where one is enough it comes twice. */
#define WHOLE(name, type, join, term) \
    KERNEL name##_items(int64 segments, int64 length, int64 summands, GLOBAL const type *a, int64 a_at, GLOBAL const type *b, int64 b_at, GLOBAL partial_type *partial) \
    { int64 outputs = 1; BY_ITEM OVER_SEGMENT(0, 1, join, term) partial[place] = sum; } \
    KERNEL name##_groups(int64 segments, int64 length, int64 summands, GLOBAL const type *a, int64 a_at, GLOBAL const type *b, int64 b_at, GLOBAL partial_type *partial) \
    { BY_GROUP OVER_SEGMENT(ITEM_X, GROUP, join, term) JOIN_GROUP(join) }

OVER_AXES(sum_real, real, join_sum, term_real)
OVER_AXES(sum_complex, complex, join_sum, term_complex)
OVER_AXES(product_over_real, real, join_product, term_real)
OVER_AXES(product_over_complex, complex, join_product, term_complex)
OVER_AXES(largest_real, real, join_largest, term_real)
OVER_AXES(smallest_real, real, join_smallest, term_real)
OVER_AXES(first_largest_real, real, join_first_largest, term_real)
OVER_AXES(first_smallest_real, real, join_first_smallest, term_real)
WHOLE(dot_real, real, join_sum, product_real(a[a_at + r], b[b_at + r]))
WHOLE(dot_complex, complex, join_sum, product_complex(a[a_at + r], b[b_at + r]))
WHOLE(magnitude_real, real, join_magnitude, size_real(a[a_at + r], 0))
WHOLE(magnitude_complex, complex, join_magnitude, size_complex(a[a_at + r], 0))

/* The partial results of each output, in order, into an array of up to four axes; by items, or where there are many of an output by a group. */
#define FINISHED int64 outputs, int64 segments, GLOBAL const partial_type *partial
#define OUTPUT_AXES int64 into_at, int64 n1, int64 n2, int64 n3, int64 t0, int64 t1, int64 t2, int64 t3
#define OUTPUT_PLACE(o) (into_at + (o) % n3 * t3 + (o) / n3 % n2 * t2 + (o) / n3 / n2 % n1 * t1 + (o) / n3 / n2 / n1 * t0)
#define FINISH(name, type, join, value) \
    KERNEL name##_items(FINISHED, GLOBAL type *into, OUTPUT_AXES) \
    { \
        int64 o = GLOBAL_X; \
        if (o >= outputs) return; \
        partial_type sum = partial[o * segments]; \
        for (int64 s = 1; s < segments; s++) sum = join(sum, partial[o * segments + s]); \
        into[OUTPUT_PLACE(o)] = value; \
    } \
    KERNEL name##_groups(FINISHED, GLOBAL type *into, OUTPUT_AXES) \
    { \
        int64 o = GROUP_X; \
        int64 run = (segments + GROUP - 1) / GROUP; \
        int64 end = min((ITEM_X + 1) * run, segments); \
        partial_type sum = nothing(); \
        for (int64 s = ITEM_X * run; s < end; s++) sum = join(sum, partial[o * segments + s]); \
        JOIN_TREE(join) \
        if (ITEM_X == 0) { sum = shared_sums[0]; into[OUTPUT_PLACE(o)] = value; } \
    }

FINISH(finish_sum_real, real, join_sum, (real)sum.re)
FINISH(finish_sum_complex, complex, join_sum, make_complex((real)sum.re, (real)sum.im))
FINISH(finish_product_real, real, join_product, (real)sum.re)
FINISH(finish_product_complex, complex, join_product, make_complex((real)sum.re, (real)sum.im))
FINISH(finish_largest_real, real, join_largest, (real)sum.re)
FINISH(finish_smallest_real, real, join_smallest, (real)sum.re)
FINISH(finish_first_largest_real, int64, join_first_largest, sum.place)
FINISH(finish_first_smallest_real, int64, join_first_smallest, sum.place)
FINISH(finish_dot, partial_type, join_sum, sum)
FINISH(finish_magnitude, partial_type, join_magnitude, sum)
