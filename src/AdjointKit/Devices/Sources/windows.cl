/* The largest elements of windows over planes, and the neighbours of positions in a grid. */
#define WINDOWS int64 height, int64 width, int64 rows, int64 columns, int64 taps_y, int64 taps_x, int64 stride_y, int64 stride_x, int64 padding_y, int64 padding_x

/* The place in its plane of the largest element of a window: the first of equal ones, the first NaN. */
DEVICE int64 largest_of(WINDOWS, GLOBAL const real *x, int64 row, int64 column)
{
    int64 left = column * stride_x - padding_x;
    int64 top = row * stride_y - padding_y;
    int64 first_x = left > 0 ? left : 0;
    int64 first_y = top > 0 ? top : 0;
    int64 place = first_y * width + first_x;
    real largest = x[place];
    for (int64 i = first_y; i < height && i < top + taps_y; i++) {
        for (int64 j = first_x; j < width && j < left + taps_x; j++) {
            real element = x[i * width + j];
            if (!(element > largest) && !(element != element && largest == largest)) continue;
            largest = element;
            place = i * width + j;
        }
    }
    return place;
}

#define WINDOWS_GIVEN height, width, rows, columns, taps_y, taps_x, stride_y, stride_x, padding_y, padding_x

KERNEL pick_largest(int64 count, WINDOWS, GLOBAL const real *x, int64 x_at, GLOBAL const real *t, int64 t_at, GLOBAL real *into, int64 into_at)
{
    int64 k = GLOBAL_X;
    if (k >= count) return;
    int64 plane = k / columns / rows * height * width;
    into[into_at + k] = t[t_at + plane + largest_of(WINDOWS_GIVEN, x + x_at + plane, k / columns % rows, k % columns)];
}

/* An item adds what the windows around its element give to it, in their order. */
KERNEL place_largest(int64 count, WINDOWS, GLOBAL const real *x, int64 x_at, GLOBAL const real *y, int64 y_at, GLOBAL real *into, int64 into_at)
{
    int64 k = GLOBAL_X;
    if (k >= count) return;
    int64 plane = k / width / height;
    int64 i = k / width % height + padding_y;
    int64 j = k % width + padding_x;
    int64 first_row = i < taps_y ? 0 : (i - taps_y) / stride_y + 1;
    int64 first_column = j < taps_x ? 0 : (j - taps_x) / stride_x + 1;
    real sum = R(0.0);
    for (int64 row = first_row; row < rows && row * stride_y <= i; row++) {
        for (int64 column = first_column; column < columns && column * stride_x <= j; column++) {
            if (largest_of(WINDOWS_GIVEN, x + x_at + plane * height * width, row, column) == k % (height * width)) sum += y[y_at + (plane * rows + row) * columns + column];
        }
    }
    into[into_at + k] = sum;
}

DEVICE int64 neighbours(real position, int64 length, int slope, real *of_first, real *of_second)
{
    real last = (real)(length - 1);
    int outside = position < R(0.0) || position > last;
    real within = position < R(0.0) ? R(0.0) : position > last ? last : position;
    int64 first = within == within ? (int64)within : 0;
    if (first > length - 2) first = length - 2;
    if (first < 0) first = 0;
    real fraction = within - (real)first;
    real step = outside ? R(0.0) : position == position ? R(1.0) : position;
    *of_first = slope ? -step : R(1.0) - fraction;
    *of_second = slope ? step : fraction;
    return first;
}

KERNEL linear_taps(int64 count, int planar, int64 rows, int64 columns, int slope_rows, int slope_columns, GLOBAL const real *y, int64 y_at, GLOBAL const real *x, int64 x_at, GLOBAL int64 *indices, int64 indices_at, GLOBAL real *weights, int64 weights_at)
{
    int64 k = GLOBAL_X;
    if (k >= count) return;
    real x0; real x1;
    int64 left = neighbours(x[x_at + k], columns, slope_columns, &x0, &x1);
    int64 right = left + 1 < columns ? left + 1 : columns - 1;
    if (!planar) {
        indices[indices_at + 2 * k] = left;
        indices[indices_at + 2 * k + 1] = right;
        weights[weights_at + 2 * k] = x0;
        weights[weights_at + 2 * k + 1] = x1;
        return;
    }
    real y0; real y1;
    int64 top = neighbours(y[y_at + k], rows, slope_rows, &y0, &y1);
    int64 bottom = top + 1 < rows ? top + 1 : rows - 1;
    int64 at = indices_at + 4 * k;
    indices[at] = top * columns + left;
    indices[at + 1] = top * columns + right;
    indices[at + 2] = bottom * columns + left;
    indices[at + 3] = bottom * columns + right;
    at = weights_at + 4 * k;
    weights[at] = y0 * x0;
    weights[at + 1] = y0 * x1;
    weights[at + 2] = y1 * x0;
    weights[at + 3] = y1 * x1;
}
