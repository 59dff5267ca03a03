/*
 * Steps of iterations for sparse signals, which write an array and sum over it, after reductions.cl: each item, or group, takes a segment of contiguous arrays, and both sums of it stand in one
 * partial result.
 */

/* A step of the proximal gradient method for the L1 norm, and |into| and (into - y)^2 of an element. A gradient that is carried on in momentum has a slope before. */
#define SHRINKAGE GLOBAL const real *x, int64 x_at, GLOBAL const real *previous, int64 previous_at, GLOBAL const real *slope, int64 slope_at, GLOBAL const real *slope_before, int64 slope_before_at, real ahead, real behind, real step, real threshold, GLOBAL real *into, int64 into_at
DEVICE partial_type shrunk(int64 r, SHRINKAGE)
{
    real here = x[x_at + r];
    real y = behind == R(0.0) ? here : fma(ahead, here, behind * previous[previous_at + r]);
    real gradient = slope[slope_at + r];
    if (slope_before) gradient = fma(ahead, gradient, behind * slope_before[slope_before_at + r]);
    real z = fma(-step, gradient, y);
    real limited = z > threshold ? threshold : z < -threshold ? -threshold : z;
    real left = z - limited;
    into[into_at + r] = left;
    real moved = left - y;
    return make_partial(fabs((wide)left), (wide)moved * (wide)moved, 0);
}

/* into + slope, and x (into + 2 slope). */
#define GAIN GLOBAL const real *slope, int64 slope_at, GLOBAL const real *x, int64 x_at, GLOBAL real *into, int64 into_at
DEVICE partial_type gained(int64 r, GAIN)
{
    real sum = into[into_at + r] + slope[slope_at + r];
    into[into_at + r] = sum;
    return product_real(x[x_at + r], sum + slope[slope_at + r]);
}

#define SUMMED_STEP(name, OPERANDS, term) \
    KERNEL name##_items(int64 segments, int64 length, int64 summands, OPERANDS, GLOBAL partial_type *partial) \
    { int64 outputs = 1; BY_ITEM OVER_SEGMENT(0, 1, join_sum, term) partial[place] = sum; } \
    KERNEL name##_groups(int64 segments, int64 length, int64 summands, OPERANDS, GLOBAL partial_type *partial) \
    { BY_GROUP OVER_SEGMENT(ITEM_X, GROUP, join_sum, term) JOIN_GROUP(join_sum) }

SUMMED_STEP(shrink, SHRINKAGE, shrunk(r, x, x_at, previous, previous_at, slope, slope_at, slope_before, slope_before_at, ahead, behind, step, threshold, into, into_at))
SUMMED_STEP(gain, GAIN, gained(r, slope, slope_at, x, x_at, into, into_at))
