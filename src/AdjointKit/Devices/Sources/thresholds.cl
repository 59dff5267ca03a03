/*
 * The soft threshold of lines, of which the largest magnitudes, so many as are passing, pass as they are where they are above theta; and its two slopes. What passes stands above the limit, the
 * largest of the other magnitudes above theta. Its bits are found from the highest one down, a digit of two at a time: the largest with which more than passing magnitudes are as large.
 * Where items share memory a group takes a line, else an item. COUNT_BITS, by definition, hold the numbers of a line.
 */
#define LINES int64 lines, int64 length, int64 passing, GLOBAL const real *v, int64 v_at, GLOBAL const real *theta, int64 theta_at, int64 theta_step, GLOBAL real *y, int64 y_at, GLOBAL real *slope, int64 slope_at, GLOBAL real *threshold_slope, int64 threshold_slope_at
#define COUNT_OF(counts, digit) ((int64)((counts) >> ((digit) * COUNT_BITS)) & (((int64)1 << COUNT_BITS) - 1))

/* For each digit that comes after the known ones how many magnitudes are as large, as three numbers in one. */
DEVICE uint64 counts_of(GLOBAL const real *v, int64 length, int first, int step, real theta, pattern known, int shift)
{
    uint64 counts = 0;
    for (int64 k = first; k < length; k += step) {
        real_pattern size;
        size.number = fabs(v[k]);
        if (!(size.number > theta)) continue;
        for (int digit = 0; digit < 3; digit++) counts += (uint64)(size.bits >= (known | ((pattern)(digit + 1) << shift))) << (digit * COUNT_BITS);
    }
    return counts;
}

DEVICE pattern with_digit(pattern known, int shift, uint64 counts, int64 passing)
{
    int digit = 0;
    while (digit < 3 && COUNT_OF(counts, digit) > passing) digit++;
    return known | ((pattern)digit << shift);
}

/* q is dy/dtheta: 0 where v is cut off or passes. */
DEVICE void shrink(GLOBAL const real *v, int64 length, int first, int step, real theta, pattern limit, int64 passing, GLOBAL real *y, GLOBAL real *slope, GLOBAL real *threshold_slope)
{
    for (int64 k = first; k < length; k += step) {
        real x = v[k];
        real_pattern size;
        size.number = fabs(x);
        bool is_below = size.number <= theta;
        real q = is_below || (passing > 0 && size.bits > limit) ? R(0.0) : x < R(0.0) ? R(1.0) : x > R(0.0) ? R(-1.0) : R(0.0);
        y[k] = is_below ? R(0.0) : x + q * theta;
        slope[k] = is_below ? R(0.0) : R(1.0);
        threshold_slope[k] = q;
    }
}

KERNEL support_threshold_items(LINES)
{
    int64 line = GLOBAL_X;
    if (line >= lines) return;
    GLOBAL const real *from = v + v_at + line * length;
    real theta_of_line = theta[theta_at + line * theta_step];
    pattern limit = 0;
    if (passing > 0) for (int shift = PATTERN_BITS - 2; shift >= 0; shift -= 2) limit = with_digit(limit, shift, counts_of(from, length, 0, 1, theta_of_line, limit, shift), passing);
    int64 at = line * length;
    shrink(from, length, 0, 1, theta_of_line, limit, passing, y + y_at + at, slope + slope_at + at, threshold_slope + threshold_slope_at + at);
}

KERNEL support_threshold_groups(LINES)
{
    SHARED uint64 counts[GROUP];
    int64 line = GROUP_X;
    GLOBAL const real *from = v + v_at + line * length;
    real theta_of_line = theta[theta_at + line * theta_step];
    pattern limit = 0;
    if (passing > 0) {
        for (int shift = PATTERN_BITS - 2; shift >= 0; shift -= 2) {
            counts[ITEM_X] = counts_of(from, length, ITEM_X, GROUP, theta_of_line, limit, shift);
            for (int half_size = GROUP / 2; half_size > 0; half_size /= 2) {
                BARRIER();
                if (ITEM_X < half_size) counts[ITEM_X] += counts[ITEM_X + half_size];
            }
            BARRIER();
            limit = with_digit(limit, shift, counts[0], passing);
            BARRIER();
        }
    }
    int64 at = line * length;
    shrink(from, length, ITEM_X, GROUP, theta_of_line, limit, passing, y + y_at + at, slope + slope_at + at, threshold_slope + threshold_slope_at + at);
}
