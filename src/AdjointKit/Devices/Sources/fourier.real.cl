/*
 * Between a real line of n points and what its transform is made of. For n = 2 m: with S = Z[k] + conj Z[m - k], D = Z[k] - conj Z[m - k] and
 * t = -(i / 2) exp(-2 pi i k / n), Z the transform of z[j] = x[2 j] + i x[2 j + 1]: X[k] = S / 2 + t D and X[m - k] = conj(S / 2 - t D); back the same way
 * with conj t. An item does a pair; the imaginary parts of X[0] and X[m] are taken as 0.
 */
#define PAIRS \
    int64 place = GLOBAL_X; \
    if (place >= count) return; \
    int64 pairs = half_length / 2 + 1; \
    int64 k = place % pairs; \
    int64 line = place / pairs;

DEVICE complex half_sum(complex a, complex b) { return make_complex(R(0.5) * (a.re + b.re), R(0.5) * (a.im - b.im)); }
DEVICE complex difference_of_conjugate(complex a, complex b) { return make_complex(a.re - b.re, a.im + b.im); }

KERNEL split_real(int64 count, int64 half_length, GLOBAL const complex *turns, GLOBAL const real *x, int64 x_at, GLOBAL real *into, int64 into_at)
{
    PAIRS
    GLOBAL const complex *z = (GLOBAL const complex *)(x + x_at) + line * half_length;
    GLOBAL complex *to = (GLOBAL complex *)(into + into_at) + line * (half_length + 1);
    complex low = z[k];
    if (k == 0) {
        to[0] = make_complex(low.re + low.im, R(0.0));
        to[half_length] = make_complex(low.re - low.im, R(0.0));
        return;
    }
    complex high = z[half_length - k];
    complex sum = half_sum(low, high);
    complex turned = complex_multiply(turns[k], difference_of_conjugate(low, high));
    to[k] = complex_add(sum, turned);
    to[half_length - k] = complex_conjugate(complex_subtract(sum, turned));
}

KERNEL join_real(int64 count, int64 half_length, GLOBAL const complex *turns, GLOBAL const real *x, int64 x_at, GLOBAL real *into, int64 into_at)
{
    PAIRS
    GLOBAL const complex *from = (GLOBAL const complex *)(x + x_at) + line * (half_length + 1);
    GLOBAL complex *z = (GLOBAL complex *)(into + into_at) + line * half_length;
    complex low = from[k];
    complex high = from[half_length - k];
    if (k == 0) {
        z[0] = make_complex(R(0.5) * (low.re + high.re), R(0.5) * (low.re - high.re));
        return;
    }
    complex sum = half_sum(low, high);
    complex turned = complex_multiply(complex_conjugate(turns[k]), difference_of_conjugate(low, high));
    z[k] = complex_add(sum, turned);
    z[half_length - k] = complex_conjugate(complex_subtract(sum, turned));
}

/* The coefficients that a transform of an odd number of real points does not keep. */
KERNEL extend_real(int64 count, int64 length, GLOBAL const real *x, int64 x_at, GLOBAL real *into, int64 into_at)
{
    int64 place = GLOBAL_X;
    if (place >= count) return;
    int64 k = place % length;
    GLOBAL const complex *from = (GLOBAL const complex *)(x + x_at) + place / length * (length / 2 + 1);
    complex value = k <= length / 2 ? from[k] : complex_conjugate(from[length - k]);
    if (k == 0) value.im = R(0.0);
    ((GLOBAL complex *)(into + into_at))[place] = value;
}
