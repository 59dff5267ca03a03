/*
 * Along one axis of arrays of three: o counts what is in front of the axis, k along it, i behind it; each array has its own steps. An item does one element, of
 * a recurrence one line.
 */
#define THREE int64 outer, int64 count, int64 inner
#define STEPS(type, name) GLOBAL type *name, int64 name##_at, int64 name##_o, int64 name##_k, int64 name##_i
#define PLACE(name, o, k, i) name[name##_at + (o) * name##_o + (k) * name##_k + (i) * name##_i]
typedef struct { int64 low; int64 high; } word16;

#define GATHER(name, type) \
    KERNEL name(THREE, STEPS(const type, x), STEPS(const int64, indices), STEPS(type, into)) \
    { \
        int64 item = GLOBAL_X; \
        if (item >= outer * count * inner) return; \
        int64 i = item % inner; int64 k = item / inner % count; int64 o = item / inner / count; \
        PLACE(into, o, k, i) = PLACE(x, o, PLACE(indices, o, k, i), i); \
    }

GATHER(gather_4, int)
GATHER(gather_8, int64)
GATHER(gather_16, word16)

DEVICE real sum_real(real a, real b) { return a + b; }
DEVICE complex sum_complex(complex a, complex b) { return make_complex(a.re + b.re, a.im + b.im); }

/* The item at the first of equal indices, which are sorted line by line, adds all that belongs to it in the order of k. */
#define SCATTER(name, type, sum) \
    KERNEL name(THREE, int64 sorted_o, int64 sorted_i, GLOBAL const uint64 *keys, GLOBAL const int64 *places, STEPS(const type, x), STEPS(type, into)) \
    { \
        int64 item = GLOBAL_X; \
        if (item >= outer * count * inner) return; \
        int64 i = item % inner; int64 k = item / inner % count; int64 o = item / inner / count; \
        int64 first = (o * sorted_o + i * sorted_i) * count; \
        uint64 key = keys[first + k]; \
        if (k > 0 && keys[first + k - 1] == key) return; \
        type total = PLACE(into, o, (int64)key, i); \
        for (int64 e = k; e < count && keys[first + e] == key; e++) total = sum(total, PLACE(x, o, places[first + e], i)); \
        PLACE(into, o, (int64)key, i) = total; \
    }

SCATTER(scatter_real, real, sum_real)
SCATTER(scatter_complex, complex, sum_complex)

/* For each item its first index that is negative or not below the length; the count where it has none. */
KERNEL find_outside(int64 count, int64 items, int64 length, GLOBAL const int64 *indices, int64 indices_at, GLOBAL int64 *found)
{
    int64 item = GLOBAL_X;
    if (item >= items) return;
    int64 position = item;
    while (position < count && indices[indices_at + position] >= 0 && indices[indices_at + position] < length) position += items;
    found[item] = position < count ? position : count;
}

KERNEL recurrence_real(THREE, STEPS(const real, a), STEPS(const real, b), STEPS(real, into))
{
    int64 line = GLOBAL_X;
    if (line >= outer * inner) return;
    int64 i = line % inner; int64 o = line / inner;
    wide carried = (wide)0;
    for (int64 k = 0; k < count; k++) {
        carried = k == 0 ? (wide)PLACE(b, o, k, i) : fma((wide)PLACE(a, o, k, i), carried, (wide)PLACE(b, o, k, i));
        PLACE(into, o, k, i) = (real)carried;
    }
}

KERNEL recurrence_complex(THREE, STEPS(const complex, a), STEPS(const complex, b), STEPS(complex, into))
{
    int64 line = GLOBAL_X;
    if (line >= outer * inner) return;
    int64 i = line % inner; int64 o = line / inner;
    wide re = (wide)0;
    wide im = (wide)0;
    for (int64 k = 0; k < count; k++) {
        complex term = PLACE(b, o, k, i);
        wide next_re = (wide)term.re;
        wide next_im = (wide)term.im;
        if (k > 0) {
            complex factor = PLACE(a, o, k, i);
            next_re = fma((wide)factor.re, re, fma(-(wide)factor.im, im, next_re));
            next_im = fma((wide)factor.re, im, fma((wide)factor.im, re, next_im));
        }
        re = next_re;
        im = next_im;
        PLACE(into, o, k, i) = make_complex((real)re, (real)im);
    }
}
