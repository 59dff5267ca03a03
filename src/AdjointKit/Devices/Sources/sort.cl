/*
 * Stable sorting of lines by whole numbers (keys) that order as the elements do, with the places where they stood: runs of RUN by insertion, then runs merged in pairs. In a merge an
 * item finds the place of one element by bisecting the other run. Lines lie one after another; their elements come from an array of three axes.
 */
#define LINES_OF int64 outer, int64 count, int64 inner
#define SOURCE(type) GLOBAL const type *x, int64 x_at, int64 x_o, int64 x_k, int64 x_i
#define SOURCE_PLACE x[x_at + item / count / inner * x_o + item % count * x_k + item / count % inner * x_i]

#define LARGEST_KEY (~(uint64)0)

/* 0 and -0 alike, NaN above all, also where the order is turned round. */
KERNEL keys_real(LINES_OF, int descending, SOURCE(real), GLOBAL uint64 *keys, GLOBAL int64 *places)
{
    int64 item = GLOBAL_X;
    if (item >= outer * count * inner) return;
    real_pattern value;
    value.number = SOURCE_PLACE;
    int is_nan = value.number != value.number;
    if (value.number == R(0.0)) value.number = R(0.0);
    pattern ordered = (value.bits & PATTERN_SIGN) ? ~value.bits : (value.bits ^ PATTERN_SIGN);
    if (descending) ordered = ~ordered;
    keys[item] = is_nan ? LARGEST_KEY : (uint64)ordered;
    places[item] = item % count;
}

/* Indices: none is negative. */
KERNEL keys_index(LINES_OF, SOURCE(int64), GLOBAL uint64 *keys, GLOBAL int64 *places)
{
    int64 item = GLOBAL_X;
    if (item >= outer * count * inner) return;
    keys[item] = (uint64)SOURCE_PLACE;
    places[item] = item % count;
}

KERNEL sort_runs(int64 lines, int64 count, GLOBAL uint64 *keys, GLOBAL int64 *places)
{
    int64 runs = (count + RUN - 1) / RUN;
    int64 item = GLOBAL_X;
    if (item >= lines * runs) return;
    int64 first = item / runs * count + item % runs * RUN;
    int64 end = min(first + RUN, (item / runs + 1) * count);
    for (int64 k = first + 1; k < end; k++) {
        uint64 key = keys[k];
        int64 place = places[k];
        int64 to = k;
        for (; to > first && keys[to - 1] > key; to--) { keys[to] = keys[to - 1]; places[to] = places[to - 1]; }
        keys[to] = key;
        places[to] = place;
    }
}

KERNEL sort_merge(int64 lines, int64 count, int64 width, GLOBAL const uint64 *keys, GLOBAL const int64 *places, GLOBAL uint64 *merged_keys, GLOBAL int64 *merged_places)
{
    int64 item = GLOBAL_X;
    if (item >= lines * count) return;
    int64 line = item / count * count;
    int64 k = item % count;
    int64 pair = k / (2 * width) * (2 * width);
    int64 middle = min(pair + width, count);
    int64 end = min(pair + 2 * width, count);
    int is_right = k >= middle;
    uint64 key = keys[item];

    /* How many of the other run stand before this element: of equal ones those of the left run come first. */
    int64 low = is_right ? pair : middle;
    int64 start = low;
    int64 high = is_right ? middle : end;
    while (low < high) {
        int64 half_way = (low + high) / 2;
        uint64 other = keys[line + half_way];
        if (other < key || (is_right && other == key)) low = half_way + 1;
        else high = half_way;
    }
    int64 to = line + pair + (k - (is_right ? middle : pair)) + (low - start);
    merged_keys[to] = key;
    merged_places[to] = places[item];
}
